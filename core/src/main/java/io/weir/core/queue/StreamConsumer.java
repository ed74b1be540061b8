package io.weir.core.queue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.weir.backend.TopicPartition;
import io.weir.core.failure.Failure;
import io.weir.core.limit.Wait;
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

/**
 * Reads a stream for one consumer: as much as it has credit for and may have unsettled. A view of a
 * topic with several partitions is read in all of them, each in its order, from the place in each
 * that the consumer's start means there. State is touched on its own context only.
 */
final class StreamConsumer implements QueueConsumer, StreamReader.Host {
  private final LiveQueue queue;
  private final Caller caller;
  private final ConsumerOptions options;
  private final StreamStart start;
  private final Predicate<List<Header>> wanted;
  private final QueueReceiver receiver;
  private final Parts parts;
  private final LiveConsumer.Leaving leaving;
  private final ContextInternal owner;
  private final Set<TopicPartition> partitions = new HashSet<>();
  private final List<StreamReader> readers = new ArrayList<>();

  /** The numbers of what is unsettled. */
  private final Set<Long> inHands = new HashSet<>();

  private long lastNumber;
  private long credit;

  /** Which reader is asked first, so that none is always last when there is little room. */
  private int turn;

  private boolean isOver;
  private boolean isCancelled;

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
    this.credit = options.credit();
    queue.partitions().forEach(this::add);
  }

  private StreamReader add(TopicPartition partition) {
    partitions.add(partition);
    StreamReader reader = new StreamReader(owner, parts.log(), partition, this);
    readers.add(reader);
    return reader;
  }

  /** Finds out where it begins, and begins. */
  Future<Void> start() {
    return call(
        () ->
            Future.all(readers.stream().map(reader -> reader.begin(start)).toList())
                .<Void>mapEmpty()
                .onSuccess(found -> owner.runOnContext(turn -> go()))
                .recover(cause -> Future.failedFuture(queue.worded(cause))));
  }

  /** The topic may have partitions that are not read yet: whatever is in those has come since. */
  void extend(List<TopicPartition> all) {
    owner.runOnContext(
        turn -> {
          for (TopicPartition each : all) {
            if (!isOver && !partitions.contains(each)) {
              StreamReader reader = add(each);
              reader.begin(StreamStart.FIRST).onSuccess(found -> reader.go());
            }
          }
        });
  }

  private <T> Future<T> call(Supplier<Future<T>> action) {
    ContextInternal context = ((VertxInternal) parts.vertx()).getContext();
    Promise<T> answer = (context == null ? owner : context).promise();
    owner.runOnContext(turn -> action.get().onComplete(answer));
    return answer.future();
  }

  // ---- reading

  private void go() {
    turn++;
    for (int i = 0; i < readers.size(); i++) {
      readers.get(Math.floorMod(turn + i, readers.size())).go();
    }
  }

  @Override
  public int room() {
    if (isOver || isCancelled) {
      return 0;
    }
    long unsettled = options.settled() ? 0 : inHands.size();
    return (int) Math.min(credit, Math.max(0, options.prefetch() - unsettled));
  }

  @Override
  public Wait pause() {
    return parts.limits().consume(caller, 0, 0);
  }

  @Override
  public boolean wants(LogRecord message) {
    return wanted.test(Shown.headers(message));
  }

  @Override
  public void take(int partition, List<LogRecord> messages) {
    List<Delivered> delivered = new ArrayList<>(messages.size());
    long bytes = 0;
    for (LogRecord message : messages) {
      Delivery delivery = new Delivery(++lastNumber, partition, message, 0, 0, false);
      delivered.add(Shown.of(queue.name(), delivery));
      bytes += message.sizeInBytes();
      if (!options.settled()) {
        inHands.add(lastNumber);
      }
    }
    credit = credit == ConsumerOptions.UNLIMITED ? credit : credit - messages.size();
    parts.limits().consume(caller, messages.size(), bytes);
    long offset = messages.getFirst().offset();
    parts.delivered(caller, queue.name(), partition, offset, messages.size(), bytes);
    receiver.deliver(delivered);
  }

  @Override
  public void lost() {
    end(queue.unknown());
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
          readers.forEach(StreamReader::stop);
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
    readers.forEach(StreamReader::stop);
  }
}
