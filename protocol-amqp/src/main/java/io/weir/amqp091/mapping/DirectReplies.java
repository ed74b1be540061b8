package io.weir.amqp091.mapping;

import io.weir.amqp091.codec.BasicProperties;
import io.weir.amqp091.codec.ShortString;
import org.jspecify.annotations.Nullable;

/**
 * Direct replies: a client that consumes from a queue of this name, which there is not, gets what
 * is sent to the name that stands for it, without a queue in between.
 */
public final class DirectReplies {
  /** What a client calls it. */
  public static final String NAME = "amq.rabbitmq.reply-to";

  /** What names that stand for clients begin with. */
  public static final String PREFIX = NAME + ".";

  private static final ShortString SHORT_NAME = ShortString.of(NAME);

  private DirectReplies() {}

  /** Properties in which the name that stands for the client is put for the one that it uses. */
  static BasicProperties address(BasicProperties properties, @Nullable String replyTo) {
    ShortString asked = properties.replyTo();
    if (asked == null || !asked.equals(SHORT_NAME)) {
      return properties;
    }
    if (replyTo == null) {
      throw AmqpException.precondition("fast reply consumer does not exist");
    }
    return properties.toBuilder().replyTo(ShortString.of(replyTo)).build();
  }
}
