package io.weir.embedded.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.backend.BackendException;
import io.weir.backend.BackendException.OffsetOutOfRange;
import io.weir.backend.BackendException.Unavailable;
import io.weir.backend.Cleanup;
import io.weir.backend.Compaction;
import io.weir.backend.Durability;
import io.weir.backend.Retention;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicSettings;
import java.util.function.Consumer;

/** Topics come, change and go; their logs are cut at the start. */
final class TopicSteps {
  private static final Retention MINUTES = new Retention(900_000, Retention.UNLIMITED);
  private static final Retention SHORT = new Retention(Retention.UNLIMITED, 8_000);

  private static final Compaction AT_ONCE =
      Compaction.DEFAULT.withDirtyRatio(0).withTombstoneMillis(100_000);
  private static final TopicSettings COMPACTED =
      TopicSettings.STATE.withCleanup(Cleanup.COMPACT).withCompaction(AT_ONCE);

  private final LogSimulation simulation;
  private final AppendSteps appends;
  private int created;

  TopicSteps(LogSimulation simulation, AppendSteps appends) {
    this.simulation = simulation;
    this.appends = appends;
  }

  void createFirst() {
    create("sync", 2, TopicSettings.STATE);
    create("async", 2, TopicSettings.STATE.withDurability(Durability.ASYNC));
    create("memory", 1, TopicSettings.STATE.withDurability(Durability.MEMORY));
    create("short", 1, TopicSettings.STATE.withRetention(SHORT));
    create("minutes", 1, TopicSettings.STATE.withRetention(MINUTES));
    create("queue", 1, TopicSettings.STATE);
    create("compact", 2, COMPACTED);
    create("compact-async", 1, COMPACTED.withDurability(Durability.ASYNC));
    create("compact-late", 1, COMPACTED.withCompaction(AT_ONCE.withMinLagMillis(120_000)));
    create(
        "compact-delete", 1, COMPACTED.withCleanup(Cleanup.COMPACT_DELETE).withRetention(MINUTES));
    create("state", 1, TopicSettings.STATE);
  }

  void step() {
    int choice = simulation.random.nextInt(10);
    if (choice < 3) {
      trim();
      return;
    }
    if (choice < 6) {
      settle();
      return;
    }
    if (choice < 8) {
      switchIndex(simulation.oneOf(simulation.model.ordinary().toList()));
      return;
    }
    ModelTopic topic =
        simulation.oneOf(
            simulation.model.ordinary().filter(each -> each.name.startsWith("t")).toList());
    if (topic == null || simulation.random.nextInt(3) == 0) {
      Durability durability = simulation.oneOf(Durability.values());
      String name = "t" + created++ % 4;
      if (!simulation.model.topics.containsKey(name)) {
        create(
            name, 1 + simulation.random.nextInt(2), TopicSettings.STATE.withDurability(durability));
      }
    } else if (simulation.random.nextBoolean()) {
      delete(topic);
    } else {
      alter(topic);
    }
  }

  /** Half of the topics are asked for an index of keys from the first. */
  private void create(String name, int partitions, TopicSettings settings) {
    TopicSettings indexed = settings.withKeyIndex(simulation.random.nextBoolean());
    simulation.note("create %s: %s, by key: %s", name, settings.durability(), indexed.keyIndex());
    change(
        name,
        simulation.spi.topics().create(name, partitions, indexed),
        described -> simulation.model.topics.put(name, new ModelTopic(described)));
  }

  private void alter(ModelTopic topic) {
    TopicSettings settings = topic.settings;
    if (settings.durability() != Durability.MEMORY) {
      settings = settings.withDurability(simulation.oneOf(Durability.SYNC, Durability.ASYNC));
    }
    int partitions = Math.min(3, topic.partitions.size() + simulation.random.nextInt(2));
    simulation.note("alter %s: %s, %d", topic.name, settings.durability(), partitions);
    change(
        topic.name,
        simulation.spi.topics().alter(topic.id, partitions, settings),
        (TopicDescription described) -> topic.become(described));
  }

  /** What was written before has no keys in its index, or has them and nobody asks for them. */
  private void switchIndex(ModelTopic topic) {
    TopicSettings settings = topic.settings.withKeyIndex(!topic.settings.keyIndex());
    simulation.note("%s by key: %s", topic.name, settings.keyIndex());
    change(
        topic.name,
        simulation.spi.topics().alter(topic.id, topic.partitions.size(), settings),
        (TopicDescription described) -> topic.become(described));
  }

  private void delete(ModelTopic topic) {
    simulation.note("delete %s", topic.name);
    change(
        topic.name,
        simulation.spi.topics().delete(topic.id),
        (Void unused) -> simulation.model.delete(topic.name));
  }

  private <T> void change(String name, Future<T> answer, Consumer<T> learn) {
    simulation.model.uncertainTopic = name;
    try {
      learn.accept(simulation.answer(answer));
      simulation.model.uncertainTopic = null;
      simulation.model.synced();
    } catch (Unavailable e) {
      simulation.note("  nobody knows");
    } catch (BackendException e) {
      simulation.model.uncertainTopic = null;
    }
  }

  /** The owner of a queue is done with some of it, before which no transaction is open. */
  private void settle() {
    ModelPartition queue = simulation.model.topics.get("queue").partitions.getFirst();
    long stable = queue.lastStable(queue.end);
    long from = queue.start + simulation.random.nextLong(Math.max(1, stable - queue.start));
    long before = Math.min(stable, from + simulation.random.nextLong(12));
    if (simulation.random.nextInt(3) == 0) {
      from = Math.max(0, queue.start - 1);
    }
    if (from >= before) {
      return;
    }
    simulation.note("settle %s from %d to before %d", queue, from, before);
    queue.settled.add(from, before);
    try {
      simulation.answer(simulation.spi.log().settle(queue.id, from, before));
      queue.told.add(from, before);
    } catch (BackendException e) {
      simulation.note("  refused");
    }
  }

  private void trim() {
    ModelPartition partition = appends.any();
    long end = simulation.log.end(partition.id);
    long start = partition.start;
    long offset =
        simulation.random.nextInt(4) == 0
            ? end + simulation.random.nextInt(2)
            : start + simulation.random.nextLong(Math.max(1, Math.min(end - start, 10)));
    simulation.note("trim %s before %d", partition, offset);
    try {
      long answered =
          simulation.answer(
              simulation.spi.log().trim(partition.id, offset), OffsetOutOfRange.class);
      assertThat(answered).isEqualTo(Math.max(partition.start, offset)).isLessThanOrEqualTo(end);
      if (answered > partition.start) { // else nothing was written, nor synced
        simulation.model.trimmed(partition, answered);
        simulation.model.synced();
      }
    } catch (Unavailable e) {
      partition.maybeStart = offset;
    } catch (OffsetOutOfRange e) {
      assertThat(offset).isGreaterThan(end);
    } catch (BackendException e) {
      simulation.note("  refused");
    }
  }
}
