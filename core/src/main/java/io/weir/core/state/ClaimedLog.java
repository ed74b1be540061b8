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
  private List<Pending> waiting = new ArrayList<>();
  private long nextOffset;
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
    int count;
    try {
      count = RecordBatch.only(batch).count();
    } catch (InvalidBatchException e) {
      return refuse(batch, new Failure.InvalidBatch(String.valueOf(e.getMessage())));
    }
    synchronized (lock) {
      Failure refusal = refusal();
      if (refusal != null) {
        return refuse(batch, refusal);
      }
      Pending pending = new Pending(batch, nextOffset, batch.readableBytes(), writer.promise());
      nextOffset += count;
      bytesInFlight += pending.bytes;
      appendsInFlight++;
      waiting.add(pending);
      if (waiting.size() == 1) {
        writer.runOnContext(turn -> write());
      }
      return new Append(nextOffset, pending.promise.future());
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

  private Append refuse(ByteBuf batch, Failure failure) {
    batch.release();
    return new Append(nextOffset(), Future.failedFuture(failure));
  }

  private void write() {
    List<Pending> group;
    Failure before;
    synchronized (lock) {
      group = waiting;
      waiting = new ArrayList<>();
      before = lost;
    }
    if (before == null) {
      List<PartitionAppend> appends =
          group.stream().map(p -> new PartitionAppend(claim.partition(), p.batch)).toList();
      claim.append(appends).onComplete(result -> settle(group, result));
    } else {
      group.forEach(pending -> pending.batch.release());
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
  }

  private @Nullable Failure misplaced(Pending pending, AppendResult result) {
    synchronized (lock) {
      if (lost != null || result.baseOffset() == pending.baseOffset) {
        return lost;
      }
    }
    return new Failure.Fenced(
        "a batch for offset "
            + pending.baseOffset
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
      if (failure != null) {
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
      return nextOffset;
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

  private record Pending(ByteBuf batch, long baseOffset, int bytes, Promise<Void> promise) {}
}
