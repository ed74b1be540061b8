package io.weir.backend;

import java.util.Map;
import java.util.TreeMap;

/**
 * A set of offsets as the fewest ranges that make it up: what meets is one. As many as ranges, not
 * as offsets, is what it costs. Not thread-safe.
 */
public final class OffsetRanges {
  /** First offset and the one after the last, of ranges that neither overlap nor meet. */
  private final TreeMap<Long, Long> ranges = new TreeMap<>();

  /**
   * Puts in the offsets from one to before another.
   *
   * @throws IllegalArgumentException if the first is greater than the second
   */
  public void add(long from, long before) {
    if (from > before) {
      throw new IllegalArgumentException("a range from " + from + " to before " + before);
    }
    if (from == before) {
      return;
    }
    long first = from;
    long end = before;
    Map.Entry<Long, Long> left = ranges.floorEntry(first);
    if (left != null && left.getValue() >= first) {
      first = left.getKey();
      end = Math.max(end, left.getValue());
    }
    Map<Long, Long> met = ranges.subMap(first, true, end, true);
    for (long each : met.values()) {
      end = Math.max(end, each);
    }
    met.clear();
    ranges.put(first, end);
  }

  /** Whether every offset from one to before another is in it. */
  public boolean contains(long from, long before) {
    return endFrom(from) >= before;
  }

  /** The first offset from one on that is not in it. */
  public long endFrom(long offset) {
    Map.Entry<Long, Long> range = ranges.floorEntry(offset);
    return range == null ? offset : Math.max(offset, range.getValue());
  }

  /** Takes out all before an offset. */
  public void removeBefore(long offset) {
    long end = endFrom(offset);
    ranges.headMap(offset, false).clear();
    add(offset, end);
  }

  /** Shows the ranges, ascending. */
  public void forEach(RangeVisitor visitor) {
    ranges.forEach(visitor::range);
  }

  /** Takes out everything. */
  public void clear() {
    ranges.clear();
  }

  /** How many ranges it takes. */
  public int count() {
    return ranges.size();
  }

  @Override
  public String toString() {
    return ranges.toString();
  }

  /** Is shown ranges. */
  @FunctionalInterface
  public interface RangeVisitor {
    /** The offsets from one to before another, at least one. */
    void range(long from, long before);
  }
}
