package io.weir.amqp091.mapping;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.amqp091.codec.BasicMethod;
import io.weir.amqp091.codec.BasicProperties;
import io.weir.amqp091.codec.Content;
import io.weir.amqp091.codec.ShortString;
import io.weir.amqp091.codec.Table;
import io.weir.amqp091.codec.Value;
import io.weir.core.queue.DeadLetterDeath;
import io.weir.core.queue.Delivered;
import io.weir.core.queue.QueueOptions;
import io.weir.core.queue.QueueOptions.Kind;
import io.weir.record.Header;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From a message of a queue to the content that its consumer gets. */
public final class Deliveries {
  private static final String STREAM_OFFSET = "x-stream-offset";
  private static final String DELIVERY_COUNT = "x-delivery-count";
  private static final String ACQUIRED_COUNT = "x-acquired-count";

  private Deliveries() {}

  /**
   * The content.
   *
   * @param method that it comes after
   * @param queue how the queue was declared
   * @param deaths how often queues gave the message up, the latest first
   * @param now milliseconds since 1970
   */
  public static Content content(
      BasicMethod.WithContent method,
      Delivered delivered,
      QueueOptions queue,
      List<DeadLetterDeath> deaths,
      long now) {
    BasicProperties properties = PropertyHeaders.toProperties(delivered.headers(), now);
    Map<ShortString, Value> more = new LinkedHashMap<>();
    if (queue.kind() == Kind.STREAM) {
      more.put(ShortString.of(STREAM_OFFSET), new Value.Int64(delivered.message().offset()));
    }
    if (queue.variant().equals(QueueArguments.QUORUM)) {
      count(more, DELIVERY_COUNT, delivered.failures());
      count(more, ACQUIRED_COUNT, delivered.deliveries());
    }
    if (!deaths.isEmpty()) {
      DeathHeaders.add(more, deaths, properties.expiration());
      properties = properties.toBuilder().expiration(null).build();
    }
    return new Content(method, with(properties, more), body(delivered.message().value()));
  }

  /** Says how often something has happened, if it has. */
  private static void count(Map<ShortString, Value> headers, String name, int times) {
    if (times > 0) {
      headers.put(ShortString.of(name), new Value.Int64(times));
    }
  }

  /** The content of a message that comes from no queue. */
  public static Content content(
      BasicMethod.WithContent method, @Nullable ByteBuf body, List<Header> headers, long now) {
    return new Content(
        method,
        PropertyHeaders.toProperties(headers, now),
        body == null ? Unpooled.EMPTY_BUFFER : body);
  }

  /** A key or a name as the wire has it; what is too long was not made by this protocol. */
  public static ShortString shortString(String text) {
    return ShortString.of(ShortString.cut(text));
  }

  private static ByteBuf body(@Nullable ByteBuf value) {
    return value == null ? Unpooled.EMPTY_BUFFER : value.retainedDuplicate();
  }

  private static BasicProperties with(BasicProperties properties, Map<ShortString, Value> more) {
    if (more.isEmpty()) {
      return properties;
    }
    List<Table.Field> fields = new ArrayList<>();
    Table present = properties.headers();
    if (present != null) {
      for (Table.Field field : present.fields()) {
        if (!more.containsKey(field.name())) {
          fields.add(field);
        }
      }
    }
    more.forEach((name, value) -> fields.add(new Table.Field(name, value)));
    return properties.toBuilder().headers(new Table(fields)).build();
  }
}
