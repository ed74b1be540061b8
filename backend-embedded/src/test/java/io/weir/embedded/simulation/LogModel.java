package io.weir.embedded.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.Backend;
import io.weir.backend.Durability;
import io.weir.backend.OffsetRanges;
import io.weir.backend.Retention;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import io.weir.embedded.TestLog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a log must hold, by what was asked of it and what it answered. */
final class LogModel {
  final Map<String, ModelTopic> topics = new TreeMap<>();
  final List<ModelTransaction> transactions = new ArrayList<>();
  private final Set<UUID> formerTopics = new HashSet<>();

  /** A topic whose creation, change or deletion was not answered. */
  @Nullable String uncertainTopic;

  /** Calls for several partitions that a crash may leave or take, but not in part. */
  final List<Map<ModelPartition, ModelBatch>> openCalls = new ArrayList<>();

  List<ModelPartition> partitions() {
    return topics.values().stream().flatMap(topic -> topic.partitions.stream()).toList();
  }

  /** The topics that are no state of somebody who claims them. */
  Stream<ModelTopic> ordinary() {
    return topics.values().stream().filter(topic -> !topic.name.startsWith("state"));
  }

  /** A sync was answered: what was answered before is synced, too. */
  void synced() {
    partitions().forEach(partition -> partition.syncedEnd = partition.end);
    openCalls.clear();
  }

  void delete(String name) {
    ModelTopic topic = topics.remove(name);
    if (topic != null) {
      openCalls.removeIf(call -> call.keySet().stream().anyMatch(topic.partitions::contains));
      formerTopics.add(topic.id);
    }
  }

  /**
   * Holds a log that was opened again against what must be there, and learns what is.
   *
   * @param mayLose whether what was not synced may be gone
   * @param mustAbort whether no transaction may still be open
   */
  void adopt(Backend backend, long now, boolean mayLose, boolean mustAbort) {
    adoptTopics(TestLog.get(backend.topics().list()));
    swept(backend, now, false);
    vanished(backend, now, false);
    for (ModelPartition partition : partitions()) {
      long start = partition.start;
      partition.foundMarkers.clear();
      partition.adopt(ObservedPartition.of(backend, partition.id), mayLose);
      partition.told = new OffsetRanges();
      if (partition.start > start) { // a trim that was not answered has taken place
        forgetCalls(partition);
      }
    }
    for (var call : openCalls) {
      assertThat(call.entrySet().stream().filter(LogModel::isThere).count())
          .as("batches of one call: %s", call.values())
          .isIn(0L, (long) call.size());
    }
    openCalls.clear();
    transactions.forEach(transaction -> resolve(transaction, mayLose, mustAbort));
    transactions.removeIf(transaction -> !transaction.isOpen());
  }

  private static boolean isThere(Map.Entry<ModelPartition, ModelBatch> batch) {
    return batch.getKey().batches.containsValue(batch.getValue());
  }

  private void adoptTopics(List<TopicDescription> described) {
    Set<String> names = new TreeSet<>();
    for (TopicDescription each : described) {
      names.add(each.name());
      ModelTopic topic = topics.get(each.name());
      assertThat(formerTopics).as("ids of former topics").doesNotContain(each.id());
      if (each.settings().durability() == Durability.MEMORY) {
        assertThat(topic != null || each.name().equals(uncertainTopic)).isTrue();
        delete(each.name());
        topics.put(each.name(), new ModelTopic(each));
      } else if (each.name().equals(uncertainTopic)) {
        if (topic == null) {
          topics.put(each.name(), new ModelTopic(each));
        } else {
          topic.become(each);
        }
      } else {
        assertThat(topic).as("topic %s, of which nobody knows", each.name()).isNotNull();
        assertThat(topic.isAs(each)).as("topic %s is %s", each.name(), each).isTrue();
      }
    }
    String uncertain = uncertainTopic;
    if (uncertain != null && !names.contains(uncertain)) {
      delete(uncertain);
    }
    assertThat(names).isEqualTo(topics.keySet());
    uncertainTopic = null;
  }

  /** What became of a transaction that was open, by the markers that have come to light. */
  private void resolve(ModelTransaction transaction, boolean mayLose, boolean mustAbort) {
    Set<Boolean> outcomes = new HashSet<>();
    boolean without = false;
    for (ModelPartition partition : enlisted(transaction)) {
      Boolean commit = partition.foundMarkers.get(transaction.producer);
      if (commit != null) {
        outcomes.add(commit);
      }
      without |= commit == null && partition.holds(transaction);
    }
    assertThat(outcomes).as("outcomes of producer %d", transaction.producer).hasSizeLessThan(2);
    if (outcomes.isEmpty()) {
      assertThat(mustAbort && without)
          .as("producer %d is still open", transaction.producer)
          .isFalse();
      if (mustAbort) {
        transaction.end(false);
      } else if (mayLose) {
        transaction.maybeEnlisted.addAll(transaction.enlisted);
      }
    } else {
      boolean committed = outcomes.iterator().next();
      assertThat(without)
          .as("producer %d ended in some partitions only", transaction.producer)
          .isFalse();
      assertThat(mayLose && !committed || transaction.mayEnd(committed))
          .as("producer %d, committed: %s", transaction.producer, committed)
          .isTrue();
      transaction.end(committed);
    }
  }

  boolean isOrdinary(ModelPartition partition) {
    return ordinary().anyMatch(topic -> topic.partitions.contains(partition));
  }

  /** A call for several partitions is under way, or not synced. */
  void called(Map<ModelPartition, ModelBatch> call) {
    if (call.keySet().stream().noneMatch(each -> each.durability == Durability.MEMORY)) {
      openCalls.add(call);
    }
  }

  void trimmed(ModelPartition partition, long start) {
    partition.trim(start);
    forgetCalls(partition);
  }

  /** The log itself may have moved the start of what is not kept for ever. */
  void swept(Backend backend, long now, boolean whole) {
    for (ModelTopic topic : topics.values()) {
      Retention retention = topic.settings.retention();
      for (ModelPartition partition : topic.partitions) {
        if (topic.isSwept()) {
          partition.sweptTo(ObservedPartition.of(backend, partition.id), retention, now);
          if (whole) {
            partition.assertSwept(retention, now);
          }
          forgetCalls(partition);
        } else if (topic.isQueue()) {
          partition.settledTo(TestLog.get(backend.log().offsets(partition.id)).logStart(), whole);
          forgetCalls(partition);
        }
      }
    }
  }

  /**
   * Compaction, or collection of what is settled, may have taken something.
   *
   * @param whole whether it met no obstacle
   */
  void vanished(Backend backend, long now, boolean whole) {
    for (ModelTopic topic : topics.values()) {
      for (ModelPartition partition : topic.partitions) {
        if (topic.isCompacted()) {
          ObservedPartition observed = ObservedPartition.of(backend, partition.id);
          ModelCompaction compaction =
              new ModelCompaction(partition, topic.settings.compaction(), now);
          compaction.learn(observed, partition.lastKnown(observed) + 1);
          if (whole) {
            compaction.assertComplete();
          }
        } else if (topic.isQueue()) {
          ObservedPartition observed = ObservedPartition.of(backend, partition.id);
          partition.learnSettled(observed, partition.lastKnown(observed) + 1);
        }
      }
    }
  }

  /** Something is about to go from within partitions. */
  void vanishing() {
    partitions().stream().filter(partition -> partition.vanishes).forEach(this::forgetCalls);
  }

  /** What of a partition goes by itself tells nothing of the calls that wrote it. */
  void forgetCalls(ModelPartition partition) {
    openCalls.removeIf(call -> call.containsKey(partition));
  }

  List<ModelPartition> enlisted(ModelTransaction transaction) {
    return partitions().stream()
        .filter(partition -> transaction.enlisted.contains(partition.id))
        .toList();
  }

  @Nullable ModelPartition partition(TopicPartition id) {
    return partitions().stream().filter(each -> each.id.equals(id)).findAny().orElse(null);
  }
}
