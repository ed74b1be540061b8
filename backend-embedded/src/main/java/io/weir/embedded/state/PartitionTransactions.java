package io.weir.embedded.state;

import io.weir.embedded.index.PartitionIndex;
import io.weir.embedded.segment.AbortedRange;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What readers of a partition must know of transactions. Immutable; the sequencer replaces it, and
 * a partition without any has none.
 *
 * @param open those that have written here and have not ended, in the order of their first offsets
 * @param aborted those whose marker lies in the active segment, in the order of their markers
 * @param segments numbers of sealed segments with markers of aborted ones, in no order
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
public record PartitionTransactions(List<Begun> open, List<AbortedRange> aborted, int[] segments) {
  static final PartitionTransactions NONE =
      new PartitionTransactions(List.of(), List.of(), new int[0]);

  /** A producer's open transaction. */
  record Begun(long producer, long first) {}

  /** The offset before which nothing is open, if that is before the end of the partition. */
  public long stable(long end) {
    return open.isEmpty() ? end : Math.min(end, open.getFirst().first());
  }

  PartitionTransactions opened(long producer, long first) {
    if (find(producer) != null) {
      return this;
    }
    List<Begun> more =
        Stream.concat(open.stream(), Stream.of(new Begun(producer, first)))
            .sorted(Comparator.comparingLong(Begun::first))
            .toList();
    return new PartitionTransactions(more, aborted, segments);
  }

  /**
   * A producer's transaction has ended.
   *
   * @param range what committed readers are to pass over, or null if it was committed
   */
  public PartitionTransactions ended(long producer, @Nullable AbortedRange range) {
    List<Begun> left = open.stream().filter(begun -> begun.producer() != producer).toList();
    List<AbortedRange> more =
        range == null ? aborted : Stream.concat(aborted.stream(), Stream.of(range)).toList();
    return new PartitionTransactions(left, more, segments);
  }

  /** The active segment has been sealed, and its index has what was aborted in it. */
  PartitionTransactions sealed(int segment) {
    return aborted.isEmpty() ? this : new PartitionTransactions(open, List.of(), with(segment));
  }

  /** A sealed segment has markers of aborted transactions. */
  PartitionTransactions in(int segment) {
    return new PartitionTransactions(open, aborted, with(segment));
  }

  /** Without the sealed segments that are no pieces of the partition any more. */
  PartitionTransactions among(PartitionIndex pieces) {
    int[] left = Arrays.stream(segments).filter(pieces::holds).toArray();
    return left.length == segments.length ? this : new PartitionTransactions(open, aborted, left);
  }

  public boolean isAbortedIn(int segment) {
    for (int number : segments) {
      if (number == segment) {
        return true;
      }
    }
    return false;
  }

  boolean isEmpty() {
    return open.isEmpty() && aborted.isEmpty() && segments.length == 0;
  }

  private int[] with(int segment) {
    if (isAbortedIn(segment)) {
      return segments;
    }
    int[] more = Arrays.copyOf(segments, segments.length + 1);
    more[segments.length] = segment;
    return more;
  }

  private @Nullable Begun find(long producer) {
    for (Begun begun : open) {
      if (begun.producer() == producer) {
        return begun;
      }
    }
    return null;
  }
}
