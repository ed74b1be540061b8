package io.weir.core.subscription;

import java.util.List;

/**
 * A cursor as it is written down: whole (a snapshot), or what has changed since the record before
 * it (a delta). Both say the same kind of thing, and a snapshot is a delta to a cursor of which
 * nothing is known.
 *
 * @param number grows by one with each record of a cursor, snapshot or delta
 * @param floor every offset before it is settled
 * @param mark before it messages may have been delivered; never before the floor
 * @param settled what is settled from the floor on, ascending; ranges neither overlap nor meet
 * @param counts how often the delivery of messages from the floor on has failed, ascending by
 *     offset; in a delta a count takes the place of the one known
 */
record CursorRecord(
    long number, long floor, long mark, List<SettledRange> settled, List<FailureCount> counts) {

  CursorRecord {
    settled = List.copyOf(settled);
    counts = List.copyOf(counts);
  }

  /**
   * Offsets that are settled.
   *
   * @param before the offset after the last one, greater than {@code from}
   */
  record SettledRange(long from, long before) {}

  /**
   * How often the delivery of a message has failed.
   *
   * @param times from 1
   */
  record FailureCount(long offset, int times) {}
}
