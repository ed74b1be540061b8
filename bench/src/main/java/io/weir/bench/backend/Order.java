package io.weir.bench.backend;

import io.weir.backend.Durability;
import java.io.Serializable;

/**
 * What the process is told to do. Topics are created in sets, and loaded a set at a time: the load
 * goes around all partitions of all its topics.
 */
public sealed interface Order extends Serializable {

  /**
   * Creates topics, many at once, and adds them to a set.
   *
   * @param retentionBytes of each partition; -1 for no bound
   */
  record Create(String set, int topics, int partitions, Durability durability, long retentionBytes)
      implements Order {}

  /** Deletes so many topics of a set, many at once. */
  record Delete(String set, int topics) implements Order {}

  /** One batch to each partition of a set, many at once. */
  record Fill(String set, int batchBytes) implements Order {}

  /**
   * Publishers that write one batch after another, each when the one before is acknowledged.
   *
   * @param mostSeconds when they stop, or
   * @param mostBytes once they have written that much
   * @param countSyncs whether the log's syncs are counted, which takes some processor time itself
   */
  record Write(
      String set,
      int batchBytes,
      int publishers,
      double mostSeconds,
      long mostBytes,
      boolean countSyncs)
      implements Order {}

  /**
   * Batches at a fixed rate, to one partition after another.
   *
   * @param seconds how long, unless something is read from far behind: then as long as that takes
   * @param beside who reads meanwhile
   */
  record Pace(String set, int batchBytes, int rate, double seconds, Reading beside)
      implements Order {}

  /** Who reads while others write. */
  sealed interface Reading extends Serializable {

    /** Nobody. */
    record Nothing() implements Reading {}

    /** One who reads what is written, as it comes; the set has one partition then. */
    record Tail() implements Reading {}

    /** One who reads another set from its beginning to its end, as {@link Scan} does. */
    record Behind(String set, int batchBytes) implements Reading {}
  }

  /**
   * Reads one batch at a time, of one partition after another.
   *
   * @param batchBytes the size that all of them have
   */
  record Pick(String set, int batchBytes, int readers, double mostSeconds, long mostBytes)
      implements Order {}

  /** Reads everything in a set once, as much at a time as a client's fetch asks for. */
  record Scan(String set, int batchBytes) implements Order {}

  /** How much of the heap is in use after a collection of it. */
  record Heap() implements Order {}
}
