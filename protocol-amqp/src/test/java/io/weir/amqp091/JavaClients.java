package io.weir.amqp091;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import org.assertj.core.api.Assertions;

/** Connections of RabbitMQ's Java client. */
public final class JavaClients {
  private JavaClients() {}

  public static Connection connect(int port) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(port);
    factory.setAutomaticRecoveryEnabled(false);
    return factory.newConnection("a test");
  }

  /** Something that a server refuses. */
  public interface Refused {
    void run() throws Exception;
  }

  /** What a server says when it refuses something. */
  public static String refusal(int code, Refused what) {
    Throwable cause = Assertions.catchThrowable(what::run);
    while (cause != null && !(cause instanceof ShutdownSignalException)) {
      cause = cause.getCause();
    }
    Assertions.assertThat(cause).as("what the server says").isNotNull();
    var reason = ((ShutdownSignalException) cause).getReason();
    int said;
    String text;
    switch (reason) {
      case com.rabbitmq.client.AMQP.Channel.Close close -> {
        said = close.getReplyCode();
        text = close.getReplyText();
      }
      case com.rabbitmq.client.AMQP.Connection.Close close -> {
        said = close.getReplyCode();
        text = close.getReplyText();
      }
      default -> throw new AssertionError("no close but " + reason);
    }
    Assertions.assertThat(said).as(text).isEqualTo(code);
    return text;
  }
}
