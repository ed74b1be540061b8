package io.weir.bench.backend;

/**
 * When a load ends, whichever comes first. Calls under way are waited for.
 *
 * @param seconds since its start
 * @param operations in all
 * @param bytes in all
 */
record Bounds(double seconds, long operations, long bytes) {
  static final double NO_TIME_LIMIT = 1e6;

  static Bounds ofOperations(long operations) {
    return new Bounds(NO_TIME_LIMIT, operations, Long.MAX_VALUE);
  }
}
