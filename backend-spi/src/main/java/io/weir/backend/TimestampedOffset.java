package io.weir.backend;

/**
 * A record's place and time.
 *
 * @param timestamp milliseconds since 1970
 * @param leaderEpoch under which it was written
 */
public record TimestampedOffset(long offset, long timestamp, int leaderEpoch) {}
