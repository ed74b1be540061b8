package io.weir.core.topic;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.core.failure.Failure;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** One change of a topic after another; different topics change side by side. Bounded. */
final class ChangeLanes {
  private final int bound;
  private final AtomicInteger underWay = new AtomicInteger();
  private final ConcurrentMap<TopicKey, Future<Void>> last = new ConcurrentHashMap<>();

  ChangeLanes(int bound) {
    this.bound = bound;
  }

  /** Starts a change once those asked for earlier on the same topic have ended. */
  <T> Future<T> run(TopicKey key, Supplier<Future<T>> change) {
    if (underWay.incrementAndGet() > bound) {
      underWay.decrementAndGet();
      return Future.failedFuture(
          new Failure.Throttled("too many topics are being changed; try again", 1_000));
    }
    Promise<Void> ended = Promise.promise();
    Future<Void> before = last.put(key, ended.future());
    Future<T> result = before == null ? start(change) : before.transform(done -> start(change));
    return result.onComplete(
        done -> {
          underWay.decrementAndGet();
          last.remove(key, ended.future());
          ended.complete();
        });
  }

  private static <T> Future<T> start(Supplier<Future<T>> change) {
    try {
      return change.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }
}
