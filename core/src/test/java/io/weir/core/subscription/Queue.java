package io.weir.core.subscription;

import static io.weir.core.TestCore.bytes;
import static io.weir.testing.Futures.await;

import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.Future;
import io.weir.backend.Backend;
import io.weir.backend.Capabilities;
import io.weir.backend.Capabilities.Feature;
import io.weir.backend.Isolation;
import io.weir.backend.Read;
import io.weir.backend.ReadResult;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import io.weir.backend.TopicSettings;
import io.weir.core.CoreOptions;
import io.weir.core.FaultyBackend;
import io.weir.core.Interposed;
import io.weir.core.TestCore;
import io.weir.core.state.StateLogs;
import io.weir.core.subscription.Subscriptions.Start;
import io.weir.record.BatchBuilder;
import io.weir.record.Batches;
import io.weir.record.Header;
import io.weir.record.LogRecord;
import io.weir.record.RecordBatch;
import io.weir.record.Records;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A core whose queue, and the topic {@code dead}, are on its backend. */
final class Queue implements AutoCloseable {
  static final String STATE = "subscriptions";

  final FaultyBackend faulty = new FaultyBackend();
  final TestCore test = new TestCore(CoreOptions.DEFAULT, faulty);
  final TopicPartition partition;
  final TopicPartition dead;
  SubscriptionOptions options = SubscriptionOptions.DEFAULT;
  DeadLetters deadLetters = DeadLetters.NONE;
  Start start = Start.EARLIEST;
  boolean isAtomic = true;
  Subscriptions subscriptions;
  Subscription subscription;

  Queue() {
    this(SubscriptionOptions.DEFAULT);
  }

  Queue(SubscriptionOptions options) {
    this.options = options;
    partition = create("queue");
    dead = create("dead");
    deadLetters = letter -> Future.succeededFuture(List.of(new DeadLetters.Target(dead, null)));
    await(test.core().state().ensure(STATE, 1));
    subscriptions = openAll();
    subscription = open();
  }

  private TopicPartition create(String name) {
    UUID id = await(test.backend().topics().create(name, 1, TopicSettings.DEFAULT)).id();
    return new TopicPartition(id, 0);
  }

  Backend backend() {
    return faulty.apply(test.backend());
  }

  Subscriptions openAll() {
    Backend backend = backend();
    Capabilities all = backend.capabilities();
    Set<Feature> features = EnumSet.copyOf(all.features());
    if (!isAtomic) {
      features.remove(Feature.ATOMIC_APPEND);
    }
    Backend declaring =
        Interposed.declaring(new Capabilities(features, all.durabilities(), all.maxBatchBytes()))
            .apply(backend);
    return await(
        Subscriptions.open(
            test.vertx, declaring, test.core().state(), STATE, 0, System::currentTimeMillis));
  }

  Subscription open() {
    return await(subscriptions.open("orders", List.of(partition), start, options, deadLetters));
  }

  /** One over both topics, of which the dead ones are served first. */
  Subscription openLevels() {
    return await(
        subscriptions.open(
            "levels",
            List.of(partition, dead),
            start,
            SubscriptionOptions.DEFAULT,
            DeadLetters.NONE));
  }

  /** Ends it in order, and starts it again. */
  void restart() {
    await(subscriptions.close());
    test.restart();
    reopen();
  }

  /** Ends it as kill -9 does, and starts it again. */
  void crash() {
    test.crash();
    reopen();
  }

  private void reopen() {
    await(test.core().state().ensure(STATE, 1));
    subscriptions = openAll();
    subscription = open();
  }

  /** The backend forgets what is settled or superseded. */
  void freeAndCompact() {
    try {
      test.storage.cleanUp(test.backend());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many records the state partition has. */
  int stateRecords() {
    return held(new TopicPartition(topic(StateLogs.PREFIX + STATE).id(), 0)).size();
  }

  /** Before which offset everything is settled, as it is written down. */
  long floorWrittenDown() {
    ReadResult result = read(new TopicPartition(topic(StateLogs.PREFIX + STATE).id(), 0));
    try {
      CursorReplay replay = new CursorReplay();
      Batches.in(result.batches()).forEach(replay::batch);
      return replay.cursor("orders", 0).orElseThrow().cursor().floor();
    } finally {
      result.batches().release();
    }
  }

  /** One batch with these bodies. */
  void publish(String... bodies) {
    publish(List.of(), bodies);
  }

  void publish(List<Header> headers, String... bodies) {
    publishTo(partition, headers, bodies);
  }

  void publishTo(TopicPartition to, String... bodies) {
    publishTo(to, List.of(), bodies);
  }

  private void publishTo(TopicPartition to, List<Header> headers, String... bodies) {
    BatchBuilder batch = BatchBuilder.create(ByteBufAllocator.DEFAULT);
    for (String body : bodies) {
      batch.add(System.currentTimeMillis(), null, bytes(body), headers);
    }
    await(test.backend().log().append(to, batch.build()));
  }

  private ReadResult read(TopicPartition of) {
    return await(
        test.backend()
            .log()
            .offsets(of)
            .compose(
                offsets ->
                    test.backend()
                        .log()
                        .read(
                            new Read(
                                of, offsets.logStart(), Integer.MAX_VALUE, Isolation.COMMITTED))));
  }

  /** All that a partition holds. */
  List<LogRecord> held(TopicPartition of) {
    ReadResult result = read(of);
    List<LogRecord> held = new ArrayList<>();
    for (RecordBatch batch : Batches.in(result.batches())) {
      try (Records records = batch.records(1 << 20)) {
        records.forEach(record -> held.add(record.copy()));
      }
    }
    result.batches().release();
    return held;
  }

  List<String> bodies(TopicPartition of) {
    return held(of).stream().map(Messages::body).toList();
  }

  Counts counts() {
    return await(subscription.counts());
  }

  TopicDescription topic(String name) {
    return await(test.backend().topics().list()).stream()
        .filter(topic -> topic.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    faulty.release();
    test.close();
  }
}
