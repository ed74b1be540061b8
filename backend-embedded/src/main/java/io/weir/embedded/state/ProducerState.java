package io.weir.embedded.state;

import java.util.Arrays;

/**
 * What a partition knows of one producer: its epoch and its last batches, at most {@link #WINDOW}.
 * Immutable.
 *
 * @param batches pairs: first and last sequence number (high and low half), base offset; oldest
 *     first
 * @param lastMillis when it last wrote, milliseconds since 1970
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
public record ProducerState(short epoch, long[] batches, long lastMillis) {
  /**
   * As many as Apache Kafka keeps, and as many requests as its idempotent producers have in flight.
   */
  static final int WINDOW = 5;

  /** What a batch means to its producer's state. */
  public sealed interface Verdict {
    /** It follows. */
    record Next() implements Verdict {}

    /** It is there already. */
    record Known(long baseOffset) implements Verdict {}

    /** A newer epoch has been seen. */
    record Stale(short newest) implements Verdict {}

    /** It does not follow. */
    record Gap(int expected) implements Verdict {}
  }

  public static ProducerState first(short epoch, int first, int last, long base, long millis) {
    return new ProducerState(epoch, new long[] {pack(first, last), base}, millis);
  }

  Verdict judge(short batchEpoch, int first, int last) {
    if (batchEpoch < epoch) {
      return new Verdict.Stale(epoch);
    }
    if (batchEpoch > epoch) {
      return first == 0 ? new Verdict.Next() : new Verdict.Gap(0);
    }
    for (int i = 0; i < batches.length; i += 2) {
      if (batches[i] == pack(first, last)) {
        return new Verdict.Known(batches[i + 1]);
      }
    }
    int expected = after((int) batches[batches.length - 2]);
    return first == expected ? new Verdict.Next() : new Verdict.Gap(expected);
  }

  /** This and one batch more, which {@link #judge} found to follow. */
  public ProducerState with(short batchEpoch, int first, int last, long base, long millis) {
    if (batchEpoch != epoch) {
      return first(batchEpoch, first, last, base, millis);
    }
    int drop = batches.length == 2 * WINDOW ? 2 : 0;
    long[] more = Arrays.copyOfRange(batches, drop, batches.length + 2);
    more[more.length - 2] = pack(first, last);
    more[more.length - 1] = base;
    return new ProducerState(epoch, more, millis);
  }

  /** The sequence number of the last record of a batch: numbers wrap from 2^31-1 to 0. */
  public static int lastSequence(int first, int records) {
    return (int) ((first + (records - 1L)) & Integer.MAX_VALUE);
  }

  private static int after(int sequence) {
    return (sequence + 1) & Integer.MAX_VALUE;
  }

  private static long pack(int first, int last) {
    return ((long) first << 32) | last;
  }
}
