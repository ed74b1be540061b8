package io.weir.core.subscription;

/**
 * Under which numbers and keys a cursor is written down. Deltas take {@link #SLOTS} slots in turn,
 * so that there are never more records that count than that and one; before a delta would take the
 * place of one that the last snapshot does not include, a snapshot is due. So where the last record
 * of each key stays, what is kept is bounded, and nothing has ever to be deleted.
 *
 * <p>Right only if each record is appended after the one before it. Not thread-safe.
 */
final class CursorRing {
  /** Few, for a start reads them all; many, for a snapshot costs more than a delta. */
  static final int SLOTS = 64;

  private static final long NONE = -1;

  private long last;
  private long snapshot;

  private CursorRing(long last, long snapshot) {
    this.last = last;
    this.snapshot = snapshot;
  }

  /** Of a cursor that has never been written down: a snapshot comes first. */
  static CursorRing unwritten() {
    return new CursorRing(0, NONE);
  }

  /**
   * Of a cursor that has been read back.
   *
   * @param last the greatest number read
   */
  static CursorRing after(long last) {
    // A snapshot comes first: it costs little, and from then on what is there is known.
    return new CursorRing(last, NONE);
  }

  /** Whether only a snapshot may come next. */
  boolean isSnapshotDue() {
    return snapshot == NONE || last - snapshot >= SLOTS;
  }

  /** The number of the record that comes next. */
  long next() {
    return last + 1;
  }

  /** The slot of a delta with a number. */
  static int slot(long number) {
    return (int) (number % SLOTS);
  }

  /** What comes next was written, as a delta. */
  void wroteDelta() {
    last++;
  }

  /** What comes next was written, as a snapshot. */
  void wroteSnapshot() {
    last++;
    snapshot = last;
  }
}
