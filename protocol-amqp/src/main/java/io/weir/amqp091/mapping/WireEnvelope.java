package io.weir.amqp091.mapping;

import io.weir.amqp091.codec.BasicProperties;
import io.weir.amqp091.codec.ShortString;
import io.weir.amqp091.codec.Table;
import io.weir.core.route.Envelope;
import io.weir.core.route.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What routing sees of a message; its headers become values only where somebody looks at them. */
record WireEnvelope(
    List<String> keys,
    List<String> shownKeys,
    BasicProperties properties,
    Table headers,
    boolean delayed)
    implements Envelope {

  @Override
  public @Nullable Value header(String name) {
    if (!ShortString.fits(name)) {
      return null;
    }
    io.weir.amqp091.codec.Value value = headers.get(name);
    return value == null ? null : Values.toModel(value);
  }

  @Override
  public @Nullable Value property(MessageProperty property) {
    return switch (property) {
      case MESSAGE_ID -> text(properties.messageId());
      case CORRELATION_ID -> text(properties.correlationId());
      case TIMESTAMP -> properties.timestamp() == null ? null : Value.of(properties.timestamp());
    };
  }

  private static @Nullable Value text(@Nullable ShortString value) {
    return value == null ? null : Value.of(value.toString());
  }
}
