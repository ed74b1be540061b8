package io.weir.core.publish;

import io.netty.buffer.ByteBuf;
import io.weir.record.Header;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way in from a protocol that publishes one at a time.
 *
 * @param body the body, or null for a tombstone; given away with the publication, released by the
 *     publisher
 * @param headers in order; standard properties under the names of {@code docs/mapping.md}
 * @param timestamp milliseconds since 1970, or {@link #NOW}
 */
public record Message(@Nullable ByteBuf body, List<Header> headers, long timestamp) {
  /** The time at which the publication is taken. */
  public static final long NOW = -1;
}
