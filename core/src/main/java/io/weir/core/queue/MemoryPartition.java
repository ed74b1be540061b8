package io.weir.core.queue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.backend.AppendResult;
import io.weir.backend.AppendWait;
import io.weir.backend.BackendException;
import io.weir.backend.OffsetRanges;
import io.weir.backend.Offsets;
import io.weir.backend.Read;
import io.weir.backend.ReadResult;
import io.weir.record.BatchFormat;
import io.weir.record.InvalidBatchException;
import io.weir.record.RecordBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A partition that lives in this process and ends with it. What is settled is forgotten at once, a
 * batch at a time. How much may be in it is looked at by whoever publishes ({@link #hasRoom}). Any
 * thread.
 */
final class MemoryPartition {
  private final AtomicLong bytesOfAll;
  private final long mostOfAll;
  private final TreeMap<Long, RecordBatch> batches = new TreeMap<>();
  private final OffsetRanges settled = new OffsetRanges();
  private final List<Waiter> waiters = new ArrayList<>();
  private long logStart;
  private long end;
  private long bytes;
  private boolean isGone;

  /** Somebody who waits for the end to exceed an offset. */
  private record Waiter(long offset, Promise<Void> promise) {}

  /**
   * @param bytesOfAll what all such partitions have, which they share
   * @param mostOfAll that they may have
   */
  MemoryPartition(AtomicLong bytesOfAll, long mostOfAll) {
    this.bytesOfAll = bytesOfAll;
    this.mostOfAll = mostOfAll;
  }

  /** Whether one more message may come: each may have as much as all of them leave free. */
  synchronized boolean hasRoom() {
    return bytes <= mostOfAll - bytesOfAll.get();
  }

  /**
   * @param batch the caller's, who releases it
   */
  AppendResult append(ByteBuf batch) {
    List<Waiter> woken = new ArrayList<>();
    AppendResult result;
    synchronized (this) {
      check();
      RecordBatch stored = stored(batch);
      batches.put(stored.baseOffset(), stored);
      end = stored.nextOffset();
      add(stored.sizeInBytes());
      result = new AppendResult.Appended(stored.baseOffset(), logStart);
      waiters.removeIf(waiter -> end > waiter.offset && woken.add(waiter));
    }
    woken.forEach(waiter -> waiter.promise.complete());
    return result;
  }

  private RecordBatch stored(ByteBuf batch) {
    try {
      ByteBuf copy = Unpooled.wrappedBuffer(ByteBufUtil.getBytes(batch));
      RecordBatch.only(copy);
      copy.setLong(BatchFormat.BASE_OFFSET, end);
      copy.setInt(BatchFormat.LEADER_EPOCH, 0);
      return RecordBatch.only(copy);
    } catch (InvalidBatchException e) {
      throw new BackendException.InvalidBatch(
          BackendException.InvalidBatch.Reason.INVALID, String.valueOf(e.getMessage()));
    }
  }

  private void add(long more) {
    bytes += more;
    bytesOfAll.addAndGet(more);
  }

  synchronized ReadResult read(Read read) {
    check();
    Offsets now = offsets();
    if (read.offset() < logStart || read.offset() > end) {
      throw new BackendException.OffsetOutOfRange(read.offset() + " is not within " + now, now);
    }
    ByteBuf out = Unpooled.buffer();
    for (RecordBatch batch : from(read.offset()).values()) {
      if (batch.nextOffset() <= read.offset()) {
        continue;
      }
      if (out.isReadable() && out.readableBytes() + batch.sizeInBytes() > read.maxBytes()) {
        break;
      }
      out.writeBytes(batch.slice());
    }
    return new ReadResult(out, now, List.of());
  }

  private Map<Long, RecordBatch> from(long offset) {
    Long first = batches.floorKey(offset);
    return batches.tailMap(first == null ? offset : first, true);
  }

  synchronized Offsets offsets() {
    check();
    return new Offsets(logStart, end, end, 0);
  }

  /**
   * @param promise completes on the context of whoever waits
   */
  AppendWait await(long offset, Promise<Void> promise) {
    Waiter waiter = new Waiter(offset, promise);
    boolean isThere;
    boolean isOver;
    synchronized (this) {
      isOver = isGone;
      isThere = end > offset;
      if (!isThere && !isOver) {
        waiters.add(waiter);
      }
    }
    if (isOver) {
      promise.fail(gone());
    } else if (isThere) {
      promise.complete();
    }
    return new AppendWait() {
      @Override
      public Future<Void> future() {
        return promise.future();
      }

      @Override
      public void cancel() {
        synchronized (MemoryPartition.this) {
          waiters.remove(waiter);
        }
      }
    };
  }

  synchronized long trim(long before) {
    check();
    settle(logStart, Math.max(logStart, before));
    return logStart;
  }

  synchronized void settle(long from, long before) {
    check();
    long until = Math.min(before, end);
    long first = Math.max(from, logStart);
    if (first >= until) {
      return;
    }
    settled.add(first, until);
    List<RecordBatch> done = new ArrayList<>();
    for (RecordBatch batch : from(first).values()) {
      if (batch.baseOffset() >= until) {
        break;
      }
      if (settled.contains(Math.max(logStart, batch.baseOffset()), batch.nextOffset())) {
        done.add(batch);
      }
    }
    done.forEach(
        batch -> {
          batches.remove(batch.baseOffset());
          add(-batch.sizeInBytes());
        });
    logStart = Math.max(logStart, settled.endFrom(logStart));
    settled.removeBefore(logStart);
  }

  /** It is gone, with all that is in it. */
  void end() {
    List<Waiter> left;
    synchronized (this) {
      isGone = true;
      left = List.copyOf(waiters);
      waiters.clear();
      batches.clear();
      add(-bytes);
    }
    left.forEach(waiter -> waiter.promise.fail(gone()));
  }

  private void check() {
    if (isGone) {
      throw gone();
    }
  }

  static BackendException gone() {
    return new BackendException.UnknownTopic("there is no such partition in memory");
  }

  /** What is in it, for tests. */
  synchronized long bytes() {
    return bytes;
  }
}
