package io.weir.amqp091.command;

import io.weir.amqp091.mapping.AmqpException;
import java.security.SecureRandom;
import java.util.Base64;

/** Names of exchanges, queues and consumers, where the protocol says something of them. */
final class Names {
  /** What only the server may begin a name with. */
  static final String RESERVED_PREFIX = "amq.";

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int RANDOM_BYTES = 16;

  private Names() {}

  /** As RabbitMQ takes names: without ends of lines. */
  static String clean(String name) {
    return name.indexOf('\n') < 0 && name.indexOf('\r') < 0
        ? name
        : name.replace("\n", "").replace("\r", "");
  }

  /** One that nobody has and nobody guesses. */
  static String generated(String prefix) {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static boolean isReserved(String name) {
    return name.startsWith(RESERVED_PREFIX);
  }

  static AmqpException reserved(String kind, String name) {
    return AmqpException.accessRefused(
        kind + " name '" + name + "' contains reserved prefix 'amq.*'");
  }

  /**
   * @throws AmqpException if that is the default exchange
   */
  static void refuseDefault(String exchange) {
    if (exchange.isEmpty()) {
      throw AmqpException.accessRefused("operation not permitted on the default exchange");
    }
  }
}
