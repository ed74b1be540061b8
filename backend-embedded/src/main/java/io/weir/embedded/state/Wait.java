package io.weir.embedded.state;

import io.vertx.core.Future;
import io.weir.backend.AppendWait;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One who waits; a node of {@link Waits}, which guards its links. */
public final class Wait implements AppendWait {
  private final Waits waits;
  private final long offset;
  private final boolean committed;
  private final Reply<Void> reply = new Reply<>();
  private final AtomicInteger count;
  private volatile boolean cancelled;

  @Nullable Wait next;
  @Nullable Wait previous;
  boolean listed;

  /**
   * @param committed whether it waits for what is stable
   * @param count of all who wait; who leaves the list takes one off
   */
  public Wait(Waits waits, long offset, boolean committed, AtomicInteger count) {
    this.waits = waits;
    this.offset = offset;
    this.committed = committed;
    this.count = count;
  }

  /** Whether there is something for it, where a partition ends so. */
  public boolean isOver(long highWatermark, long lastStable) {
    return offset < (committed ? lastStable : highWatermark);
  }

  Reply<Void> reply() {
    return reply;
  }

  @Override
  public Future<Void> future() {
    return reply.future();
  }

  @Override
  public void cancel() {
    cancelled = true;
    leave();
  }

  /** Leaves the list; false if it was not, or no longer, in it. */
  public boolean leave() {
    if (waits.remove(this)) {
      count.decrementAndGet();
      return true;
    }
    return false;
  }

  boolean isCancelled() {
    return cancelled;
  }
}
