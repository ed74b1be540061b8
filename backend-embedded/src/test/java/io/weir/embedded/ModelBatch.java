package io.weir.embedded;

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

  int bytes;

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
    this.values = values;
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

  int records() {
    return values.size();
  }

  @Override
  public String toString() {
    String first = values.getFirst();
    return first.length() > 24 ? first.substring(0, 24) + ".." : first;
  }
}
