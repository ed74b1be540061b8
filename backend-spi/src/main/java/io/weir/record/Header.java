package io.weir.record;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One header of a record: a name and bytes. Names may repeat, order matters, a value may be absent.
 *
 * @param name the name, UTF-8 on the wire
 * @param value the bytes, owned by this header and not to be changed; null where the writer sent
 *     none
 */
@SuppressWarnings(
    "ArrayRecordComponent") // compared by nobody; copying would cost on the message path
public record Header(String name, byte @Nullable [] value) {

  /** A header with text as its value, the form of all standard properties. */
  public static Header of(String name, String value) {
    return new Header(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /** The value read as UTF-8, or null where there is none. */
  public @Nullable String text() {
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }
}
