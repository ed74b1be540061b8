package io.weir.core.publish;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.core.failure.Failure;
import org.jspecify.annotations.Nullable;

/** What one event loop has taken and not yet answered, bounded in bytes. Used on that loop only. */
final class InFlight {
  private final int maxBytes;
  private long bytes;
  private int publications;
  private @Nullable Promise<Void> closing;

  InFlight(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Why something of this size cannot be taken now, or null if it can. */
  @Nullable Failure refusal(int size) {
    if (closing != null) {
      return new Failure.Unavailable("the gateway is stopping");
    }
    return publications > 0 && bytes + size > maxBytes ? crowded() : null;
  }

  static Failure crowded() {
    return new Failure.Throttled("too much is on its way to the log; try again");
  }

  void begin(int size) {
    publications++;
    bytes += size;
  }

  void end(int size) {
    publications--;
    bytes -= size;
    if (publications == 0 && closing != null) {
      closing.complete();
    }
  }

  /** Takes nothing more; completes when nothing is left. */
  Future<Void> close() {
    if (closing == null) {
      closing = Promise.promise();
      if (publications == 0) {
        closing.complete();
      }
    }
    return closing.future();
  }
}
