package io.weir.backend.reference;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.weir.backend.AppendWait;
import io.weir.backend.BackendException;
import io.weir.backend.Isolation;
import io.weir.backend.TopicPartition;
import java.util.ArrayList;
import java.util.List;

/** Readers that wait for records. Guarded by the store's lock. */
final class Waiters {
  private record Waiter(
      TopicPartition partition, long offset, Isolation isolation, Promise<Void> promise) {}

  private final List<Waiter> waiters = new ArrayList<>();

  AppendWait add(
      ContextInternal context,
      Store store,
      TopicPartition partition,
      long offset,
      Isolation isolation) {
    Promise<Void> promise = context.promise();
    Waiter waiter = new Waiter(partition, offset, isolation, promise);
    waiters.add(waiter);
    return new AppendWait() {
      @Override
      public Future<Void> future() {
        return promise.future();
      }

      @Override
      public void cancel() {
        synchronized (store) {
          waiters.remove(waiter);
        }
      }
    };
  }

  void wake(Store store, Flaw flaw) {
    for (Waiter waiter : List.copyOf(waiters)) {
      try {
        boolean there =
            store.partition(waiter.partition).offsets().end(waiter.isolation) > waiter.offset;
        // Whoever is woken may do something that wakes others: each of them is told once.
        if ((there || flaw == Flaw.WAKES_EVERYBODY) && waiters.remove(waiter)) {
          waiter.promise.complete();
        }
      } catch (BackendException.UnknownTopic e) {
        if (waiters.remove(waiter)) {
          waiter.promise.fail(e);
        }
      }
    }
  }

  void failAll(BackendException cause) {
    List<Waiter> all = List.copyOf(waiters);
    waiters.clear();
    all.forEach(waiter -> waiter.promise.fail(cause));
  }
}
