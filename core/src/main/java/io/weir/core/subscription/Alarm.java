package io.weir.core.subscription;

import io.vertx.core.internal.ContextInternal;
import java.util.function.LongSupplier;

/** One timer, which is always the next. Used on its context only. */
final class Alarm {
  private static final long NONE = -1;
  private static final long LONGEST_SLEEP = 24L * 60 * 60 * 1000;

  private final ContextInternal context;
  private final LongSupplier clock;
  private final Runnable wake;
  private long timer = NONE;
  private long setTo;

  Alarm(ContextInternal context, LongSupplier clock, Runnable wake) {
    this.context = context;
    this.clock = clock;
    this.wake = wake;
  }

  /** Wakes at a time, and not at the one that it was set to before. */
  void set(long wakeAt) {
    if (timer != NONE && setTo == wakeAt) {
      return;
    }
    cancel();
    if (wakeAt != Loaded.NEVER) {
      setTo = wakeAt;
      long sleep = Math.clamp(wakeAt - clock.getAsLong(), 1L, LONGEST_SLEEP);
      timer = context.setTimer(sleep, id -> ring());
    }
  }

  private void ring() {
    timer = NONE;
    wake.run();
  }

  void cancel() {
    if (timer != NONE) {
      context.owner().cancelTimer(timer);
      timer = NONE;
    }
  }
}
