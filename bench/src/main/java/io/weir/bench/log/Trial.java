package io.weir.bench.log;

import io.weir.bench.result.Measurements;
import java.util.List;

/** One dimension: what is varied, and what a turn at each of its points does. */
public interface Trial extends AutoCloseable {
  /** What is varied and what a turn is, in a line. */
  String title();

  /** What the points are called; the first is what the others are compared with, if they are. */
  List<String> points();

  /** Whether a point is better or worse than the first, rather than something else. */
  boolean isCompared();

  /** One turn at a point, by its index. */
  Measurements turn(int point);

  /** What is measured once, after all turns, for each point; empty if nothing is. */
  default List<Measurements> afterwards() {
    return List.of();
  }

  @Override
  void close();
}
