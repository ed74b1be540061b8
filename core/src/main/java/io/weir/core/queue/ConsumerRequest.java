package io.weir.core.queue;

import io.weir.core.subscription.ConsumerOptions;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer of a queue asks for.
 *
 * @param options how many it takes at once, and before whom. Where {@code settled} is, or no
 *     prefetch, its {@code credit} is what keeps memory bounded: grant more as messages leave for
 *     the socket
 * @param shared how many messages it and others may have unsettled together, or null
 * @param start of a stream, where it begins; null elsewhere, and for {@link StreamStart#NEXT}
 */
public record ConsumerRequest(
    ConsumerOptions options, @Nullable SharedPrefetch shared, @Nullable StreamStart start) {

  public static ConsumerRequest of(ConsumerOptions options) {
    return new ConsumerRequest(options, null, null);
  }

  public ConsumerRequest withShared(@Nullable SharedPrefetch other) {
    return new ConsumerRequest(options, other, start);
  }

  public ConsumerRequest withStart(StreamStart other) {
    return new ConsumerRequest(options, shared, other);
  }
}
