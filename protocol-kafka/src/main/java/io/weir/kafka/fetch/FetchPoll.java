package io.weir.kafka.fetch;

import static org.apache.kafka.common.protocol.Errors.NONE;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.weir.backend.AppendWait;
import io.weir.backend.Isolation;
import io.weir.backend.Offsets;
import io.weir.backend.ReadResult;
import io.weir.core.failure.Failure;
import io.weir.core.read.Reader;
import io.weir.core.tenant.Caller;
import io.weir.kafka.mapping.ErrorCodes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.Errors;

/**
 * Reads the partitions of one fetch, one after another, until its bytes are full; if there are
 * fewer than it asked for, waits for appends and reads on, until there are enough, its time is over
 * or it is stopped. Used on one event loop.
 */
public final class FetchPoll {

  /**
   * How much, and how long.
   *
   * @param minBytes answered at once with so many
   * @param maxBytes the most bytes of all partitions; one batch comes in any case
   * @param maxWaitMillis answered after so long with what there is
   */
  public record Bounds(int minBytes, int maxBytes, int maxWaitMillis, Isolation isolation) {}

  private final Vertx vertx;
  private final Reader reader;
  private final Caller caller;
  private final Bounds bounds;
  private final List<PartitionRead> reads;
  private final Promise<FetchPoll> done = Promise.promise();

  /** To be read next: all of them at first, later those that have grown. */
  private final Deque<PartitionRead> due;

  /** A read is under way, or {@link #drive} is at work further up the stack. */
  private boolean driving;

  /** No more waiting: time is over, the answer is wanted, or there is a failure to tell. */
  private boolean over;

  private int bytes;
  private long throttleMillis;
  private long timer = -1;

  public FetchPoll(
      Vertx vertx, Reader reader, Caller caller, Bounds bounds, List<PartitionRead> reads) {
    this.vertx = vertx;
    this.reader = reader;
    this.caller = caller;
    this.bounds = bounds;
    this.reads = reads;
    this.due = new ArrayDeque<>(reads);
    this.over = bounds.maxWaitMillis() <= 0 || reads.isEmpty();
  }

  /**
   * Begins.
   *
   * @param stopper is given what ends the waiting, to be called when the answer is no longer wanted
   *     or wanted at once
   * @return completes when all partitions are read or failed; fails only by a defect
   */
  public Future<FetchPoll> run(Consumer<Runnable> stopper) {
    stopper.accept(this::stop);
    drive();
    return done.future();
  }

  /** The partitions, in the order asked for. */
  public List<PartitionRead> reads() {
    return reads;
  }

  /** For how long the client should keep quiet. */
  public int throttleMillis() {
    return (int) Math.min(throttleMillis, Integer.MAX_VALUE);
  }

  private void stop() {
    over = true;
    drive();
  }

  private void drive() {
    if (driving || done.future().isComplete()) {
      return;
    }
    driving = true;
    try {
      advance();
    } catch (RuntimeException defect) {
      end();
      done.tryFail(defect);
    }
  }

  private void advance() {
    do {
      while (!due.isEmpty()) {
        Future<?> step = read(due.removeFirst());
        if (!step.isComplete()) {
          step.onComplete(
              read -> {
                driving = false;
                drive();
              });
          return;
        }
      }
      if (over || bytes >= bounds.minBytes() || bytes >= bounds.maxBytes()) {
        end();
        done.tryComplete(this);
        return;
      }
      // What has grown meanwhile is due again at once, and what failed is told at once.
      reads.forEach(this::await);
    } while (!due.isEmpty() || over);
    driving = false;
    if (timer < 0) {
      timer = vertx.setTimer(bounds.maxWaitMillis(), fired -> stop());
    }
  }

  private Future<?> read(PartitionRead partition) {
    over |= partition.error() != NONE;
    if (!partition.isOpen()) {
      return Future.succeededFuture();
    }
    if (partition.target().lastFetchedEpoch() < 0 || partition.bytes() > 0) {
      return readBatches(partition);
    }
    return compareHistory(partition)
        .transform(
            compared -> partition.isOpen() ? readBatches(partition) : lookAt(partition).mapEmpty());
  }

  private Future<?> readBatches(PartitionRead partition) {
    int room = bounds.maxBytes() - bytes;
    if (bytes > 0 && room <= 0) {
      return lookAt(partition);
    }
    int limit = Math.max(1, Math.min(room, partition.target().maxBytes() - partition.bytes()));
    Future<ReadResult> result;
    try {
      result = partition.read(reader, caller, limit, bounds.isolation());
    } catch (Failure failure) {
      fail(partition, failure);
      return Future.succeededFuture();
    }
    if (result.isComplete()) {
      take(partition, result, limit);
      return result.succeeded() ? Future.succeededFuture() : blameEpoch(partition);
    }
    return result.transform(
        read -> {
          take(partition, result, limit);
          return read.succeeded() ? Future.succeededFuture() : blameEpoch(partition);
        });
  }

  private void take(PartitionRead partition, Future<ReadResult> future, int limit) {
    if (future.failed()) {
      fail(partition, future.cause());
      return;
    }
    ReadResult result = future.result();
    if (bytes > 0 && result.batches().readableBytes() > limit) {
      // One batch that is larger than what is left: it is the first of some later fetch.
      result.batches().release();
      partition.close();
      partition.stood(result.offsets());
    } else {
      bytes += result.batches().readableBytes();
      partition.add(result);
    }
    checkEpoch(partition, result.offsets());
  }

  private void checkEpoch(PartitionRead partition, Offsets offsets) {
    Errors wrongEpoch =
        ErrorCodes.ofLeaderEpoch(partition.target().currentLeaderEpoch(), offsets.leaderEpoch());
    if (wrongEpoch != NONE) {
      bytes -= partition.bytes();
      partition.fail(wrongEpoch);
      over = true;
    }
  }

  /**
   * An offset out of range is no wonder with a wrong leader epoch, which is then what the client
   * must hear of.
   */
  private Future<?> blameEpoch(PartitionRead partition) {
    if (partition.error() != Errors.OFFSET_OUT_OF_RANGE
        || partition.target().currentLeaderEpoch() < 0) {
      return Future.succeededFuture();
    }
    return partition
        .lookAt(reader, caller)
        .onSuccess(offsets -> checkEpoch(partition, offsets))
        .otherwiseEmpty();
  }

  private Future<?> lookAt(PartitionRead partition) {
    return partition
        .lookAt(reader, caller)
        .onSuccess(
            offsets -> {
              partition.stood(offsets);
              checkEpoch(partition, offsets);
            })
        .onFailure(cause -> fail(partition, cause))
        .otherwiseEmpty();
  }

  private Future<?> compareHistory(PartitionRead partition) {
    FetchTarget target = partition.target();
    return reader
        .endOfEpoch(caller, partition.topic(), target.key().partition(), target.lastFetchedEpoch())
        .onSuccess(
            end -> {
              if (end.isEmpty()) {
                partition.fail(Errors.OFFSET_OUT_OF_RANGE);
                over = true;
              } else if (end.get().epoch() < target.lastFetchedEpoch()
                  || end.get().endOffset() < target.offset()) {
                partition.diverge(end.get());
                over = true;
              }
            })
        .onFailure(cause -> fail(partition, cause));
  }

  private void fail(PartitionRead partition, Throwable cause) {
    if (cause instanceof Failure.Throttled throttled) {
      // Being over a limit is no error in a fetch: there is nothing for now, and a time to keep
      // quiet, which begins when it is told.
      throttleMillis = Math.max(throttleMillis, throttled.retryAfterMillis());
      partition.close();
      over = true;
      return;
    }
    bytes -= partition.bytes();
    boolean unknownId = cause instanceof Failure.UnknownTopic && partition.target().key().byId();
    partition.fail(unknownId ? Errors.UNKNOWN_TOPIC_ID : ErrorCodes.ofRead(cause));
    over = true;
  }

  private void await(PartitionRead partition) {
    AppendWait wait;
    try {
      wait = partition.await(reader, caller, bounds.isolation());
    } catch (Failure failure) {
      fail(partition, failure);
      return;
    }
    if (wait == null) {
      return;
    }
    wait.future()
        .onComplete(
            woken -> {
              partition.awaited();
              if (woken.failed()) {
                fail(partition, woken.cause());
              }
              due.add(partition);
              drive();
            });
  }

  private void end() {
    if (timer >= 0) {
      vertx.cancelTimer(timer);
    }
    for (PartitionRead partition : reads) {
      partition.stopWaiting();
    }
  }
}
