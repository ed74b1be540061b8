package io.weir.bench.result;

/** What the pairs say about one metric. */
public enum Finding {
  FIRST_IS_BETTER,
  SECOND_IS_BETTER,
  /** The difference lies within what chance alone gives. */
  NOT_DISTINGUISHABLE,
  /** The load generator was at its own limit, so that this says little about the servers. */
  DOES_NOT_COUNT,
  /** Fewer than six pairs. */
  TOO_FEW_PAIRS,
  /** The metric is not compared. */
  NOT_COMPARED
}
