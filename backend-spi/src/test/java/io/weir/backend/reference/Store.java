package io.weir.backend.reference;

import io.weir.backend.BackendException;
import io.weir.backend.Durability;
import io.weir.backend.ProducerStore.ProducerEpoch;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What would lie on a disk: it outlives the backends opened on it. Also their one lock. */
final class Store {
  final Map<UUID, Topic> topics = new HashMap<>();
  final Map<String, Transaction> transactions = new HashMap<>();
  long nextProducer = 1;
  long nextReign = 1;
  private long nextId = 1;

  record Topic(TopicDescription description, List<Partition> partitions) {}

  enum Phase {
    EMPTY,
    OPEN,
    COMMITTED,
    ABORTED
  }

  /** A transactional id: its producer, and the transaction that is open or was the last. */
  static final class Transaction {
    ProducerEpoch producer;

    /** Whose call ended the last transaction, so that it may say so again. */
    @Nullable ProducerEpoch endedBy;

    int timeoutMillis;
    Phase phase = Phase.EMPTY;
    long serial;
    final Set<TopicPartition> enlisted = new HashSet<>();

    Transaction(ProducerEpoch producer) {
      this.producer = producer;
    }
  }

  UUID newId(Flaw flaw) {
    return new UUID(0, flaw == Flaw.REUSES_TOPIC_IDS ? 1 : nextId++);
  }

  Topic topic(UUID id) {
    Topic topic = topics.get(id);
    if (topic == null) {
      throw new BackendException.UnknownTopic("no topic " + id);
    }
    return topic;
  }

  Partition partition(TopicPartition partition) {
    List<Partition> all = topic(partition.topic()).partitions();
    if (partition.partition() < 0 || partition.partition() >= all.size()) {
      throw new BackendException.UnknownTopic("no partition " + partition);
    }
    return all.get(partition.partition());
  }

  /** What the end of a process does to what it leaves behind. */
  void processEnded(boolean crashed, Flaw flaw) {
    for (Topic topic : List.copyOf(topics.values())) {
      TopicDescription old = topic.description();
      if (old.settings().durability() == Durability.MEMORY) {
        topics.remove(old.id());
        TopicDescription reborn =
            new TopicDescription(newId(flaw), old.name(), old.partitions(), old.settings());
        topics.put(reborn.id(), new Topic(reborn, newPartitions(old.partitions())));
      } else {
        for (Partition partition : topic.partitions()) {
          if (crashed) {
            partition.bumpEpoch();
            if (flaw == Flaw.LOSES_THE_TAIL_IN_A_CRASH) {
              partition.loseTail();
            }
          }
          if (flaw == Flaw.COUNTS_WHAT_THIS_PROCESS_APPENDED) {
            partition.appended = 0;
          }
          if (flaw == Flaw.FORGETS_WINDOWS_IN_A_RESTART) {
            partition.windows.clear();
          }
        }
      }
    }
  }

  static List<Partition> newPartitions(int count) {
    List<Partition> partitions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      partitions.add(new Partition());
    }
    return partitions;
  }
}
