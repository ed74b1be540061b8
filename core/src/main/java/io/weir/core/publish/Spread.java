package io.weir.core.publish;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Promise;
import io.weir.backend.TopicPartition;
import io.weir.core.event.Event;
import io.weir.core.event.Events;
import io.weir.core.failure.Failure;
import io.weir.core.tenant.Caller;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message on its way to several places, or to one that is no client's topic. */
final class Spread {
  final Caller caller;
  final String what;
  final @Nullable ByteBuf body;
  final List<Target> targets;
  final List<TopicPartition> partitions;

  /** No less than its record takes in any of the batches. */
  final int bytes;

  private final Promise<Void> promise;
  private final Events events;
  private final long takenNanos = System.nanoTime();

  Spread(
      Caller caller,
      String what,
      @Nullable ByteBuf body,
      List<Target> targets,
      Promise<Void> promise,
      Events events) {
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("a message goes to one place at least");
    }
    if (body != null && body.refCnt() == 0) { // found later, it would spoil others' batch
      throw new IllegalArgumentException("the body has been released already");
    }
    this.caller = caller;
    this.what = what;
    this.body = body;
    this.targets = List.copyOf(targets);
    List<TopicPartition> places = new ArrayList<>(targets.size());
    int most = 0;
    for (Target target : targets) {
      places.add(target.partition());
      most = Math.max(most, maxBytes(target, body));
    }
    this.partitions = places;
    this.bytes = most;
    this.promise = promise;
    this.events = events;
  }

  private static int maxBytes(Target target, @Nullable ByteBuf body) {
    ByteBuf key = target.key();
    return Publication.maxBytes(
        key == null ? 0 : key.readableBytes(),
        body == null ? 0 : body.readableBytes(),
        target.headers());
  }

  /** What its copies take, together. */
  int allBytes() {
    return Math.multiplyExact(bytes, targets.size());
  }

  void releaseBody() {
    if (body != null) {
      body.release();
    }
  }

  void published() {
    events.emit(() -> new Event.Published(caller, what, Event.SEVERAL, 1, bytes));
  }

  void stored() {
    events.emit(
        () ->
            new Event.Stored(
                caller,
                what,
                Event.SEVERAL,
                Event.SEVERAL,
                1,
                bytes,
                System.nanoTime() - takenNanos));
    promise.complete();
  }

  void refused(Failure failure) {
    events.emit(() -> new Event.Refused(caller, "publish", what, failure));
    promise.fail(failure);
  }
}
