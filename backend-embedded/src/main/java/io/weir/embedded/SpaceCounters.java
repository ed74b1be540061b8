package io.weir.embedded;

import java.util.concurrent.atomic.LongAdder;

/** What became of bytes since the log was opened. Any thread. */
final class SpaceCounters {
  private final LongAdder appended = new LongAdder();
  private final LongAdder collected = new LongAdder();
  private final LongAdder freed = new LongAdder();

  /** The log was written on. */
  void appended(long bytes) {
    appended.add(bytes);
  }

  /** A collected segment was written, and counts. */
  void collected(long bytes) {
    collected.add(bytes);
  }

  /** A segment was dropped. */
  void freed(long bytes) {
    freed.add(bytes);
  }

  long appended() {
    return appended.sum();
  }

  long collected() {
    return collected.sum();
  }

  long freed() {
    return freed.sum();
  }
}
