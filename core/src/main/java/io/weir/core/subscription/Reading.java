package io.weir.core.subscription;

import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.weir.backend.Offsets;
import io.weir.backend.PartitionLog;
import io.weir.backend.TopicPartition;
import io.weir.core.failure.BackendFailures;
import io.weir.core.subscription.Journal.Track;
import io.weir.core.subscription.Subscription.Page;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that a subscription reads, and of each its cursor, its lane and who feeds that.
 * Used on the owner's context only, but while it is made.
 */
final class Reading {
  private static final Logger LOG = LoggerFactory.getLogger(Reading.class);

  private final String name;
  private final ContextInternal owner;
  private final PartitionLog log;
  private final SubscriptionOptions options;
  private final Times times;
  private final List<TopicPartition> partitions;
  private final List<Track> tracks;
  private final List<Lane> lanes;
  private final List<Feeder> feeders = new ArrayList<>();

  /**
   * @param tracks of the partitions' cursors, in their order
   * @param lanes of the partitions, in their order
   */
  Reading(
      String name,
      ContextInternal owner,
      PartitionLog log,
      SubscriptionOptions options,
      List<TopicPartition> partitions,
      List<Track> tracks,
      List<Lane> lanes) {
    this.name = name;
    this.owner = owner;
    this.log = log;
    this.options = options;
    this.times = new Times(options.expiryMillis());
    this.partitions = new ArrayList<>(partitions);
    this.tracks = new ArrayList<>(tracks);
    this.lanes = new ArrayList<>(lanes);
  }

  /** Has the lanes fed that are not. */
  void feed(Dispatch dispatch, Feeder.Owner told) {
    for (int lane = feeders.size(); lane < lanes.size(); lane++) {
      TopicPartition of = partitions.get(lane);
      feeders.add(new Feeder(owner, log, of, dispatch, lane, lanes.get(lane), times, told));
    }
  }

  /** One partition more, from its beginning on, unless it is there already; to be fed. */
  void add(TopicPartition partition, Offsets offsets, Dispatch dispatch, Journal journal) {
    if (partitions.contains(partition)) {
      return;
    }
    Cursor cursor = new Cursor(offsets.logStart());
    cursor.touch();
    Track track = new Track(cursor, CursorRing.unwritten());
    Lane lane = new Lane(lanes.size(), cursor, offsets.lastStable(), cursor.mark());
    partitions.add(partition);
    tracks.add(track);
    lanes.add(lane);
    journal.add(track);
    dispatch.add(lane);
  }

  TopicPartition partition(int lane) {
    return partitions.get(lane);
  }

  List<Track> tracks() {
    return tracks;
  }

  /** Where all partitions end, one after another. */
  long end() {
    return lanes.stream().mapToLong(Lane::end).sum();
  }

  /** Finds out where the partitions begin and end now. */
  Future<Void> learnEnds() {
    List<Future<Void>> ends = new ArrayList<>();
    for (int lane = 0; lane < feeders.size(); lane++) {
      Feeder feeder = feeders.get(lane);
      ends.add(log.offsets(partitions.get(lane)).onSuccess(feeder::know).mapEmpty());
    }
    return Future.all(ends)
        .<Void>mapEmpty()
        .recover(cause -> Future.failedFuture(BackendFailures.of(cause, name)));
  }

  /** As {@link Subscription#browse}. */
  Future<Page> page(int lane, long offset, int most) {
    return lane < lanes.size()
        ? new Browsing(log, partitions.get(lane), lanes.get(lane).cursor(), name).page(offset, most)
        : Future.failedFuture(new IllegalArgumentException("there is no partition " + lane));
  }

  /** Reads what is wanted. */
  void goOn() {
    feeders.forEach(Feeder::check);
  }

  /** Reads nothing any more. */
  void stop() {
    feeders.forEach(Feeder::stop);
  }

  /** Nothing more is delivered. */
  void markWhatWasDelivered() {
    lanes.forEach(Lane::markWhatWasDelivered);
  }

  /** A cursor has been written down. */
  void durable(int lane, CursorRecord written) {
    lanes.get(lane).durableMark(written.mark());
    freeSettled(lane, written);
  }

  /** Frees whatever is settled. */
  void freeSettled() {
    for (int lane = 0; lane < tracks.size(); lane++) {
      freeSettled(lane, tracks.get(lane).cursor().snapshotOf(0));
    }
  }

  /** What is settled nobody reads any more, and the log may forget it. */
  private void freeSettled(int lane, CursorRecord written) {
    if (!options.owned()) {
      return;
    }
    TopicPartition partition = partitions.get(lane);
    if (written.floor() > 0) {
      forget(log.settle(partition, 0, written.floor()));
    }
    written.settled().forEach(range -> forget(log.settle(partition, range.from(), range.before())));
  }

  /** A hint, which is given again with the next step. */
  private void forget(Future<Void> hint) {
    hint.onFailure(
        cause -> LOG.debug("Subscription {} could not free what is settled", name, cause));
  }
}
