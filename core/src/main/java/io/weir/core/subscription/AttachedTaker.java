package io.weir.core.subscription;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.weir.core.failure.Failure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A taker by its number, and those who wait for a message by it, each of which gets one. State is
 * touched on the owner's context only.
 */
final class AttachedTaker implements Taker, Receiver {
  private final LogSubscription subscription;
  private final ContextInternal owner;
  private final long id;
  private final Deque<Promise<Optional<Taken>>> waiting = new ArrayDeque<>();

  AttachedTaker(LogSubscription subscription, ContextInternal owner, long id) {
    this.subscription = subscription;
    this.owner = owner;
    this.id = id;
  }

  @Override
  public Future<Optional<Taken>> take() {
    return subscription.take(this);
  }

  /** One more waits. */
  Future<Optional<Taken>> await() {
    Promise<Optional<Taken>> promise = owner.promise();
    waiting.addLast(promise);
    return promise.future();
  }

  long id() {
    return id;
  }

  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  /** There is nothing for those who wait. */
  void nothing() {
    List<Promise<Optional<Taken>>> all = List.copyOf(waiting);
    waiting.clear();
    all.forEach(promise -> promise.complete(Optional.empty()));
  }

  @Override
  public void deliver(List<Delivery> deliveries) {
    long ready = subscription.ready();
    for (Delivery delivery : deliveries) {
      Promise<Optional<Taken>> first = waiting.pollFirst();
      if (first == null) {
        subscription.settle(id, List.of(delivery.number()), Settlement.RELEASE);
      } else {
        first.complete(Optional.of(new Taken(delivery, ready)));
      }
    }
  }

  @Override
  public void ended(Failure cause) {
    List<Promise<Optional<Taken>>> all = List.copyOf(waiting);
    waiting.clear();
    all.forEach(promise -> promise.fail(cause));
  }

  @Override
  public Future<List<Long>> settle(List<Long> numbers, Settlement settlement) {
    return subscription.settle(id, List.copyOf(numbers), settlement);
  }

  @Override
  public Future<List<Long>> settleSoon(List<Long> numbers, Settlement settlement) {
    return subscription.settleSoon(id, List.copyOf(numbers), settlement);
  }

  @Override
  public Future<Void> detach(boolean failed) {
    return subscription.detach(id, failed);
  }
}
