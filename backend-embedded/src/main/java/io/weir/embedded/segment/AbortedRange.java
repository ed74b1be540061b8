package io.weir.embedded.segment;

import io.weir.backend.ReadResult.AbortedTransaction;

/**
 * A transaction that was aborted, in one partition.
 *
 * @param first its first offset there
 * @param marker the offset of its marker
 * @param stable transactions that end after this one begin at this offset or later
 */
public record AbortedRange(long producer, long first, long marker, long stable) {
  public boolean concerns(long from, long to) {
    return first < to && marker >= from;
  }

  public AbortedTransaction told() {
    return new AbortedTransaction(producer, first);
  }
}
