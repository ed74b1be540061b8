package io.weir.core.read;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.weir.backend.AppendWait;
import io.weir.backend.EpochEnd;
import io.weir.backend.Isolation;
import io.weir.backend.Offsets;
import io.weir.backend.PartitionLog;
import io.weir.backend.Read;
import io.weir.backend.ReadResult;
import io.weir.backend.TimestampedOffset;
import io.weir.backend.TopicPartition;
import io.weir.core.access.Access;
import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource;
import io.weir.core.event.Event;
import io.weir.core.event.Events;
import io.weir.core.failure.BackendFailures;
import io.weir.core.failure.Failure;
import io.weir.core.limit.Limits;
import io.weir.core.limit.Wait;
import io.weir.core.tenant.Caller;
import io.weir.core.topic.Topic;
import io.weir.record.Batches;
import io.weir.record.RecordBatch;
import java.util.Optional;
import java.util.function.Function;

/** Passes reads through to the log, once they are allowed. */
final class LogReader implements Reader {
  private final VertxInternal vertx;
  private final PartitionLog log;
  private final Access access;
  private final Limits limits;
  private final Events events;

  LogReader(Vertx vertx, PartitionLog log, Access access, Limits limits, Events events) {
    this.vertx = (VertxInternal) vertx;
    this.log = log;
    this.access = access;
    this.limits = limits;
    this.events = events;
  }

  @Override
  public Future<ReadResult> read(
      Caller caller, Topic topic, int partition, long offset, int maxBytes, Isolation isolation) {
    return ask(
        caller,
        topic,
        partition,
        place -> {
          Wait wait = limits.consume(caller, 0, 0);
          if (wait.isNeeded()) {
            events.emit(() -> new Event.Throttled(caller, "consume", wait));
            throw wait.failure();
          }
          return log.read(new Read(place, offset, maxBytes, isolation))
              .onSuccess(result -> delivered(caller, topic, partition, result.batches()));
        });
  }

  private void delivered(Caller caller, Topic topic, int partition, ByteBuf batches) {
    boolean unnoticed = limits == Limits.NONE && !events.isHeard();
    if (unnoticed || !batches.isReadable()) {
      return;
    }
    int count = 0;
    long first = -1;
    for (RecordBatch batch : Batches.in(batches)) {
      first = count == 0 ? batch.baseOffset() : first;
      count += batch.count();
    }
    int records = count;
    long baseOffset = first;
    int bytes = batches.readableBytes();
    limits.consume(caller, records, bytes);
    String name = topic.name().text();
    events.emit(() -> new Event.Delivered(caller, name, partition, baseOffset, records, bytes));
  }

  @Override
  public AppendWait awaitAppend(
      Caller caller, Topic topic, int partition, long offset, Isolation isolation) {
    TopicPartition place = allowed(caller, topic, partition);
    AppendWait wait = log.awaitAppend(place, offset, isolation);
    return new AnsweredWait(wait, answered(topic, wait.future()));
  }

  @Override
  public Future<Offsets> offsets(Caller caller, Topic topic, int partition) {
    return ask(caller, topic, partition, log::offsets);
  }

  @Override
  public Future<Optional<TimestampedOffset>> offsetForTimestamp(
      Caller caller, Topic topic, int partition, long timestamp) {
    return ask(caller, topic, partition, place -> log.offsetForTimestamp(place, timestamp));
  }

  @Override
  public Future<Optional<TimestampedOffset>> offsetOfMaxTimestamp(
      Caller caller, Topic topic, int partition) {
    return ask(caller, topic, partition, log::offsetOfMaxTimestamp);
  }

  @Override
  public Future<Optional<EpochEnd>> endOfEpoch(
      Caller caller, Topic topic, int partition, int epoch) {
    return ask(caller, topic, partition, place -> log.endOfEpoch(place, epoch));
  }

  private <T> Future<T> ask(
      Caller caller, Topic topic, int partition, Function<TopicPartition, Future<T>> question) {
    try {
      return answered(topic, question.apply(allowed(caller, topic, partition)))
          .onFailure(cause -> refused(caller, topic, (Failure) cause));
    } catch (Failure e) {
      refused(caller, topic, e);
      return vertx.getOrCreateContext().failedFuture(e);
    }
  }

  private TopicPartition allowed(Caller caller, Topic topic, int partition) {
    if (!topic.tenant().equals(caller.tenant())) {
      throw topic.name().unknown();
    }
    if (!access.allows(caller, Operation.CONSUME, Resource.topic(topic.name().text()))) {
      throw new Failure.Denied("you may not consume " + topic.name().called());
    }
    return topic.partition(partition);
  }

  private void refused(Caller caller, Topic topic, Failure failure) {
    events.emit(() -> new Event.Refused(caller, "consume", topic.name().text(), failure));
  }

  private static <T> Future<T> answered(Topic topic, Future<T> future) {
    return future.recover(
        cause -> Future.failedFuture(BackendFailures.of(cause, topic.name().called())));
  }

  /** A wait whose future fails in the core's words. */
  private record AnsweredWait(AppendWait below, Future<Void> future) implements AppendWait {
    @Override
    public void cancel() {
      below.cancel();
    }
  }
}
