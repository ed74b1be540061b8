package io.weir.core.read;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.backend.AppendWait;
import io.weir.backend.EpochEnd;
import io.weir.backend.Isolation;
import io.weir.backend.Offsets;
import io.weir.backend.PartitionLog;
import io.weir.backend.ReadResult;
import io.weir.backend.TimestampedOffset;
import io.weir.core.access.Access;
import io.weir.core.event.Events;
import io.weir.core.limit.Limits;
import io.weir.core.tenant.Caller;
import io.weir.core.topic.Topic;
import java.util.Optional;

/**
 * The way out for those who follow a partition from an offset. Each call checks that the caller may
 * consume the topic; futures fail with {@link io.weir.core.failure.Failure} and complete on the
 * caller's Vert.x context, if it has one.
 */
public interface Reader {

  /**
   * Reads whole batches, from the one that holds the offset.
   *
   * @param maxBytes the most bytes wanted; a larger first batch comes all the same
   * @return the receiver owns and releases the buffer; fails with {@link
   *     io.weir.core.failure.Failure.Throttled} while the caller has consumed more than it may
   */
  Future<ReadResult> read(
      Caller caller, Topic topic, int partition, long offset, int maxBytes, Isolation isolation);

  /**
   * Tells when there is something to read at an offset.
   *
   * @throws io.weir.core.failure.Failure if the caller may not, or the partition is not there
   */
  AppendWait awaitAppend(
      Caller caller, Topic topic, int partition, long offset, Isolation isolation);

  /** Where a partition begins and ends. */
  Future<Offsets> offsets(Caller caller, Topic topic, int partition);

  /** The first record not before a time, in milliseconds since 1970. */
  Future<Optional<TimestampedOffset>> offsetForTimestamp(
      Caller caller, Topic topic, int partition, long timestamp);

  /** The first record with the greatest timestamp. */
  Future<Optional<TimestampedOffset>> offsetOfMaxTimestamp(
      Caller caller, Topic topic, int partition);

  /** Where a leader epoch ended. */
  Future<Optional<EpochEnd>> endOfEpoch(Caller caller, Topic topic, int partition, int epoch);

  /** The way out of a log. */
  static Reader of(Vertx vertx, PartitionLog log, Access access, Limits limits, Events events) {
    return new LogReader(vertx, log, access, limits, events);
  }
}
