package io.weir.embedded.state;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/**
 * A caller's future and the context it called on. The promise belongs to no context, so that
 * completing it runs the caller's handlers then and there: {@link Completions} brings it to the
 * right thread first, many in one hop.
 */
public final class Reply<T> {
  private final Promise<T> promise = Promise.promise();
  private final @Nullable ContextInternal context = ContextInternal.current();

  public Future<T> future() {
    return promise.future();
  }

  /** Where it must be completed; null if any thread of the backend will do. */
  public @Nullable ContextInternal context() {
    return context;
  }

  /** On the right thread only. */
  public void succeed(T value) {
    promise.tryComplete(value);
  }

  /** On the right thread only. */
  public void fail(Throwable cause) {
    promise.tryFail(cause);
  }
}
