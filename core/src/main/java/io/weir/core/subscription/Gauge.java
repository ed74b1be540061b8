package io.weir.core.subscription;

/**
 * How many bytes the bodies of a lane's messages take that are not settled. It costs four bytes for
 * each message from the floor on, so it is for those alone whose bytes have a limit. Not
 * thread-safe.
 */
final class Gauge {
  private static final int FIRST_SIZE = 1024;

  private final Cursor cursor;

  /** By offset, modulo the length, which is a power of two: 0 for what is settled or no message. */
  private int[] sizes = new int[FIRST_SIZE];

  /** Before it everything is settled. */
  private long base;

  /** Before it everything was measured. */
  private long known;

  private long open;
  private long measured;

  Gauge(Cursor cursor) {
    this.cursor = cursor;
    this.base = cursor.floor();
    this.known = base;
  }

  /** What lies before it was measured. */
  long known() {
    return known;
  }

  /** Bytes of what was measured and is not settled. */
  long open() {
    return open;
  }

  /** Bytes of all that was ever measured. */
  long measured() {
    return measured;
  }

  /** Bytes of a message; 0 if it is settled or was not measured. */
  int size(long offset) {
    return offset >= base && offset < known ? sizes[index(offset)] : 0;
  }

  /** A message was read; what lies between it and those that were measured is no message. */
  void measure(long offset, int bytes) {
    if (offset < known) {
      return;
    }
    pass(offset);
    boolean isOpen = !cursor.isSettled(offset);
    pass(offset + 1);
    measured += bytes;
    if (isOpen) {
      sizes[index(offset)] = bytes;
      open += bytes;
    }
  }

  /** Everything before an offset was measured, or is no message. */
  void pass(long before) {
    if (cursor.floor() > known) {
      base = cursor.floor();
      known = base;
    }
    if (before <= known) {
      return;
    }
    grow(before - base);
    for (long offset = known; offset < before; offset++) {
      sizes[index(offset)] = 0;
    }
    known = before;
  }

  private void grow(long count) {
    if (count <= sizes.length) {
      return;
    }
    int length = Math.toIntExact(Long.highestOneBit(count - 1) << 1);
    int[] more = new int[length];
    for (long offset = base; offset < known; offset++) {
      more[(int) (offset & (length - 1))] = sizes[index(offset)];
    }
    sizes = more;
  }

  private int index(long offset) {
    return (int) (offset & (sizes.length - 1));
  }

  /** Offsets have been settled; some may have been before. */
  void settled(long from, long before) {
    long until = Math.min(before, known);
    for (long offset = Math.max(from, base); offset < until; offset++) {
      open -= sizes[index(offset)];
      sizes[index(offset)] = 0;
    }
    base = Math.max(base, Math.min(cursor.floor(), known));
  }
}
