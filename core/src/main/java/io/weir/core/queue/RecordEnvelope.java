package io.weir.core.queue;

import io.weir.core.publish.PropertyNames;
import io.weir.core.route.Envelope;
import io.weir.core.route.Value;
import io.weir.record.Header;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What routing sees of a message that lies in a log: texts, but where a head has kept more. */
final class RecordEnvelope implements Envelope {
  private final List<String> keys;
  private final List<Header> headers;
  private final List<HeaderTypes> types;

  /** What a head has kept, once somebody has asked for a header. */
  private @Nullable Map<String, Value> kept;

  /**
   * @param types of all heads; the first whose header is there says
   */
  RecordEnvelope(List<String> keys, List<Header> headers, List<HeaderTypes> types) {
    this.keys = keys;
    this.headers = headers;
    this.types = types;
  }

  @Override
  public List<String> keys() {
    return keys;
  }

  @Override
  public @Nullable Value header(String name) {
    Map<String, Value> typed = kept;
    if (typed == null) {
      typed = keptByAHead();
      kept = typed;
    }
    Value value = typed.get(name);
    return value == null ? text(name) : value;
  }

  private Map<String, Value> keptByAHead() {
    for (HeaderTypes head : types) {
      for (Header header : headers) {
        byte[] bytes = header.value();
        if (header.name().equals(head.header()) && bytes != null) {
          return head.values(bytes);
        }
      }
    }
    return Map.of();
  }

  private @Nullable Value text(String name) {
    for (Header header : headers.reversed()) {
      if (header.name().equals(name)) {
        String text = header.text();
        return text == null ? Value.nothing() : Value.of(text);
      }
    }
    return null;
  }

  @Override
  public @Nullable Value property(MessageProperty property) {
    return switch (property) {
      case MESSAGE_ID -> text(PropertyNames.MESSAGE_ID);
      case CORRELATION_ID -> text(PropertyNames.CORRELATION_ID);
      case TIMESTAMP -> time(text(PropertyNames.CREATION_TIME));
    };
  }

  private static @Nullable Value time(@Nullable Value text) {
    try {
      return text instanceof Value.Text(String millis)
          ? new Value.Time(Instant.ofEpochMilli(Long.parseLong(millis)))
          : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  @Override
  public boolean delayed() {
    return false;
  }
}
