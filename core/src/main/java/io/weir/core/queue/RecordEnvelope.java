package io.weir.core.queue;

import io.weir.core.publish.PropertyNames;
import io.weir.core.route.Envelope;
import io.weir.core.route.Value;
import io.weir.record.Header;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What routing sees of a message that lies in a log: its headers are texts. */
record RecordEnvelope(List<String> keys, List<Header> headers) implements Envelope {

  @Override
  public @Nullable Value header(String name) {
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
      case MESSAGE_ID -> header(PropertyNames.MESSAGE_ID);
      case CORRELATION_ID -> header(PropertyNames.CORRELATION_ID);
      case TIMESTAMP -> time(header(PropertyNames.CREATION_TIME));
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
