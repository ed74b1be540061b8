package io.weir.core.subscription;

import io.vertx.core.AsyncResult;
import io.vertx.core.internal.ContextInternal;
import io.weir.backend.AppendWait;
import io.weir.backend.BackendException;
import io.weir.backend.Isolation;
import io.weir.backend.Offsets;
import io.weir.backend.PartitionLog;
import io.weir.backend.Read;
import io.weir.backend.ReadResult;
import io.weir.backend.TopicPartition;
import io.weir.core.failure.BackendFailures;
import io.weir.core.failure.Failure;
import io.weir.core.read.CommittedMessages;
import io.weir.record.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one lane's messages as they are wanted, and waits for more at the end. One read is on its
 * way at a time. Used on the owner's context only.
 */
final class Feeder {
  private static final Logger LOG = LoggerFactory.getLogger(Feeder.class);

  /** The most bytes that the records of one batch may take; one with more is passed over. */
  static final int MAX_INFLATED_BYTES = 64 << 20;

  private static final long RETRY_MILLIS = 200;
  private static final int MEASURE_BYTES = 256 * 1024;

  private final ContextInternal owner;
  private final PartitionLog log;
  private final TopicPartition partition;
  private final Dispatch dispatch;
  private final int lane;
  private final Lane of;
  private final Times times;
  private final Owner told;

  private boolean isBusy;
  private boolean isOver;
  private @Nullable AppendWait wait;

  /** Is told that something may be done now. */
  interface Owner {
    String name();

    long now();

    void pump();

    /** The partition is not there any more. */
    void partitionLost(Failure cause);
  }

  Feeder(
      ContextInternal owner,
      PartitionLog log,
      TopicPartition partition,
      Dispatch dispatch,
      int lane,
      Lane of,
      Times times,
      Owner told) {
    this.owner = owner;
    this.log = log;
    this.partition = partition;
    this.dispatch = dispatch;
    this.lane = lane;
    this.of = of;
    this.times = times;
    this.told = told;
  }

  /** Reads if something is wanted, and waits for more where everything is known. */
  void check() {
    if (isBusy || isOver) {
      return;
    }
    Optional<Wish> wish = dispatch.wish(lane);
    if (wish.isPresent()) {
      read(wish.get());
    } else if (of.wantsMeasure() >= 0) {
      measure(of.wantsMeasure());
    } else if (wait == null) {
      await();
    }
  }

  /** Reads messages for their sizes alone. */
  private void measure(long from) {
    isBusy = true;
    log.read(new Read(partition, from, MEASURE_BYTES, Isolation.COMMITTED))
        .onComplete(
            result -> {
              isBusy = false;
              if (isOver) {
                release(result);
              } else if (result.succeeded()) {
                measured(from, result.result());
              } else if (result.cause() instanceof BackendException.Corrupt e
                  && e.nextReadable() > from) {
                Objects.requireNonNull(of.gauge()).pass(e.nextReadable());
                told.pump();
              } else {
                failed(new Wish(from, MEASURE_BYTES), result);
              }
            });
  }

  private static void release(AsyncResult<ReadResult> result) {
    if (result.succeeded()) {
      result.result().batches().release();
    }
  }

  private void measured(long from, ReadResult result) {
    Gauge gauge = Objects.requireNonNull(of.gauge());
    try {
      long next = CommittedMessages.walk(result, from, MAX_INFLATED_BYTES, new Measuring(gauge));
      long end = result.offsets().lastStable();
      gauge.pass(next == from ? end : next); // where nothing is left, all was freed
      of.end(end);
    } finally {
      result.batches().release();
    }
    told.pump();
  }

  /** Takes the sizes of what is read; what cannot be read takes nothing. */
  private record Measuring(Gauge gauge) implements CommittedMessages.Visitor {
    @Override
    public boolean take(LogRecord message) {
      gauge.measure(message.offset(), Lane.bodyBytes(message));
      return true;
    }

    @Override
    public void passOver(long firstOffset, long lastOffset, String reason) {
      gauge.pass(lastOffset + 1);
    }
  }

  private void read(Wish wish) {
    isBusy = true;
    Read read = new Read(partition, wish.offset(), wish.maxBytes(), Isolation.COMMITTED);
    log.read(read)
        .onComplete(
            result -> {
              isBusy = false;
              if (result.succeeded()) {
                take(wish, result.result());
              } else {
                failed(wish, result);
              }
            });
  }

  private void take(Wish wish, ReadResult result) {
    try {
      if (!isOver) {
        load(wish, result);
      }
    } finally {
      result.batches().release();
    }
    told.pump();
  }

  private void load(Wish wish, ReadResult result) {
    Collector collector = new Collector(wish.maxBytes());
    long next = CommittedMessages.walk(result, wish.offset(), MAX_INFLATED_BYTES, collector);
    long end = result.offsets().lastStable();
    if (next == wish.offset() && !result.batches().isReadable()) {
      next = Math.max(next, end); // what is settled was freed: there is nothing up to the end
    }
    of.end(end);
    of.stuck(false);
    dispatch.load(lane, wish.offset(), collector.messages, next, told.now());
    dispatch.trimmed(lane, result.offsets().logStart());
  }

  private void failed(Wish wish, AsyncResult<ReadResult> result) {
    if (isOver) {
      return;
    }
    switch (result.cause()) {
      case BackendException.OffsetOutOfRange e when e.offsets().logStart() > wish.offset() -> {
        dispatch.trimmed(lane, e.offsets().logStart());
        told.pump();
      }
      case BackendException.Corrupt e when e.nextReadable() > wish.offset() -> {
        LOG.error(
            "Subscription {} passes over damaged offsets {} to {} of partition {}: {}",
            told.name(),
            wish.offset(),
            e.nextReadable() - 1,
            lane,
            e.getMessage());
        dispatch.load(lane, wish.offset(), List.of(), e.nextReadable(), told.now());
        told.pump();
      }
      case BackendException.UnknownTopic e ->
          told.partitionLost(BackendFailures.of(e, told.name()));
      default -> {
        LOG.warn("Subscription {} cannot read now: {}", told.name(), result.cause().getMessage());
        of.stuck(true);
        told.pump();
        retry();
      }
    }
  }

  private void retry() {
    isBusy = true;
    owner.setTimer(
        RETRY_MILLIS,
        timer -> {
          isBusy = false;
          told.pump();
        });
  }

  private void await() {
    long at = of.end();
    AppendWait waiting = log.awaitAppend(partition, at, Isolation.COMMITTED);
    wait = waiting;
    waiting
        .future()
        .onComplete(
            result -> {
              wait = null;
              if (isOver) {
                return;
              }
              if (result.failed()) {
                awaitFailed(result);
                return;
              }
              of.end(at + 1);
              if (dispatch.wish(lane).isPresent()) {
                told.pump(); // the read says how far it goes
              } else {
                look();
              }
            });
  }

  private void awaitFailed(AsyncResult<Void> result) {
    if (result.cause() instanceof BackendException.UnknownTopic e) {
      told.partitionLost(BackendFailures.of(e, told.name()));
    } else {
      retry();
    }
  }

  /** Nothing is to be read; how much there is counts all the same. */
  private void look() {
    isBusy = true;
    log.offsets(partition)
        .onComplete(
            result -> {
              isBusy = false;
              if (result.succeeded()) {
                know(result.result());
                told.pump();
              } else {
                retry();
              }
            });
  }

  /** Where the partition begins and ends. */
  void know(Offsets offsets) {
    of.end(offsets.lastStable());
    dispatch.trimmed(lane, offsets.logStart());
  }

  void stop() {
    isOver = true;
    AppendWait waiting = wait;
    if (waiting != null) {
      wait = null;
      waiting.cancel();
    }
  }

  /** Takes what is wanted out of a read, and no more than asked for. */
  private final class Collector implements CommittedMessages.Visitor {
    private final List<Loaded> messages = new ArrayList<>();
    private final int maxBytes;
    private long bytes;

    private Collector(int maxBytes) {
      this.maxBytes = maxBytes;
    }

    @Override
    public boolean take(LogRecord message) {
      if (!of.wants(message.offset())) {
        return true;
      }
      if (bytes >= maxBytes) {
        return false;
      }
      bytes += message.sizeInBytes() + Entry.OVERHEAD;
      messages.add(times.loaded(message.copy()));
      return true;
    }

    @Override
    public void passOver(long firstOffset, long lastOffset, String reason) {
      LOG.warn(
          "Subscription {} passes over offsets {} to {} of partition {}: {}",
          told.name(),
          firstOffset,
          lastOffset,
          lane,
          reason);
    }
  }
}
