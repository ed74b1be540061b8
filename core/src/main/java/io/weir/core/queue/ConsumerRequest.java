package io.weir.core.queue;

import io.weir.core.subscription.ConsumerOptions;
import io.weir.record.Header;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer of a queue asks for.
 *
 * @param options how many it takes at once, and before whom. Where {@code settled} is, or no
 *     prefetch, its {@code credit} is what keeps memory bounded: grant more as messages leave for
 *     the socket
 * @param shared how many messages it and others may have unsettled together, or null
 * @param start of a stream, where it begins; null elsewhere, and for {@link StreamStart#NEXT}
 * @param wanted of a stream, the messages that the reader wants, by their headers; others it is not
 *     shown
 */
public record ConsumerRequest(
    ConsumerOptions options,
    @Nullable SharedPrefetch shared,
    @Nullable StreamStart start,
    Predicate<List<Header>> wanted) {

  public static ConsumerRequest of(ConsumerOptions options) {
    return new ConsumerRequest(options, null, null, headers -> true);
  }

  public ConsumerRequest withShared(@Nullable SharedPrefetch other) {
    return new ConsumerRequest(options, other, start, wanted);
  }

  public ConsumerRequest withStart(StreamStart other) {
    return new ConsumerRequest(options, shared, other, wanted);
  }

  public ConsumerRequest withWanted(Predicate<List<Header>> other) {
    return new ConsumerRequest(options, shared, start, other);
  }
}
