package io.weir.backend.reference;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.weir.backend.Backend;
import io.weir.backend.BackendException;
import io.weir.backend.Capabilities;
import io.weir.backend.Capabilities.Feature;
import io.weir.backend.Durability;
import io.weir.backend.PartitionLog;
import io.weir.backend.ProducerStore;
import io.weir.backend.TopicStore;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The whole contract over a {@link Store}: every call takes its lock, does all of its work, and is
 * done.
 */
final class ReferenceBackend implements Backend {
  final Store store;
  final Flaw flaw;
  final Waiters waiters = new Waiters();
  private final Vertx vertx;
  private final Set<Feature> features;
  private final ReferenceTopics topics = new ReferenceTopics(this);
  private final ReferenceLog log = new ReferenceLog(this);
  private final ReferenceProducers producers = new ReferenceProducers(this);
  private boolean closed;

  ReferenceBackend(Store store, Vertx vertx, Set<Feature> features, Flaw flaw) {
    this.store = store;
    this.vertx = vertx;
    this.features = features;
    this.flaw = flaw;
    producers.resume();
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(features, EnumSet.allOf(Durability.class), 8 << 20);
  }

  @Override
  public TopicStore topics() {
    return topics;
  }

  @Override
  public PartitionLog log() {
    return log;
  }

  @Override
  public ProducerStore producers() {
    return producers;
  }

  @Override
  public Optional<BackendException> trouble() {
    return Optional.empty();
  }

  @Override
  public Future<Void> close() {
    end(false);
    return context().succeededFuture();
  }

  void kill() {
    end(true);
  }

  private void end(boolean crashed) {
    synchronized (store) {
      if (!closed) {
        closed = true;
        store.processEnded(crashed, flaw);
        waiters.failAll(new BackendException.Unavailable("the backend is closed"));
      }
    }
  }

  void require(Feature feature) {
    if (!features.contains(feature)) {
      throw new BackendException.Unsupported("this backend was opened without " + feature);
    }
  }

  /** Does something under the lock, and completes with what came of it on the caller's context. */
  <T> Future<T> answer(Supplier<T> work) {
    ContextInternal context = context();
    synchronized (store) {
      if (closed) {
        return context.failedFuture(new BackendException.Unavailable("the backend is closed"));
      }
      try {
        T result = work.get();
        waiters.wake(store, flaw);
        return context.succeededFuture(result);
      } catch (BackendException e) {
        return context.failedFuture(e);
      }
    }
  }

  /** Runs later under the lock, unless the backend has ended by then. */
  void later(long millis, Runnable work) {
    vertx.setTimer(
        millis,
        id -> {
          synchronized (store) {
            if (!closed) {
              work.run();
              waiters.wake(store, flaw);
            }
          }
        });
  }

  ContextInternal context() {
    VertxInternal internal = (VertxInternal) vertx;
    return flaw == Flaw.COMPLETES_ON_ANY_THREAD
        ? internal.createEventLoopContext()
        : internal.getOrCreateContext();
  }
}
