package io.weir.embedded.simulation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A batch as the model knows it: sent, or a marker that the log wrote. */
final class ModelBatch {
  static final int NO_SEQUENCE = -1;

  final List<String> values;
  final long timestamp;
  final long producer;
  final int epoch;
  final int sequence;
  final @Nullable ModelTransaction transaction;

  /** What a record's text becomes once compaction has taken it. */
  static final String GONE = "";

  /** Where the key of a record ends in its text, which tells it and whether there is a body. */
  private static final int KEY_END = 2;

  int bytes;

  /** Of the leader that it was written under, where it was read. */
  int leaderEpoch;

  /** Until when compaction keeps what tells of deletions in it; -1 as long as it has not said. */
  long horizon = -1;

  /** Bits of it were flipped: it may be told as damaged from now on. */
  boolean damaged;

  /**
   * @param timestamp of the first record; each of the others is a millisecond later
   * @param sequence {@link #NO_SEQUENCE} where nobody checks it
   */
  ModelBatch(
      List<String> values,
      long timestamp,
      long producer,
      int epoch,
      int sequence,
      @Nullable ModelTransaction transaction) {
    this.values = new ArrayList<>(values);
    this.timestamp = timestamp;
    this.producer = producer;
    this.epoch = epoch;
    this.sequence = sequence;
    this.transaction = transaction;
  }

  static ModelBatch marker(long producer, boolean commit) {
    String text = (commit ? "COMMIT " : "ABORT ") + producer;
    return new ModelBatch(List.of(text), -1, producer, -1, NO_SEQUENCE, null);
  }

  boolean isMarker() {
    return timestamp < 0;
  }

  boolean isCommit() {
    return values.getFirst().startsWith("COMMIT");
  }

  boolean has(int record) {
    return !values.get(record).equals(GONE);
  }

  /** The greatest time of its records, as far as they are there. */
  long newest() {
    for (int i = values.size() - 1; i >= 0; i--) {
      if (has(i)) {
        return timestamp + i;
      }
    }
    return -1;
  }

  boolean isEmpty() {
    return values.stream().allMatch(GONE::equals);
  }

  void take(int record) {
    values.set(record, GONE);
  }

  /** Of a record's text: null where it has none. */
  static @Nullable String key(String text) {
    boolean keyed = text.startsWith("k") && text.length() > KEY_END;
    return keyed ? text.substring(0, KEY_END) : null;
  }

  boolean hasKey(String key) {
    return values.stream().anyMatch(text -> key.equals(key(text)));
  }

  static boolean isTombstone(String text) {
    return key(text) != null && text.charAt(KEY_END) == '-';
  }

  /** Whether readers take it for what is there: it was not aborted, nor is it open. */
  boolean counts() {
    return !isMarker()
        && (transaction == null || transaction.state == ModelTransaction.State.COMMITTED);
  }

  int records() {
    return values.size();
  }

  @Override
  public String toString() {
    String first = values.getFirst();
    return first.length() > 24 ? first.substring(0, 24) + ".." : first;
  }
}
