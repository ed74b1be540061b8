package io.weir.amqp091.mapping;

import io.weir.amqp091.codec.ReplyCode;
import io.weir.core.failure.Failure;
import io.weir.core.queue.QueueOptions;
import io.weir.core.queue.QueueOptions.DeadLetterRoute;
import io.weir.core.queue.Refusal;
import io.weir.core.route.Exchange;
import io.weir.core.route.ExchangeType;
import io.weir.core.route.Value;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is answered to a client whose request is refused, in the forms that RabbitMQ has for it, as
 * far as clients read them.
 */
public final class Wording {
  private static final String NONE = "none";

  private Wording() {}

  /** What a queue is called. */
  public static String queue(String name, String vhost) {
    return "queue '" + name + "' in vhost '" + vhost + "'";
  }

  /** What an exchange is called. */
  public static String exchange(String name, String vhost) {
    return "exchange '" + name + "' in vhost '" + vhost + "'";
  }

  /** The words for a refusal. */
  public static AmqpException of(Refusal refusal, String vhost) {
    return switch (refusal) {
      case Refusal.NoExchange(String name) -> AmqpException.notFound("no " + exchange(name, vhost));
      case Refusal.NoQueue(String name) -> AmqpException.notFound("no " + queue(name, vhost));
      case Refusal.OtherExchange(var in, Exchange asked, Exchange present) ->
          inequivalent(
              argument(in), exchange(asked.name(), vhost), text(in, asked), text(in, present));
      case Refusal.OtherQueue(String name, var in, var asked, var present)
          when in == QueueOptions.Aspect.EXCLUSIVE ->
          locked(name, vhost);
      case Refusal.OtherQueue(String name, var in, QueueOptions asked, QueueOptions present) ->
          inequivalent(
              argument(in, asked, present),
              queue(name, vhost),
              text(in, asked, present),
              text(in, present, asked));
      case Refusal.Locked(String name) -> locked(name, vhost);
      case Refusal.HeldExclusively(String name) ->
          AmqpException.accessRefused(queue(name, vhost) + " in exclusive use");
      case Refusal.ExchangeInUse(String name) ->
          AmqpException.precondition(exchange(name, vhost) + " in use");
      case Refusal.QueueInUse(String name) ->
          AmqpException.precondition(queue(name, vhost) + " in use");
      case Refusal.NotEmpty(String name, long messages) ->
          AmqpException.precondition(queue(name, vhost) + " not empty");
      case Refusal.AlwaysThere(String name) when name.isEmpty() ->
          AmqpException.accessRefused("operation not permitted on the default exchange");
      case Refusal.AlwaysThere(String name) ->
          AmqpException.accessRefused(
              "deletion of system " + exchange(name, vhost) + " not allowed");
      case Refusal.Internal(String name) ->
          AmqpException.accessRefused("cannot publish to internal " + exchange(name, vhost));
      case Refusal.Stream(String name) ->
          AmqpException.notImplemented("not supported by stream " + queue(name, vhost));
      case Refusal.Invalid(String reason) -> AmqpException.precondition(reason);
    };
  }

  /** What came of a call into the core, where it is no defect; that is thrown on. */
  public static AmqpException of(Throwable cause, String vhost, String user) {
    return cause instanceof Failure.Denied denied && denied.right() != null
        ? denied(denied.right(), vhost, user)
        : AmqpException.of(cause);
  }

  private static AmqpException denied(Failure.Denied.Right right, String vhost, String user) {
    String access =
        switch (right.operation()) {
          case "manage" -> "configure";
          case "publish" -> "write";
          default -> "read";
        };
    return AmqpException.accessRefused(
        "%s access to %s '%s' in vhost '%s' refused for user '%s'"
            .formatted(access, right.kind(), right.name(), vhost, user));
  }

  /** An argument that cannot be. */
  static AmqpException invalid(String argument, String what, String why) {
    return AmqpException.precondition("invalid arg '" + argument + "' for " + what + ": " + why);
  }

  private static AmqpException locked(String queue, String vhost) {
    return AmqpException.locked(
        "cannot obtain exclusive access to locked "
            + queue(queue, vhost)
            + ": it is another connection's, or was not declared as exclusive as now");
  }

  private static AmqpException inequivalent(
      String argument, String what, String asked, String present) {
    return new AmqpException(
        ReplyCode.PRECONDITION_FAILED,
        "inequivalent arg '%s' for %s: received %s but current is %s"
            .formatted(argument, what, asked, present));
  }

  private static String argument(Exchange.Aspect aspect) {
    return switch (aspect) {
      case TYPE -> "type";
      case DURABLE -> "durable";
      case AUTO_DELETE -> "auto_delete";
      case INTERNAL -> "internal";
      case ALTERNATE -> "alternate-exchange";
    };
  }

  private static String text(Exchange.Aspect aspect, Exchange of) {
    return switch (aspect) {
      case TYPE -> quoted(typeName(of.type()));
      case DURABLE -> quoted(of.durable());
      case AUTO_DELETE -> quoted(of.autoDelete());
      case INTERNAL -> quoted(of.internal());
      case ALTERNATE ->
          of.alternate() == null ? NONE : "the value '" + of.alternate() + "' of type 'longstr'";
    };
  }

  /** As clients name a type of exchange. */
  private static String typeName(ExchangeType type) {
    return switch (type) {
      case ExchangeType.Direct direct -> "direct";
      case ExchangeType.Fanout fanout -> "fanout";
      case ExchangeType.Topic topic -> "topic";
      case ExchangeType.Headers headers -> "headers";
      case ExchangeType.ConsistentHash hash -> "x-consistent-hash";
      case ExchangeType.ModulusHash hash -> "x-modulus-hash";
      case ExchangeType.Random random -> "x-random";
      case ExchangeType.Delayed delayed -> "x-delayed-message";
    };
  }

  private static String argument(QueueOptions.Aspect aspect, QueueOptions one, QueueOptions other) {
    return switch (aspect) {
      case SETTINGS -> one.differentSetting(other);
      case VARIANT, KIND -> "x-queue-type";
      case DURABLE -> "durable";
      case EXCLUSIVE -> "exclusive";
      case AUTO_DELETE -> "auto_delete";
      case MESSAGE_EXPIRY -> "x-message-ttl";
      case IDLE_EXPIRY -> "x-expires";
      case MAX_MESSAGES -> "x-max-length";
      case MAX_BYTES -> "x-max-length-bytes";
      case OVERFLOW -> "x-overflow";
      case DEAD_LETTER_EXCHANGE -> "x-dead-letter-exchange";
      case DEAD_LETTER_KEY -> "x-dead-letter-routing-key";
      case MAX_PRIORITY -> "x-max-priority";
      case SINGLE_ACTIVE -> "x-single-active-consumer";
      case DELIVERY_LIMIT -> "x-delivery-limit";
      case RETRY -> "x-delayed-retry-min";
      case MAX_AGE -> "x-max-age";
      case TOPIC -> "x-weir-topic";
    };
  }

  private static String text(QueueOptions.Aspect aspect, QueueOptions of, QueueOptions other) {
    DeadLetterRoute letters = of.deadLetter();
    return switch (aspect) {
      case SETTINGS -> quoted(plain(of.settings().get(of.differentSetting(other))));
      case VARIANT -> quoted(of.variant());
      case KIND -> quoted(of.kind().name().toLowerCase(Locale.ROOT));
      case DURABLE -> quoted(of.durable());
      case EXCLUSIVE -> quoted(of.exclusive());
      case AUTO_DELETE -> quoted(of.autoDelete());
      case MESSAGE_EXPIRY -> limit(of.messageExpiryMillis());
      case IDLE_EXPIRY -> limit(of.idleExpiryMillis());
      case MAX_MESSAGES -> limit(of.maxMessages());
      case MAX_BYTES -> limit(of.maxBytes());
      case OVERFLOW -> quoted(of.overflow());
      case DEAD_LETTER_EXCHANGE -> quoted(letters == null ? null : letters.exchange());
      case DEAD_LETTER_KEY -> quoted(letters == null ? null : letters.key());
      case MAX_PRIORITY -> of.maxPriority() == 0 ? NONE : quoted(of.maxPriority());
      case SINGLE_ACTIVE -> quoted(of.singleActive());
      case DELIVERY_LIMIT -> limit(of.deliveryLimit());
      case RETRY -> quoted(of.retry());
      case MAX_AGE -> limit(of.maxAgeMillis());
      case TOPIC -> of.topic() == null ? NONE : quoted(of.topic().text());
    };
  }

  /** A setting is a text or a number. */
  private static @Nullable Object plain(@Nullable Value value) {
    return switch (value) {
      case Value.Text(String text) -> text;
      case Value.Whole(long number) -> number;
      case null, default -> value;
    };
  }

  private static String limit(long number) {
    return number == QueueOptions.UNLIMITED ? NONE : quoted(number);
  }

  private static String quoted(@Nullable Object value) {
    return value == null ? NONE : "'" + value + "'";
  }
}
