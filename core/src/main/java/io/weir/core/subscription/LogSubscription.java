package io.weir.core.subscription;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.weir.backend.PartitionLog;
import io.weir.backend.TopicPartition;
import io.weir.core.failure.BackendFailures;
import io.weir.core.failure.Failure;
import io.weir.core.state.StateLog;
import io.weir.core.subscription.Journal.Track;
import io.weir.core.subscription.Taker.Taken;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A subscription on an event loop of its own: what is asked of it is done there, and what came in
 * one turn is dispatched, read and written down together.
 */
final class LogSubscription implements Subscription, Journal.Owner, Feeder.Owner {
  private static final Failure GONE =
      new Failure.Unavailable("whoever takes single messages here has gone");

  private final String name;
  private final ContextInternal owner;
  private final PartitionLog log;
  private final LongSupplier clock;
  private final Reading reading;
  private final Dispatch dispatch;
  private final Journal journal;
  private final DeadLetterWriter deadLetters;
  private final Ending ending;

  private final Receivers receivers;
  private final Map<Long, AttachedTaker> takers = new HashMap<>();

  private final Shares shares = new Shares();
  private final Alarm alarm;
  private long lastConsumer;
  private volatile boolean isFull;
  private volatile Depth depth;
  private boolean isPumpDue;
  private volatile @Nullable Failure over;

  /** What it ends with, once it is no more to be used and while the last is being written. */
  private @Nullable Failure closing;

  private @Nullable Future<Void> closed;

  /**
   * What a subscription is made of.
   *
   * @param tracks of its partitions' cursors, in their order
   * @param lanes of its partitions, in their order
   */
  record Parts(
      String name,
      ContextInternal owner,
      PartitionLog log,
      boolean isAtomic,
      StateLog state,
      List<TopicPartition> partitions,
      List<Track> tracks,
      List<Lane> lanes,
      SubscriptionOptions options,
      DeadLetters deadLetters,
      LongSupplier clock,
      Ending ending) {}

  /** Is told, on the subscription's event loop, that it is over. */
  interface Ending {
    /**
     * @param stateLost whether what it wrote down is in doubt, so that only those who read it again
     *     know what it had settled
     */
    void over(LogSubscription subscription, boolean stateLost);
  }

  LogSubscription(Parts parts) {
    this.name = parts.name;
    this.owner = parts.owner;
    this.log = parts.log;
    this.reading =
        new Reading(name, owner, log, parts.options, parts.partitions, parts.tracks, parts.lanes);
    this.clock = parts.clock;
    this.ending = parts.ending;
    this.receivers = new Receivers(name);
    this.alarm = new Alarm(owner, clock, this::pump);
    this.dispatch = new Dispatch(parts.options, parts.lanes);
    this.depth = depthNow();
    this.journal = new Journal(owner, parts.state, name, parts.tracks, this);
    reading.feed(dispatch, this);
    this.deadLetters =
        new DeadLetterWriter(
            owner,
            log,
            parts.isAtomic,
            reading::partition,
            parts.deadLetters,
            dispatch,
            journal,
            this);
  }

  /** Begins to work; completes when it is written down that it is there. */
  Future<Subscription> start() {
    return call(
        () -> {
          reading.freeSettled();
          Future<Void> durable = journal.durable();
          pump();
          return durable.<Subscription>map(this);
        });
  }

  @Override
  public Future<Void> extend(List<TopicPartition> more) {
    return call(
        () ->
            Future.all(more.stream().map(log::offsets).toList())
                .recover(cause -> Future.failedFuture(BackendFailures.of(cause, name)))
                .compose(
                    offsets -> {
                      for (int i = 0; i < more.size() && over == null; i++) {
                        reading.add(more.get(i), offsets.resultAt(i), dispatch, journal);
                      }
                      reading.feed(dispatch, this);
                      Future<Void> durable = journal.durable();
                      pump();
                      return durable;
                    }));
  }

  List<Track> tracks() {
    return reading.tracks();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long now() {
    return clock.getAsLong();
  }

  // ---- what is asked of it

  @Override
  public Future<Consumer> attach(
      ConsumerOptions wish, @Nullable Permits permits, Receiver receiver) {
    return call(
        () -> {
          long id = ++lastConsumer;
          return dispatch
              .attach(id, wish, permits, now())
              .<Future<Consumer>>map(refusal -> owner.failedFuture(failure(refusal)))
              .orElseGet(
                  () -> {
                    receivers.add(id, receiver);
                    shares.add(id, permits, () -> look(id));
                    pump();
                    return owner.succeededFuture(new AttachedConsumer(this, id));
                  });
        });
  }

  @Override
  public Future<Taker> taker() {
    return call(
        () -> {
          AttachedTaker taker = new AttachedTaker(this, owner, ++lastConsumer);
          dispatch.attachTaker(taker.id());
          receivers.add(taker.id(), taker);
          takers.put(taker.id(), taker);
          return owner.succeededFuture(taker);
        });
  }

  Future<Optional<Taken>> take(AttachedTaker taker) {
    return call(
        () ->
            reading
                .learnEnds()
                .compose(
                    known -> {
                      if (!takers.containsKey(taker.id())) {
                        return owner.failedFuture(GONE);
                      }
                      Future<Optional<Taken>> taken = taker.await();
                      dispatch.grant(taker.id(), 1);
                      pump();
                      return taken;
                    }));
  }

  /** Who waits for a single message, and there is none, is told so. */
  private void answerTakers() {
    for (AttachedTaker taker : takers.values()) {
      if (taker.isWaiting() && dispatch.hasNothing()) {
        dispatch.drain(taker.id());
        taker.nothing();
      }
    }
  }

  long ready() {
    return dispatch.ready();
  }

  /** There may be room in what a consumer shares with others. */
  private void look(long consumer) {
    owner.runOnContext(
        turn -> {
          dispatch.look(consumer);
          pump();
        });
  }

  private static Failure failure(Refusal refusal) {
    return switch (refusal) {
      case HELD_EXCLUSIVELY ->
          new Failure.Denied("another consumer has it exclusively; try again when that has gone");
      case IN_USE -> new Failure.Denied("it has other consumers, so it cannot be had exclusively");
      case TOO_MANY -> new Failure.LimitReached("it has as many consumers as it may have");
    };
  }

  void grant(long consumer, long credit) {
    owner.runOnContext(
        turn -> {
          dispatch.grant(consumer, credit);
          pump();
        });
  }

  Future<Long> drain(long consumer) {
    return call(() -> owner.succeededFuture(dispatch.drain(consumer)));
  }

  Future<List<Long>> settle(long consumer, List<Long> numbers, Settlement settlement) {
    return call(
        () -> {
          List<Long> unknown = dispatch.settle(consumer, numbers, settlement, now());
          Future<Void> durable = journal.durable();
          pump();
          return settlement instanceof Settlement.Reject
              ? deadLetters.tried().compose(tried -> durable).map(unknown)
              : durable.map(unknown);
        });
  }

  Future<List<Long>> settleSoon(long consumer, List<Long> numbers, Settlement settlement) {
    return call(
        () -> {
          List<Long> unknown = dispatch.settle(consumer, numbers, settlement, now());
          pump();
          return owner.succeededFuture(unknown);
        });
  }

  Future<Boolean> renew(long consumer, long number) {
    return call(
        () -> {
          boolean renewed = dispatch.renew(consumer, number, now());
          pump();
          return owner.succeededFuture(renewed);
        });
  }

  Future<Void> cancel(long consumer) {
    return call(
        () -> {
          receivers.remove(consumer);
          dispatch.cancel(consumer);
          pump();
          return owner.succeededFuture();
        });
  }

  Future<Void> detach(long consumer, boolean failed) {
    return call(
        () -> {
          receivers.remove(consumer);
          AttachedTaker taker = takers.remove(consumer);
          if (taker != null) {
            taker.ended(GONE);
          }
          dispatch.detach(consumer, failed, now());
          shares.remove(consumer);
          pump();
          return owner.succeededFuture();
        });
  }

  @Override
  public Future<Long> purge() {
    return call(
        () ->
            reading
                .learnEnds()
                .compose(
                    known -> {
                      long purged = dispatch.purge();
                      Future<Void> durable = journal.durable();
                      pump();
                      return durable.map(purged);
                    }));
  }

  @Override
  public Future<Counts> counts() {
    return call(
        () ->
            reading
                .learnEnds()
                .map(
                    known ->
                        new Counts(
                            dispatch.ready(),
                            dispatch.inFlight(),
                            dispatch.consumers(),
                            dispatch.dropped(),
                            dispatch.lost())));
  }

  @Override
  public boolean isFull() {
    return isFull;
  }

  @Override
  public boolean isOver() {
    return over != null;
  }

  @Override
  public Depth depth() {
    return depth;
  }

  private Depth depthNow() {
    return new Depth(
        reading.end(), dispatch.ready(), dispatch.measuredBytes(), dispatch.readyBytes());
  }

  @Override
  public Future<Page> browse(int partition, long offset, int most) {
    if (partition < 0 || most < 1) {
      throw new IllegalArgumentException(most + " messages of partition " + partition);
    }
    return call(() -> reading.page(partition, offset, most));
  }

  private <T> Future<T> call(Supplier<Future<T>> action) {
    ContextInternal caller = owner.owner().getContext();
    Promise<T> answer = (caller == null ? owner : caller).promise();
    owner.runOnContext(
        turn -> {
          Failure cause = over == null ? closing : over;
          if (cause == null) {
            action.get().onComplete(answer);
          } else {
            answer.fail(cause);
          }
        });
    return answer.future();
  }

  // ---- a turn

  @Override
  public void pump() {
    if (!isPumpDue) {
      isPumpDue = true;
      owner.runOnContext(turn -> turn());
    }
  }

  private void turn() {
    isPumpDue = false;
    if (over != null) {
      return;
    }
    if (closing != null) {
      journal.write();
      return;
    }
    List<Dispatched> dispatched = dispatch.pump(now());
    receivers.tell(dispatch.takeActivations());
    receivers.deliver(dispatched);
    answerTakers();
    isFull = dispatch.isAtMaximum();
    depth = depthNow();
    deadLetters.check();
    journal.goOn();
    reading.goOn();
    alarm.set(dispatch.wakeAt());
  }

  // ---- what has become durable

  @Override
  public void durable(int lane, CursorRecord written) {
    reading.durable(lane, written);
    pump();
  }

  // ---- the end

  @Override
  public void stateLost(Failure cause) {
    end(cause, true);
  }

  @Override
  public void partitionLost(Failure cause) {
    closeNow(cause);
  }

  private void end(Failure cause, boolean stateLost) {
    if (over != null) {
      return;
    }
    over = cause;
    alarm.cancel();
    reading.stop();
    deadLetters.stop();
    journal.end(cause);
    receivers.end(cause);
    for (long consumer : shares.consumers()) {
      shares.remove(consumer);
      dispatch.detach(consumer, false, now()); // what it shares is others' again
    }
    ending.over(this, stateLost);
  }

  @Override
  public Future<Void> close() {
    return close(new Failure.Unavailable("the subscription is closed"));
  }

  /** Ends it with what consumers are told. */
  Future<Void> close(Failure cause) {
    ContextInternal caller = owner.owner().getContext();
    Promise<Void> answer = (caller == null ? owner : caller).promise();
    owner.runOnContext(turn -> closeNow(cause).onComplete(answer));
    return answer.future();
  }

  private Future<Void> closeNow(Failure cause) {
    Future<Void> before = closed;
    if (before != null) {
      return before;
    }
    if (over != null) {
      return owner.succeededFuture();
    }
    closing = cause;
    reading.markWhatWasDelivered();
    Future<Void> durable = journal.durable();
    journal.write();
    Future<Void> done = durable.onComplete(written -> end(cause, written.failed())).mapEmpty();
    closed = done;
    return done;
  }
}
