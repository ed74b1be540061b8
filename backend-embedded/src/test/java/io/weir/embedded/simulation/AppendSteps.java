package io.weir.embedded.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.vertx.core.Future;
import io.weir.backend.AppendResult;
import io.weir.backend.AppendResult.Appended;
import io.weir.backend.AppendResult.Duplicate;
import io.weir.backend.AppendWait;
import io.weir.backend.BackendException;
import io.weir.backend.BackendException.Fenced;
import io.weir.backend.BackendException.OutOfOrderSequence;
import io.weir.backend.BackendException.Unavailable;
import io.weir.backend.Durability;
import io.weir.backend.Isolation;
import io.weir.backend.PartitionAppend;
import io.weir.embedded.TestLog;
import io.weir.embedded.simulation.SimulatedFaults.Operation;
import io.weir.record.BatchBuilder;
import io.weir.record.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Appends of every kind but the transactional. */
final class AppendSteps {
  /** All keys that records have. */
  static final List<String> KEYS = List.of("k0", "k1", "k2", "k3", "k4");

  private static final int MOST_PRODUCERS = 4;

  private final LogSimulation simulation;
  private final List<Long> producers = new ArrayList<>();
  private int sent;

  AppendSteps(LogSimulation simulation) {
    this.simulation = simulation;
  }

  void step() throws InterruptedException {
    switch (simulation.random.nextInt(10)) {
      case 0, 1, 2 -> plain();
      case 3, 4, 5, 6 -> idempotent();
      case 7, 8 -> toSeveral();
      default -> atOnce();
    }
  }

  @Nullable ModelPartition any() {
    List<ModelPartition> all =
        simulation.model.ordinary().flatMap(topic -> topic.partitions.stream()).toList();
    return simulation.oneOf(all);
  }

  private void plain() {
    ModelPartition partition = any();
    long end = simulation.log.end(partition.id);
    AppendWait wait = simulation.spi.log().awaitAppend(partition.id, end, Isolation.UNCOMMITTED);
    assertThat(wait.future().isComplete()).as("wait for %d of %s", end, partition.id).isFalse();
    if (send(partition, plainBatch(partition)) instanceof Appended) {
      TestLog.get(wait.future());
    } else {
      wait.cancel();
    }
  }

  private void idempotent() {
    if (producers.size() < MOST_PRODUCERS) {
      newProducer();
      return;
    }
    ModelPartition partition = any();
    long producer = simulation.oneOf(producers);
    var window = partition.window(producer);
    if (window.isEmpty()) {
      send(partition, batch(partition, producer, 0, 0, null));
      return;
    }
    ModelBatch last = window.lastEntry().getValue();
    int next = last.sequence + last.records();
    switch (simulation.random.nextInt(8)) {
      case 0 -> again(partition, last.epoch, producer);
      case 1 ->
          refused(
              partition,
              batch(partition, producer, last.epoch, next + 1, null),
              OutOfOrderSequence.class);
      case 2 -> send(partition, batch(partition, producer, last.epoch + 1, 0, null));
      case 3 -> {
        if (last.epoch > 0) {
          refused(partition, batch(partition, producer, last.epoch - 1, next, null), Fenced.class);
        }
      }
      default -> send(partition, batch(partition, producer, last.epoch, next, null));
    }
  }

  private void newProducer() {
    try {
      long id = simulation.answer(simulation.spi.producers().newProducer()).id();
      simulation.note("producer %d", id);
      assertThat(simulation.producerIds.add(id)).as("producer id %d is new", id).isTrue();
      producers.add(id);
    } catch (BackendException e) {
      simulation.note("no producer: %s", e.getMessage());
    }
  }

  private void again(ModelPartition partition, int epoch, long producer) {
    var known =
        partition.window(producer).entrySet().stream()
            .filter(each -> each.getValue().epoch == epoch)
            .toList();
    var chosen = simulation.oneOf(known);
    simulation.note("again %s", chosen.getValue());
    try {
      assertThat(simulation.answer(append(partition, chosen.getValue())))
          .as("%s again in %s", chosen.getValue(), partition.id)
          .isEqualTo(new Duplicate(chosen.getKey()));
    } catch (BackendException e) {
      simulation.note("  not answered");
    }
  }

  private void refused(
      ModelPartition partition, ModelBatch batch, Class<? extends BackendException> cause) {
    AppendResult result = send(partition, batch, cause);
    assertThat(result).as("%s to %s, refused as %s", batch, partition.id, cause).isNull();
  }

  /** Appends and learns; null if it failed as it may. */
  @SafeVarargs
  final @Nullable AppendResult send(
      ModelPartition partition, ModelBatch batch, Class<? extends BackendException>... mayFail) {
    simulation.note("append %s to %s", describe(batch), partition);
    return settle(partition, batch, append(partition, batch), mayFail);
  }

  @SafeVarargs
  private @Nullable AppendResult settle(
      ModelPartition partition,
      ModelBatch batch,
      Future<AppendResult> answer,
      Class<? extends BackendException>... mayFail) {
    try {
      AppendResult result = simulation.answer(answer, mayFail);
      assertThat(result).as("answer to %s", batch).isInstanceOf(Appended.class);
      partition.add(result.baseOffset(), batch);
      if (partition.durability == Durability.SYNC) {
        simulation.model.synced();
      }
      return result;
    } catch (Unavailable e) {
      partition.maybe.put(batch.values.getFirst(), batch);
      return null;
    } catch (BackendException e) {
      return null;
    }
  }

  private void toSeveral() {
    Map<ModelPartition, ModelBatch> call = new LinkedHashMap<>();
    for (int i = 0; i < 3; i++) {
      ModelPartition partition = any();
      call.put(partition, plainBatch(partition));
    }
    simulation.note("append %s", call);
    List<PartitionAppend> appends = new ArrayList<>();
    call.forEach((at, batch) -> appends.add(new PartitionAppend(at.id, buffer(batch))));
    settle(call, simulation.spi.log().appendAll(appends));
  }

  /** Learns from the answer to a call for several partitions. */
  void settle(
      Map<ModelPartition, ModelBatch> call,
      Future<List<AppendResult>> answer,
      Class<? extends BackendException>... mayFail) {
    simulation.model.called(call);
    try {
      List<AppendResult> results = simulation.answer(answer, mayFail);
      int i = 0;
      for (var each : call.entrySet()) {
        each.getKey().add(results.get(i++).baseOffset(), each.getValue());
      }
      if (call.keySet().stream().anyMatch(each -> each.durability == Durability.SYNC)) {
        simulation.model.synced();
      }
    } catch (Unavailable e) {
      call.forEach((partition, batch) -> partition.maybe.put(batch.values.getFirst(), batch));
    } catch (BackendException e) {
      simulation.note("  refused");
    }
  }

  /** Some wait while a write or sync is under way; perhaps the machine goes down in it. */
  private void atOnce() throws InterruptedException {
    ModelPartition first =
        simulation.oneOf(
            simulation.model.partitions().stream()
                .filter(each -> each.durability == Durability.SYNC)
                .filter(each -> simulation.model.isOrdinary(each))
                .toList());
    Operation held = simulation.oneOf(Operation.WRITE, Operation.FORCE);
    SimulatedFaults faults = simulation.disk.log;
    faults.hold(held);
    ModelBatch batch = plainBatch(first);
    simulation.note("append %s to %s, held in %s", describe(batch), first, held);
    Future<AppendResult> holding = append(first, batch);
    Map<ModelPartition, ModelBatch> others = new LinkedHashMap<>();
    List<Future<AppendResult>> answers = new ArrayList<>();
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (!faults.reached().await(1, TimeUnit.MILLISECONDS) && !holding.isComplete()) {
        assertThat(System.nanoTime()).as("time to come to a %s", held).isLessThan(deadline);
      }
      for (int i = 0; i < 4; i++) {
        ModelPartition partition = any();
        if (!others.containsKey(partition)) {
          others.put(partition, plainBatch(partition));
          answers.add(append(partition, others.get(partition)));
        }
      }
      simulation.note("  meanwhile %s", others);
      if (faults.reached().getCount() == 0) {
        simulation.assertSeen(first);
      }
      if (simulation.random.nextInt(4) == 0) {
        simulation.note("  and the machine goes down");
        faults.dieAfter(0);
      }
    } finally {
      faults.letGo();
    }
    settle(first, batch, holding);
    int i = 0;
    for (var each : others.entrySet()) {
      settle(each.getKey(), each.getValue(), answers.get(i++));
    }
  }

  /**
   * The bytes of a record that the log knows to have been synced, so that it must tell of their
   * damage; null if there is none.
   */
  byte @Nullable [] somethingToFlip() {
    if (simulation.random.nextInt(5) != 0) {
      return null;
    }
    ModelPartition partition = any();
    List<ModelBatch> candidates = partition.flippable();
    ModelPartition other = simulation.model.topics.get("sync").partitions.getFirst();
    if (candidates.isEmpty() || !(send(other, plainBatch(other)) instanceof Appended)) {
      return null;
    }
    ModelBatch chosen = simulation.oneOf(candidates);
    chosen.damaged = true;
    simulation.note("bits of %s flip", chosen);
    return chosen.values.getLast().getBytes(StandardCharsets.UTF_8);
  }

  Future<AppendResult> append(ModelPartition partition, ModelBatch batch) {
    return simulation.spi.log().append(partition.id, buffer(batch));
  }

  ModelBatch plainBatch(ModelPartition partition) {
    return batch(partition, -1, -1, ModelBatch.NO_SEQUENCE, null);
  }

  ModelBatch batch(
      ModelPartition partition,
      long producer,
      int epoch,
      int sequence,
      @Nullable ModelTransaction transaction) {
    List<String> values = new ArrayList<>();
    int records = 1 + simulation.random.nextInt(3);
    int filler = simulation.random.nextInt(5) == 0 ? 3000 : 60;
    sent++;
    for (int i = 0; i < records; i++) {
      String text = key() + "value %06d.%d ".formatted(sent, i);
      values.add(text + "x".repeat(simulation.random.nextInt(filler)));
    }
    return new ModelBatch(values, simulation.tick(), producer, epoch, sequence, transaction);
  }

  static ByteBuf buffer(ModelBatch batch) {
    try (BatchBuilder builder = BatchBuilder.create(UnpooledByteBufAllocator.DEFAULT)) {
      if (batch.producer >= 0) {
        builder.producer(batch.producer, (short) batch.epoch, batch.sequence);
      }
      if (batch.transaction != null) {
        builder.transactional();
      }
      long timestamp = batch.timestamp;
      for (String value : batch.values) {
        String key = ModelBatch.key(value);
        boolean empty = ModelBatch.isTombstone(value);
        builder.add(
            timestamp++,
            key == null ? null : bytes(key),
            empty ? null : bytes(value),
            empty ? List.of(Header.of("text", value)) : List.of());
      }
      ByteBuf built = builder.build();
      batch.bytes = built.readableBytes();
      return built;
    }
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }

  /** How the text of a record begins that has a key; sometimes it has none. */
  private String key() {
    int chosen = simulation.random.nextInt(KEYS.size() + 1);
    return chosen == KEYS.size()
        ? ""
        : KEYS.get(chosen) + (simulation.random.nextInt(4) == 0 ? "-" : "=");
  }

  private static String describe(ModelBatch batch) {
    return batch.producer < 0
        ? batch.toString()
        : "%s by %d/%d/%d".formatted(batch, batch.producer, batch.epoch, batch.sequence);
  }
}
