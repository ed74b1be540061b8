package io.weir.core.queue;

import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.weir.backend.AppendWait;
import io.weir.backend.BackendException;
import io.weir.backend.Isolation;
import io.weir.backend.Offsets;
import io.weir.backend.PartitionLog;
import io.weir.backend.Read;
import io.weir.backend.ReadResult;
import io.weir.backend.TopicPartition;
import io.weir.core.limit.Wait;
import io.weir.core.read.CommittedMessages;
import io.weir.record.LogRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one partition of a stream from a position on, as far as its host has room. One read is on
 * its way at a time. Used on the owner's context only.
 */
final class StreamReader {
  private static final int READ_BYTES = 256 * 1024;
  private static final int MAX_INFLATED_BYTES = 64 << 20;
  private static final long RETRY_MILLIS = 200;

  /** For whom it reads. */
  interface Host {
    /** How many messages more it takes now. */
    int room();

    /** How long nothing may be read for it now. */
    Wait pause();

    /** Whether it wants a message. */
    boolean wants(LogRecord message);

    /**
     * Takes messages, at least one and no more than it has room for.
     *
     * @param messages on the heap, nobody's to release
     */
    void take(int partition, List<LogRecord> messages);

    /** The partition is not there any more. */
    void lost();
  }

  private final ContextInternal owner;
  private final PartitionLog log;
  private final TopicPartition partition;
  private final Host host;
  private long position;
  private boolean isBusy;
  private boolean isOver;
  private @Nullable AppendWait wait;

  StreamReader(ContextInternal owner, PartitionLog log, TopicPartition partition, Host host) {
    this.owner = owner;
    this.log = log;
    this.partition = partition;
    this.host = host;
  }

  /** Finds out where it begins. */
  Future<Void> begin(StreamStart start) {
    return log.offsets(partition)
        .compose(
            offsets ->
                switch (start) {
                  case StreamStart.First first -> Future.succeededFuture(offsets.logStart());
                  case StreamStart.Next next -> Future.succeededFuture(offsets.lastStable());
                  case StreamStart.Last last ->
                      Future.succeededFuture(
                          Math.max(offsets.logStart(), offsets.lastStable() - 1));
                  case StreamStart.Offset(long offset) ->
                      Future.succeededFuture(
                          Math.clamp(offset, offsets.logStart(), offsets.lastStable()));
                  case StreamStart.Time(long millis) -> from(millis, offsets);
                })
        .map(
            offset -> {
              position = offset;
              return null;
            });
  }

  private Future<Long> from(long millis, Offsets offsets) {
    return log.offsetForTimestamp(partition, millis)
        .map(found -> found.map(it -> it.offset()).orElse(offsets.lastStable()));
  }

  /** Reads, if there is room and it does not read or wait already. */
  void go() {
    if (isOver || isBusy || wait != null || host.room() == 0) {
      return;
    }
    Wait pause = host.pause();
    if (pause.isNeeded()) {
      later(pause.millis());
      return;
    }
    isBusy = true;
    log.read(new Read(partition, position, READ_BYTES, Isolation.COMMITTED))
        .onComplete(
            result -> {
              isBusy = false;
              if (result.succeeded()) {
                take(result.result());
              } else {
                failed(result.cause());
              }
            });
  }

  private void take(ReadResult result) {
    Taken taken = new Taken(host.room());
    try {
      if (isOver) {
        return;
      }
      long next = CommittedMessages.walk(result, position, MAX_INFLATED_BYTES, taken);
      boolean isAtEnd = next == position && !result.batches().isReadable();
      position = next;
      if (isAtEnd) {
        await();
        return;
      }
    } finally {
      result.batches().release();
    }
    if (!taken.messages.isEmpty()) {
      host.take(partition.partition(), taken.messages);
    }
    owner.runOnContext(turn -> go());
  }

  private void await() {
    AppendWait waiting = log.awaitAppend(partition, position, Isolation.COMMITTED);
    wait = waiting;
    waiting
        .future()
        .onComplete(
            result -> {
              wait = null;
              if (result.failed()) {
                failed(result.cause());
              } else {
                go();
              }
            });
  }

  private void failed(Throwable cause) {
    if (isOver) {
      return;
    }
    switch (cause) {
      case BackendException.OffsetOutOfRange e when e.offsets().logStart() > position -> {
        position = e.offsets().logStart();
        go();
      }
      case BackendException.Corrupt e when e.nextReadable() > position -> {
        position = e.nextReadable();
        go();
      }
      case BackendException.UnknownTopic e -> host.lost();
      default -> later(RETRY_MILLIS);
    }
  }

  private void later(long millis) {
    isBusy = true;
    owner.setTimer(
        millis,
        timer -> {
          isBusy = false;
          go();
        });
  }

  /** Reads nothing any more. Idempotent. */
  void stop() {
    isOver = true;
    AppendWait waiting = wait;
    if (waiting != null) {
      wait = null;
      waiting.cancel();
    }
  }

  /** Takes messages out of a read, no more than there is room for. */
  private final class Taken implements CommittedMessages.Visitor {
    private final List<LogRecord> messages = new ArrayList<>();
    private final int most;

    private Taken(int most) {
      this.most = most;
    }

    @Override
    public boolean take(LogRecord message) {
      if (messages.size() >= most) {
        return false;
      }
      if (host.wants(message)) {
        messages.add(message.copy());
      }
      return true;
    }

    @Override
    public void passOver(long firstOffset, long lastOffset, String reason) {
      // The log says that something is wrong with it; a stream goes on behind it.
    }
  }
}
