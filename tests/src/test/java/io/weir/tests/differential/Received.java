package io.weir.tests.differential;

import io.weir.amqp091.codec.BasicMethod;
import io.weir.amqp091.codec.BasicProperties;
import io.weir.amqp091.codec.Method;
import io.weir.amqp091.codec.ProtocolHeader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What a server sends. */
sealed interface Received {
  /** As a script would say it. */
  String text();

  /** A method without content. */
  record Told(Method method) implements Received {
    @Override
    public String text() {
      return Methods.text(method);
    }
  }

  /** A method with its content. */
  record Brought(BasicMethod.WithContent method, BasicProperties properties, byte[] body)
      implements Received {
    private static final int SHOWN = 200;

    @Override
    public String text() {
      String all = new String(body, StandardCharsets.UTF_8);
      String shown = all.length() > SHOWN ? all.substring(0, SHOWN) + "... of " + body.length : all;
      return Methods.text(method) + " |" + Records.text(properties) + " | " + shown;
    }
  }

  /** The protocol that it would rather speak. */
  record Header(ProtocolHeader header) implements Received {
    @Override
    public String text() {
      return "header " + HexFormat.of().toHexDigits(header.octets());
    }
  }

  /** What is no frame, nor anything else that there is. */
  record Broken(String why) implements Received {
    @Override
    public String text() {
      return "what cannot be understood: " + why;
    }
  }
}
