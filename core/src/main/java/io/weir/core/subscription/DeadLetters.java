package io.weir.core.subscription;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.weir.backend.TopicPartition;
import io.weir.record.Header;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says where messages go that nobody is to have any more. */
@FunctionalInterface
public interface DeadLetters {

  /** For subscriptions without such a place. */
  DeadLetters NONE = letter -> Future.succeededFuture(List.of());

  /**
   * Where a message goes; it is appended to all of these with its history in {@link Death#HEADER
   * headers}, and settled, in one step where the backend can do that.
   *
   * @return nothing if the message is to be dropped; completes on any thread. Where it fails the
   *     message stays, and the question is asked again
   */
  Future<List<Target>> route(DeadLetter letter);

  /**
   * A partition that is to have it.
   *
   * @param key that the message is to have there, on the heap
   * @param headers that it is to have there, or null for those that it has, with its deaths and
   *     without the times that were of its old place
   */
  record Target(TopicPartition partition, @Nullable ByteBuf key, @Nullable List<Header> headers) {
    public Target(TopicPartition partition, @Nullable ByteBuf key) {
      this(partition, key, null);
    }
  }
}
