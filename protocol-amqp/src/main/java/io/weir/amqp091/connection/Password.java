package io.weir.amqp091.connection;

import io.weir.amqp091.codec.ByteString;
import io.weir.amqp091.codec.ProtocolFault;
import io.weir.amqp091.codec.ReplyCode;
import io.weir.amqp091.codec.Table;
import io.weir.amqp091.codec.Value;
import io.weir.amqp091.mapping.AmqpException;
import io.weir.core.auth.SaslExchange;
import java.util.regex.Pattern;

/**
 * A name and a password, as two mechanisms carry them.
 *
 * @param name may be empty where the password is a token
 */
record Password(String name, String secret) {
  private static final Pattern TOKEN = Pattern.compile("eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*");

  /**
   * From PLAIN (RFC 4616).
   *
   * @throws AmqpException if that is something else
   */
  static Password plain(ByteString response) {
    String[] parts = text(response).split("\0", -1);
    if (parts.length != 3 || !(parts[0].isEmpty() || parts[0].equals(parts[1]))) {
      throw malformed("PLAIN, which is a name and a password with a zero octet before each");
    }
    return new Password(parts[1], parts[2]);
  }

  /**
   * From AMQPLAIN, which is RabbitMQ's: the fields of a table.
   *
   * @throws AmqpException if that is something else
   */
  static Password amqplain(ByteString response) {
    if (response.length() <= SaslExchange.MAX_RESPONSE_BYTES) {
      try {
        Table fields = Table.ofFields(response);
        if (fields.get("LOGIN") instanceof Value.Text(var name)
            && fields.get("PASSWORD") instanceof Value.Text(var secret)) {
          return new Password(text(name), text(secret));
        }
      } catch (ProtocolFault e) {
        // Said below, for all that is not as it should be.
      }
    }
    throw malformed("AMQPLAIN, which is a table with LOGIN and PASSWORD");
  }

  /**
   * Whether the password is a token (RFC 7519), which is how clients of RabbitMQ show one; nobody
   * has a password that looks like that.
   */
  boolean isToken() {
    return TOKEN.matcher(secret).matches();
  }

  private static String text(ByteString bytes) {
    if (bytes.length() > SaslExchange.MAX_RESPONSE_BYTES || !bytes.isUtf8()) {
      throw malformed("a mechanism, for it is too long or no UTF-8");
    }
    return bytes.toString();
  }

  private static AmqpException malformed(String what) {
    return new AmqpException(ReplyCode.SYNTAX_ERROR, "a response that is not that of " + what);
  }

  /** Without what is secret. */
  @Override
  public String toString() {
    return "Password[name=" + name + "]";
  }
}
