package io.weir.core.queue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.weir.backend.AppendWait;
import io.weir.backend.BackendException;
import io.weir.backend.Isolation;
import io.weir.backend.Offsets;
import io.weir.backend.PartitionLog;
import io.weir.backend.Read;
import io.weir.backend.ReadResult;
import io.weir.backend.TopicPartition;
import io.weir.core.failure.Failure;
import io.weir.core.limit.Wait;
import io.weir.core.read.CommittedMessages;
import io.weir.core.subscription.ConsumerOptions;
import io.weir.core.subscription.Delivery;
import io.weir.core.subscription.Settlement;
import io.weir.core.tenant.Caller;
import io.weir.record.Header;
import io.weir.record.LogRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream for one consumer: as much as it has credit for and may have unsettled. It reads
 * the stream's first partition, and so all of a stream that is not a view of a topic with several.
 * State is touched on its own context only.
 */
final class StreamConsumer implements QueueConsumer {
  private static final int READ_BYTES = 256 * 1024;
  private static final int MAX_INFLATED_BYTES = 64 << 20;
  private static final long RETRY_MILLIS = 200;

  private final LiveQueue queue;
  private final Caller caller;
  private final ConsumerOptions options;
  private final StreamStart start;
  private final Predicate<List<Header>> wanted;
  private final QueueReceiver receiver;
  private final Parts parts;
  private final LiveConsumer.Leaving leaving;
  private final ContextInternal owner;
  private final PartitionLog log;
  private final TopicPartition partition;

  /** What is unsettled, by its offset, which is its number. */
  private final Set<Long> inHands = new HashSet<>();

  private long credit;
  private long position;
  private boolean isBusy;
  private boolean isOver;
  private boolean isCancelled;
  private @Nullable AppendWait wait;

  StreamConsumer(
      LiveQueue queue,
      Caller caller,
      ConsumerRequest request,
      QueueReceiver receiver,
      Parts parts,
      LiveConsumer.Leaving leaving) {
    this.queue = queue;
    this.caller = caller;
    this.options = request.options();
    this.start = Objects.requireNonNullElse(request.start(), StreamStart.NEXT);
    this.wanted = request.wanted();
    this.receiver = receiver;
    this.parts = parts;
    this.leaving = leaving;
    this.owner = ((VertxInternal) parts.vertx()).createEventLoopContext();
    this.log = parts.log();
    this.partition = queue.partitions.getFirst();
    this.credit = options.credit();
  }

  /** Finds out where it begins, and begins. */
  Future<Void> start() {
    return call(
        () ->
            first()
                .map(
                    offset -> {
                      position = offset;
                      owner.runOnContext(turn -> go());
                      return (Void) null;
                    })
                .recover(cause -> Future.failedFuture(queue.worded(cause))));
  }

  private Future<Long> first() {
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
                });
  }

  private Future<Long> from(long millis, Offsets offsets) {
    return log.offsetForTimestamp(partition, millis)
        .map(found -> found.map(it -> it.offset()).orElse(offsets.lastStable()));
  }

  private <T> Future<T> call(Supplier<Future<T>> action) {
    ContextInternal context = ((VertxInternal) parts.vertx()).getContext();
    Promise<T> answer = (context == null ? owner : context).promise();
    owner.runOnContext(turn -> action.get().onComplete(answer));
    return answer.future();
  }

  // ---- reading

  private int room() {
    long unsettled = options.settled() ? 0 : inHands.size();
    return (int) Math.min(credit, Math.max(0, options.prefetch() - unsettled));
  }

  private void go() {
    if (isOver || isCancelled || isBusy || wait != null || room() == 0) {
      return;
    }
    Wait limited = parts.limits().consume(caller, 0, 0);
    if (limited.isNeeded()) {
      later(limited.millis());
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
    Taken taken = new Taken(room());
    try {
      long next = CommittedMessages.walk(result, position, MAX_INFLATED_BYTES, taken);
      boolean isAtEnd = next == position && !result.batches().isReadable();
      position = next;
      if (isOver || isCancelled) {
        return;
      }
      if (isAtEnd) {
        await();
      } else {
        deliver(taken);
        owner.runOnContext(turn -> go());
      }
    } finally {
      result.batches().release();
    }
  }

  private void deliver(Taken taken) {
    if (taken.messages.isEmpty()) {
      return;
    }
    credit = credit == ConsumerOptions.UNLIMITED ? credit : credit - taken.messages.size();
    if (!options.settled()) {
      taken.messages.forEach(message -> inHands.add(message.number()));
    }
    parts.limits().consume(caller, taken.messages.size(), taken.bytes);
    parts.delivered(
        caller,
        queue.name(),
        partition.partition(),
        taken.messages.getFirst().number(),
        taken.messages.size(),
        taken.bytes);
    receiver.deliver(taken.messages);
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
      case BackendException.UnknownTopic e -> end(queue.unknown());
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

  /** Takes messages out of a read, no more than there is room for. */
  private final class Taken implements CommittedMessages.Visitor {
    private final List<Delivered> messages = new ArrayList<>();
    private final int most;
    private long bytes;

    private Taken(int most) {
      this.most = most;
    }

    @Override
    public boolean take(LogRecord message) {
      if (messages.size() >= most) {
        return false;
      }
      if (!wanted.test(Shown.headers(message))) {
        return true;
      }
      messages.add(
          Shown.of(
              queue.name(),
              new Delivery(message.offset(), partition.partition(), message.copy(), 0, 0, false)));
      bytes += message.sizeInBytes();
      return true;
    }

    @Override
    public void passOver(long firstOffset, long lastOffset, String reason) {
      // The log says that something is wrong with it; a stream goes on behind it.
    }
  }

  // ---- what is asked of it

  @Override
  public String queue() {
    return queue.name();
  }

  @Override
  public QueueOptions options() {
    return queue.options();
  }

  @Override
  public void grant(long more) {
    owner.runOnContext(
        turn -> {
          credit = more > Long.MAX_VALUE - credit ? Long.MAX_VALUE : credit + more;
          go();
        });
  }

  @Override
  public Future<Long> drain() {
    return call(
        () -> {
          long unused = credit;
          credit = 0;
          return Future.succeededFuture(unused);
        });
  }

  @Override
  public Future<Boolean> renew(long number) {
    return call(() -> Future.succeededFuture(inHands.contains(number)));
  }

  @Override
  public Future<List<Long>> settle(List<Long> numbers, Settlement settlement) {
    return call(
        () -> {
          List<Long> unknown = numbers.stream().filter(each -> !inHands.remove(each)).toList();
          parts.settled(caller, queue.name(), numbers, unknown);
          go();
          return Future.succeededFuture(unknown);
        });
  }

  @Override
  public Future<List<Long>> settleSoon(List<Long> numbers, Settlement settlement) {
    return settle(numbers, settlement); // nothing of it is ever written down
  }

  @Override
  public Future<Void> cancel() {
    return call(
        () -> {
          isCancelled = true;
          stopWaiting();
          return leaving.cancelled(queue, this);
        });
  }

  @Override
  public Future<Void> detach(boolean failed) {
    return call(
        () -> {
          stop();
          return leaving.left(queue, this);
        });
  }

  /** The stream is gone. */
  void deleted() {
    owner.runOnContext(turn -> end(queue.unknown()));
  }

  private void end(Failure cause) {
    if (!isOver) {
      stop();
      leaving.left(queue, this);
      receiver.ended(cause);
    }
  }

  private void stop() {
    isOver = true;
    inHands.clear();
    stopWaiting();
  }

  private void stopWaiting() {
    AppendWait waiting = wait;
    if (waiting != null) {
      wait = null;
      waiting.cancel();
    }
  }
}
