package io.weir.embedded.collection;

import io.weir.backend.Cleanup;
import io.weir.backend.Retention;
import io.weir.backend.TopicSettings;

/**
 * How long data is going to live, as far as a topic's settings tell: what lies together in a
 * collected segment is of one class, and so goes at about the same time.
 *
 * @param order 0 for what is kept for ever or compacted, 1 for what is bounded by size alone, and
 *     from 2 on one for each power of four of the milliseconds that it is kept
 */
public record Life(int order) implements Comparable<Life> {
  public static Life of(TopicSettings settings) {
    Retention retention = settings.retention();
    if (settings.cleanup() == Cleanup.COMPACT || retention.equals(Retention.FOREVER)) {
      return new Life(0);
    }
    if (retention.millis() == Retention.UNLIMITED) {
      return new Life(1);
    }
    int powerOfTwo = Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.max(1, retention.millis()));
    return new Life(2 + powerOfTwo / 2);
  }

  @Override
  public int compareTo(Life other) {
    return Integer.compare(order, other.order);
  }
}
