package io.weir.embedded.segment;

import org.jspecify.annotations.Nullable;

/** What an entry of the log is. The numbers are on disk: never reuse one. */
public enum EntryKind {
  BATCH(1),
  TOPIC(2),
  TOPIC_DELETED(3),
  PRODUCER_IDS(4),
  REIGN(5),
  LOG_START(6),
  STARTED(7),
  CHECKPOINT(8),
  TRANSACTIONAL_PRODUCER(9),
  ENLISTED(10),
  TRANSACTION_ENDED(11),
  COVERAGE(12),
  COLLECTED(13),
  COMPACTED(14),
  CHECKPOINT_DELTA(15);

  private static final @Nullable EntryKind[] BY_ID = new @Nullable EntryKind[16];

  static {
    for (EntryKind kind : values()) {
      BY_ID[kind.id] = kind;
    }
  }

  public final byte id;

  EntryKind(int id) {
    this.id = (byte) id;
  }

  /** Whether it tells again, in short, what the log has told before. */
  public boolean isCheckpoint() {
    return this == CHECKPOINT || this == CHECKPOINT_DELTA;
  }

  static @Nullable EntryKind of(byte id) {
    return id < 0 || id >= BY_ID.length ? null : BY_ID[id];
  }
}
