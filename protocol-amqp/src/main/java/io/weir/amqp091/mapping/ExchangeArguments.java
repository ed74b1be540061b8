package io.weir.amqp091.mapping;

import io.weir.amqp091.codec.ExchangeMethod;
import io.weir.amqp091.codec.Table;
import io.weir.amqp091.codec.Value;
import io.weir.core.route.Envelope.MessageProperty;
import io.weir.core.route.Exchange;
import io.weir.core.route.ExchangeType;
import io.weir.core.route.ExchangeType.HashOn;
import org.jspecify.annotations.Nullable;

/** From {@code exchange.declare} to an exchange. */
public final class ExchangeArguments {
  private static final String ALTERNATE = "alternate-exchange";
  private static final String DELAYED_TYPE = "x-delayed-type";
  private static final String HASH_HEADER = "hash-header";
  private static final String HASH_PROPERTY = "hash-property";

  private ExchangeArguments() {}

  /**
   * The exchange that is asked for.
   *
   * @param name as it is to be
   * @throws AmqpException if there is no such type, or an argument says what cannot be
   */
  public static Exchange exchange(ExchangeMethod.Declare declare, String name, String vhost) {
    String called = Wording.exchange(name, vhost);
    return new Exchange(
        name,
        type(declare.type(), declare.arguments(), called),
        declare.durable(),
        declare.autoDelete(),
        declare.internal(),
        text(declare.arguments(), ALTERNATE, called),
        Values.toModel(declare.arguments()));
  }

  private static ExchangeType type(String name, Table arguments, String called) {
    return switch (name) {
      case "direct" -> new ExchangeType.Direct();
      case "fanout" -> new ExchangeType.Fanout();
      case "topic" -> new ExchangeType.Topic(false);
      case "headers" -> new ExchangeType.Headers();
      case "x-consistent-hash" -> new ExchangeType.ConsistentHash(hashOn(arguments, called));
      case "x-modulus-hash" -> new ExchangeType.ModulusHash();
      case "x-random" -> new ExchangeType.Random();
      case "x-delayed-message" -> new ExchangeType.Delayed(underlying(arguments, called));
      default -> throw AmqpException.precondition("unknown exchange type '" + name + "'");
    };
  }

  private static ExchangeType underlying(Table arguments, String called) {
    String name = text(arguments, DELAYED_TYPE, called);
    if (name == null || name.equals("x-delayed-message")) {
      throw Wording.invalid(
          DELAYED_TYPE, called, "it is to be the type of exchange that routes what is due");
    }
    return type(name, arguments, called);
  }

  private static HashOn hashOn(Table arguments, String called) {
    String header = text(arguments, HASH_HEADER, called);
    String property = text(arguments, HASH_PROPERTY, called);
    if (header != null && property != null) {
      throw Wording.invalid(HASH_HEADER, called, HASH_PROPERTY + " is given, too");
    }
    if (header != null) {
      return new HashOn.Header(header);
    }
    return switch (property) {
      case null -> new HashOn.Key();
      case "message_id" -> new HashOn.Property(MessageProperty.MESSAGE_ID);
      case "correlation_id" -> new HashOn.Property(MessageProperty.CORRELATION_ID);
      case "timestamp" -> new HashOn.Property(MessageProperty.TIMESTAMP);
      default ->
          throw Wording.invalid(
              HASH_PROPERTY, called, "it is message_id, correlation_id or timestamp");
    };
  }

  private static @Nullable String text(Table arguments, String name, String called) {
    return switch (arguments.get(name)) {
      case null -> null;
      case Value.Text(var text) -> text.toString();
      default -> throw Wording.invalid(name, called, "it is no text");
    };
  }
}
