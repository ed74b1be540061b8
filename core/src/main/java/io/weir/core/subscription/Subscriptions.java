package io.weir.core.subscription;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.weir.backend.Backend;
import io.weir.backend.Capabilities.Feature;
import io.weir.backend.Offsets;
import io.weir.backend.PartitionLog;
import io.weir.backend.TopicPartition;
import io.weir.core.failure.BackendFailures;
import io.weir.core.failure.Failure;
import io.weir.core.state.StateLog;
import io.weir.core.state.StateLogs;
import io.weir.core.subscription.Journal.Track;
import io.weir.record.BatchBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions whose state lies in one state partition, which is claimed for them: a gateway
 * that has it, has them. Methods may be called on any thread; futures complete on the caller's
 * Vert.x context, if it has one, and fail with {@link Failure}.
 */
public final class Subscriptions {
  private final VertxInternal vertx;
  private final PartitionLog log;
  private final boolean isAtomic;
  private final StateLog state;
  private final CursorReplay found;
  private final LongSupplier clock;
  private final ContextInternal owner;
  private final Map<String, LogSubscription> open = new HashMap<>();

  /** Cursors of those that were open and are not any more. */
  private final Map<String, List<Track>> closed = new HashMap<>();

  private volatile @Nullable Failure over;

  /** Where a subscription that is opened for the first time begins. */
  public enum Start {
    /** With the oldest message that there is. */
    EARLIEST,
    /** With the first that comes after. */
    LATEST
  }

  private Subscriptions(
      VertxInternal vertx,
      PartitionLog log,
      boolean isAtomic,
      StateLog state,
      CursorReplay found,
      LongSupplier clock,
      ContextInternal owner) {
    this.vertx = vertx;
    this.log = log;
    this.isAtomic = isAtomic;
    this.state = state;
    this.found = found;
    this.clock = clock;
    this.owner = owner;
  }

  /**
   * Claims a state partition and reads what is in it.
   *
   * @param topic of the state partition, which is there ({@link StateLogs#ensure})
   * @param clock milliseconds since 1970
   */
  public static Future<Subscriptions> open(
      Vertx vertx,
      Backend backend,
      StateLogs logs,
      String topic,
      int partition,
      LongSupplier clock) {
    boolean isAtomic = backend.capabilities().can(Feature.ATOMIC_APPEND);
    return logs.open(topic, partition)
        .compose(state -> open(vertx, backend.log(), isAtomic, state, clock));
  }

  /**
   * Reads what is in a state log, which was opened for this and is closed with this.
   *
   * @param log that has the messages
   * @param isAtomic whether what the state log appends elsewhere, too, is there or not as a whole
   */
  public static Future<Subscriptions> open(
      Vertx vertx, PartitionLog log, boolean isAtomic, StateLog state, LongSupplier clock) {
    VertxInternal internal = (VertxInternal) vertx;
    CursorReplay replay = new CursorReplay();
    return state
        .replay(replay)
        .map(
            end ->
                new Subscriptions(
                    internal,
                    log,
                    isAtomic,
                    state,
                    replay,
                    clock,
                    internal.createEventLoopContext()));
  }

  /**
   * Opens a subscription, which goes on where it was.
   *
   * @param name unique among those in the state partition
   * @param partitions what it is to; the last is served first, each as far as it goes before the
   *     one before it
   * @param start where it begins if it is new
   * @param deadLetters where messages go that nobody is to have, where the options say that there
   *     is such a place
   * @return fails with {@link Failure.InvalidRequest} if it is open already
   */
  public Future<Subscription> open(
      String name,
      List<TopicPartition> partitions,
      Start start,
      SubscriptionOptions options,
      DeadLetters deadLetters) {
    return call(() -> openNow(name, partitions, start, options, deadLetters));
  }

  private Future<Subscription> openNow(
      String name,
      List<TopicPartition> partitions,
      Start start,
      SubscriptionOptions options,
      DeadLetters deadLetters) {
    Failure refusal = refusal(name);
    if (refusal != null) {
      return Future.failedFuture(refusal);
    }
    List<Future<Offsets>> asked = partitions.stream().map(log::offsets).toList();
    return Future.all(asked)
        .recover(cause -> Future.failedFuture(BackendFailures.of(cause, name)))
        .compose(
            offsets -> {
              Failure meanwhile = refusal(name);
              if (meanwhile != null) {
                return Future.failedFuture(meanwhile);
              }
              List<Track> tracks = new ArrayList<>();
              List<Lane> lanes = new ArrayList<>();
              for (int i = 0; i < partitions.size(); i++) {
                add(name, start, offsets.resultAt(i), tracks, lanes);
              }
              ContextInternal context = vertx.createEventLoopContext();
              LogSubscription subscription =
                  new LogSubscription(
                      new LogSubscription.Parts(
                          name,
                          context,
                          log,
                          isAtomic,
                          state,
                          List.copyOf(partitions),
                          tracks,
                          lanes,
                          options,
                          deadLetters,
                          clock,
                          (ended, stateLost) ->
                              owner.runOnContext(turn -> over(ended, stateLost))));
              open.put(name, subscription);
              return subscription.start();
            });
  }

  /** Whether nothing can be opened here any more, so that the state log is to be opened again. */
  public boolean isOver() {
    return over != null;
  }

  private @Nullable Failure refusal(String name) {
    if (over != null) {
      return over;
    }
    return open.containsKey(name)
        ? new Failure.InvalidRequest("subscription " + name + " is open already")
        : null;
  }

  /** A cursor as it was found, or a new one, and its lane. */
  private void add(
      String name, Start start, Offsets offsets, List<Track> tracks, List<Lane> lanes) {
    int lane = lanes.size();
    long end = offsets.lastStable();
    Track track = known(name, lane);
    if (track == null) {
      Cursor begun = new Cursor(start == Start.EARLIEST ? offsets.logStart() : end);
      begun.touch();
      track = new Track(begun, CursorRing.unwritten());
    }
    Cursor cursor = track.cursor();
    Lane of = new Lane(lane, cursor, end, Math.min(cursor.mark(), end));
    if (cursor.mark() > end) {
      cursor.mark(end); // what comes after has not been delivered to anybody
    }
    of.trimmed(offsets.logStart());
    tracks.add(track);
    lanes.add(of);
  }

  private @Nullable Track known(String name, int lane) {
    List<Track> left = closed.get(name);
    if (left != null && lane < left.size()) {
      return left.get(lane);
    }
    return found
        .cursor(name, lane)
        .map(recovered -> new Track(recovered.cursor(), recovered.ring()))
        .orElse(null);
  }

  /** Who is opened again goes on with the cursors that were left. */
  private void over(LogSubscription ended, boolean stateLost) {
    open.remove(ended.name(), ended);
    if (stateLost) {
      over =
          new Failure.Unavailable(
              "what subscriptions had settled is in doubt; it is to be read again");
    } else {
      closed.put(ended.name(), ended.tracks());
    }
  }

  /**
   * Forgets a subscription, which ends first if it is open: one of that name begins anew.
   * Idempotent.
   */
  public Future<Void> delete(String name) {
    return call(
        () -> {
          LogSubscription subscription = open.get(name);
          Future<Void> ended =
              subscription == null
                  ? owner.succeededFuture()
                  : subscription.close(
                      new Failure.UnknownTopic("subscription " + name + " was deleted"));
          return ended.compose(done -> forget(name));
        });
  }

  private Future<Void> forget(String name) {
    Promise<Void> forgotten = owner.promise();
    owner.runOnContext(
        turn -> {
          List<Track> left = closed.remove(name);
          int partitions = Math.max(left == null ? 0 : left.size(), found.partitions(name));
          found.forget(name);
          if (partitions == 0) {
            forgotten.complete();
          } else {
            state.append(tombstones(name, partitions)).durable().onComplete(forgotten);
          }
        });
    return forgotten.future();
  }

  private static ByteBuf tombstones(String name, int partitions) {
    try (BatchBuilder batch = BatchBuilder.create(ByteBufAllocator.DEFAULT)) {
      long now = System.currentTimeMillis();
      for (int partition = 0; partition < partitions; partition++) {
        for (int slot = CursorKey.SNAPSHOT; slot < CursorRing.SLOTS; slot++) {
          batch.add(now, new CursorKey(name, partition, slot).bytes(), null, List.of());
        }
      }
      return batch.build();
    }
  }

  /** Closes all that are open, and gives the state partition back. Idempotent. */
  public Future<Void> close() {
    return call(
        () -> {
          over = new Failure.Unavailable("subscriptions are closed");
          List<Future<Void>> all = open.values().stream().map(LogSubscription::close).toList();
          return Future.join(all).transform(done -> state.close());
        });
  }

  private <T> Future<T> call(Supplier<Future<T>> action) {
    ContextInternal caller = vertx.getContext();
    Promise<T> answer = (caller == null ? owner : caller).promise();
    owner.runOnContext(turn -> action.get().onComplete(answer));
    return answer.future();
  }
}
