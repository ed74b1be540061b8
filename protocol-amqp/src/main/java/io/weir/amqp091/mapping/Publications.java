package io.weir.amqp091.mapping;

import io.weir.amqp091.codec.BasicMethod;
import io.weir.amqp091.codec.BasicProperties;
import io.weir.amqp091.codec.ByteString;
import io.weir.amqp091.codec.Content;
import io.weir.amqp091.codec.ShortString;
import io.weir.amqp091.codec.Table;
import io.weir.amqp091.codec.Value;
import io.weir.core.publish.Message;
import io.weir.core.queue.Posting;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From {@code basic.publish} and its content to what is sent to an exchange. */
public final class Publications {
  private static final String CC = "CC";
  private static final String BCC = "BCC";
  private static final String DELAY = "x-delay";

  /** No message lives longer, in RabbitMQ. */
  private static final long MAX_EXPIRATION = 0xffff_ffffL;

  private Publications() {}

  /**
   * What is sent.
   *
   * @param content whose body is given away, but not if this throws
   * @param user as whom the client has come in; a message may say no other
   * @param replyTo what stands for the client's direct replies, or null if it takes none
   * @param now milliseconds since 1970
   * @throws AmqpException if the message says what cannot be
   */
  public static Posting posting(
      BasicMethod.Publish publish,
      Content content,
      String user,
      @Nullable String replyTo,
      long now) {
    BasicProperties properties = DirectReplies.address(content.properties(), replyTo);
    checkUser(properties.userId(), user);
    Long expiration = expiration(properties.expiration());
    Table headers = properties.headers() == null ? Table.EMPTY : properties.headers();
    Long delay = delay(headers);
    List<String> shown = keys(List.of(publish.routingKey().toString()), CC, headers);
    List<String> keys = keys(shown, BCC, headers);
    Message message =
        new Message(
            content.body(),
            PropertyHeaders.toHeaders(
                withoutBlindCopies(properties, headers),
                expiration == null ? null : (Long) (now + expiration),
                delay == null ? null : (Long) (now + delay)),
            Message.NOW);
    return new Posting(
        publish.exchange().toString(),
        new WireEnvelope(keys, shown, properties, headers, delay != null),
        message);
  }

  private static void checkUser(@Nullable ShortString said, String user) {
    if (said != null && !said.toString().equals(user)) {
      throw AmqpException.precondition(
          "user_id property set to '" + said + "' but authenticated user was '" + user + "'");
    }
  }

  private static @Nullable Long expiration(@Nullable ShortString said) {
    if (said == null) {
      return null;
    }
    try {
      long millis = Long.parseLong(said.toString());
      if (millis >= 0 && millis <= MAX_EXPIRATION) {
        return millis;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw AmqpException.precondition(
        "invalid expiration '" + said + "': it is milliseconds, from 0 to " + MAX_EXPIRATION);
  }

  private static @Nullable Long delay(Table headers) {
    return headers.get(DELAY) instanceof Value.Whole delay
            && delay.toLong() > 0
            && delay.toLong() <= MAX_EXPIRATION
        ? (Long) delay.toLong()
        : null;
  }

  /** Keys, and behind them those that a header names. */
  private static List<String> keys(List<String> known, String header, Table headers) {
    return switch (headers.get(header)) {
      case null -> known;
      case Value.Array(List<Value> values) -> {
        List<String> keys = new ArrayList<>(known);
        for (Value item : values) {
          if (!(item instanceof Value.Text(ByteString key))) {
            throw notKeys(header);
          }
          keys.add(key.toString());
        }
        yield List.copyOf(keys);
      }
      default -> throw notKeys(header);
    };
  }

  private static AmqpException notKeys(String header) {
    return AmqpException.precondition(
        "invalid message: the header " + header + " is no array of texts");
  }

  private static BasicProperties withoutBlindCopies(BasicProperties properties, Table headers) {
    if (headers.get(BCC) == null) {
      return properties;
    }
    return properties.toBuilder()
        .headers(
            new Table(
                headers.fields().stream()
                    .filter(field -> !field.name().toString().equals(BCC))
                    .toList()))
        .build();
  }
}
