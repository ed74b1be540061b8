package io.weir.core.state;

import io.netty.buffer.ByteBuf;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.weir.backend.AppendResult;
import io.weir.backend.Claim;
import io.weir.backend.PartitionAppend;
import io.weir.backend.PartitionLog;
import io.weir.core.failure.BackendFailures;
import io.weir.core.failure.Failure;
import io.weir.record.InvalidBatchException;
import io.weir.record.RecordBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reign. Offsets are given out under a lock; the batches then go to the backend from one event
 * loop, since only calls of one thread keep their order there, and all that came since the last
 * turn goes in one call.
 */
final class ClaimedLog implements StateLog {
  private static final Logger LOG = LoggerFactory.getLogger(ClaimedLog.class);

  private final PartitionLog log;
  private final Claim claim;
  private final String name;
  private final int maxBytesInFlight;
  private final ContextInternal writer;
  private final Consumer<ClaimedLog> onClose;

  private final Object lock = new Object();
  private final List<Pending> waiting = new ArrayList<>();
  private long nextOffset;

  /** How far off the offsets given out have been since a call for several partitions. */
  private long drift;

  /** Whether the next batch shows where the partition goes on, for nobody knows. */
  private boolean isAdrift;

  private int callsInFlight;

  /** Whether the one call in flight is for several partitions. */
  private boolean isAlone;

  private long bytesInFlight;
  private int appendsInFlight;
  private @Nullable Failure lost;
  private @Nullable Promise<Void> closing;

  ClaimedLog(
      Vertx vertx,
      PartitionLog log,
      Claim claim,
      String name,
      long nextOffset,
      int maxBytesInFlight,
      Consumer<ClaimedLog> onClose) {
    this.log = log;
    this.claim = claim;
    this.name = name;
    this.nextOffset = nextOffset;
    this.maxBytesInFlight = maxBytesInFlight;
    this.writer = ((VertxInternal) vertx).createEventLoopContext();
    this.onClose = onClose;
  }

  @Override
  public Future<Long> replay(Replay replay) {
    return new Replaying(log, claim.partition(), name, replay).start(writer.promise());
  }

  @Override
  public Append append(ByteBuf batch) {
    return append(batch, List.of());
  }

  @Override
  public Append append(ByteBuf batch, List<PartitionAppend> others) {
    List<PartitionAppend> appends = new ArrayList<>(1 + others.size());
    appends.add(new PartitionAppend(claim.partition(), batch));
    appends.addAll(others);
    int count;
    try {
      count = RecordBatch.only(batch).count();
    } catch (InvalidBatchException e) {
      return refuse(appends, new Failure.InvalidBatch(String.valueOf(e.getMessage())));
    }
    int bytes = appends.stream().mapToInt(append -> append.batch().readableBytes()).sum();
    synchronized (lock) {
      Failure refusal = refusal();
      if (refusal != null) {
        return refuse(appends, refusal);
      }
      Pending pending = new Pending(appends, nextOffset, count, bytes, writer.promise());
      nextOffset += count;
      bytesInFlight += pending.bytes;
      appendsInFlight++;
      waiting.add(pending);
      if (waiting.size() == 1) {
        writer.runOnContext(turn -> write());
      }
      return new Append(nextOffset + drift, pending.promise.future());
    }
  }

  private @Nullable Failure refusal() {
    if (lost != null) {
      return lost;
    }
    if (closing != null) {
      return new Failure.Unavailable("state log " + name + " is closed");
    }
    return bytesInFlight >= maxBytesInFlight
        ? new Failure.Throttled("too much is on its way into state log " + name)
        : null;
  }

  private Append refuse(List<PartitionAppend> appends, Failure failure) {
    appends.forEach(append -> append.batch().release());
    return new Append(nextOffset(), Future.failedFuture(failure));
  }

  private void write() {
    for (List<Pending> group = takeGroup(); !group.isEmpty(); group = takeGroup()) {
      write(group);
    }
  }

  /** What goes in one call: all that waits, but one for several partitions goes alone. */
  private List<Pending> takeGroup() {
    synchronized (lock) {
      int count = 0;
      while (count < waiting.size() && !waiting.get(count).isForSeveral()) {
        count++;
      }
      boolean isForSeveral = count == 0 && !waiting.isEmpty();
      if (isAlone || (isForSeveral && callsInFlight > 0)) {
        return List.of();
      }
      isAlone = isForSeveral;
      List<Pending> next = waiting.subList(0, isForSeveral ? 1 : count);
      List<Pending> group = List.copyOf(next);
      next.clear();
      callsInFlight += group.isEmpty() ? 0 : 1;
      return group;
    }
  }

  private void write(List<Pending> group) {
    Failure before;
    synchronized (lock) {
      before = lost;
    }
    List<PartitionAppend> appends = group.stream().flatMap(p -> p.appends.stream()).toList();
    if (before == null) {
      claim.append(appends).onComplete(result -> settle(group, result));
    } else {
      appends.forEach(append -> append.batch().release());
      settle(group, Future.failedFuture(before));
    }
  }

  private void settle(List<Pending> group, AsyncResult<List<AppendResult>> result) {
    Failure failure =
        result.failed() ? BackendFailures.of(result.cause(), "state log " + name) : null;
    for (int i = 0; i < group.size(); i++) {
      Pending pending = group.get(i);
      settle(pending, failure == null ? misplaced(pending, result.result().get(i)) : failure);
    }
    boolean isMoreWaiting;
    synchronized (lock) {
      callsInFlight--;
      isAlone = false;
      isMoreWaiting = !waiting.isEmpty();
    }
    if (isMoreWaiting) {
      writer.runOnContext(turn -> write());
    }
  }

  private @Nullable Failure misplaced(Pending pending, AppendResult result) {
    long expected;
    synchronized (lock) {
      expected = pending.baseOffset + drift;
      if (isAdrift && result.baseOffset() > expected) {
        drift += result.baseOffset() - expected;
        expected = result.baseOffset();
      }
      isAdrift = pending.isForSeveral();
      if (lost != null || result.baseOffset() == expected) {
        return lost;
      }
    }
    return new Failure.Fenced(
        "a batch for offset "
            + expected
            + " of state log "
            + name
            + " landed at "
            + result.baseOffset()
            + ": somebody else writes there");
  }

  private void settle(Pending pending, @Nullable Failure failure) {
    Promise<Void> lastOne;
    synchronized (lock) {
      bytesInFlight -= pending.bytes;
      appendsInFlight--;
      if (failure != null && pending.isForSeveral() && wroteNothing(failure)) {
        drift -= pending.count;
        isAdrift = true;
      } else if (failure != null) {
        lose(failure);
      }
      lastOne = appendsInFlight == 0 ? closing : null;
    }
    if (failure == null) {
      pending.promise.complete();
    } else {
      pending.promise.fail(failure);
    }
    if (lastOne != null) {
      release(lastOne);
    }
  }

  /** Whether it is sure that after a failure nothing is there. */
  private static boolean wroteNothing(Failure failure) {
    return !(failure instanceof Failure.Unavailable || failure instanceof Failure.Fenced);
  }

  /** The first failure is for good, unless a later one says that another has taken over. */
  private void lose(Failure failure) {
    if (lost instanceof Failure.Fenced || (lost != null && !(failure instanceof Failure.Fenced))) {
      return;
    }
    lost =
        failure instanceof Failure.Fenced
            ? failure
            : new Failure.Unavailable(
                "state log "
                    + name
                    + " takes nothing more until it is opened again: an append failed");
    LOG.error("State log {} is lost: {}", name, failure.getMessage());
  }

  @Override
  public long nextOffset() {
    synchronized (lock) {
      return nextOffset + drift;
    }
  }

  @Override
  public Future<Void> trim(long beforeOffset) {
    return log.trim(claim.partition(), beforeOffset)
        .<Void>mapEmpty()
        .recover(cause -> Future.failedFuture(BackendFailures.of(cause, "state log " + name)));
  }

  @Override
  public Future<Void> close() {
    Promise<Void> closed;
    synchronized (lock) {
      if (closing != null) {
        return closing.future();
      }
      closing = writer.promise();
      closed = closing;
      if (appendsInFlight > 0) {
        return closed.future();
      }
    }
    release(closed);
    return closed.future();
  }

  private void release(Promise<Void> closed) {
    claim
        .release()
        .onComplete(
            done -> {
              onClose.accept(this);
              if (done.failed()) {
                LOG.warn("State log {} was not released: {}", name, done.cause().getMessage());
              }
              closed.complete();
            });
  }

  /** The first of the appends is for the claimed partition, the others are for others. */
  private record Pending(
      List<PartitionAppend> appends, long baseOffset, int count, int bytes, Promise<Void> promise) {

    boolean isForSeveral() {
      return appends.size() > 1;
    }
  }
}
