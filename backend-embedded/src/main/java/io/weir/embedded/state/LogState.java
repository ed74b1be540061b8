package io.weir.embedded.state;

import io.weir.backend.BackendException.UnknownTopic;
import io.weir.backend.Durability;
import io.weir.backend.TopicPartition;
import io.weir.embedded.index.SealedSegment;
import io.weir.embedded.segment.MetaRecord;
import io.weir.embedded.segment.MetaRecord.Compacted;
import io.weir.embedded.segment.MetaRecord.Enlisted;
import io.weir.embedded.segment.MetaRecord.LogStartMoved;
import io.weir.embedded.segment.MetaRecord.ProducerIdsReserved;
import io.weir.embedded.segment.MetaRecord.ReignBegun;
import io.weir.embedded.segment.MetaRecord.SegmentsCollected;
import io.weir.embedded.segment.MetaRecord.Started;
import io.weir.embedded.segment.MetaRecord.TopicDeleted;
import io.weir.embedded.segment.MetaRecord.TopicWritten;
import io.weir.embedded.segment.MetaRecord.TransactionEnded;
import io.weir.embedded.segment.MetaRecord.TransactionalProducer;
import io.weir.embedded.segment.Transaction;
import io.weir.embedded.segment.Transaction.Open;
import io.weir.embedded.storage.Layout;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the log amounts to. The sequencer changes it, recovery before it; {@link #partition}, {@link
 * #topics} and {@link #sealed} are for anybody.
 */
public final class LogState {
  /**
   * The most offsets that are ever shown and not yet synced, over all partitions, and so what is
   * skipped in a partition that may have lost some.
   */
  public static final long SKIP = 1 << 20;

  /**
   * What is skipped when a part of the log is lost of which nobody can say what was in it: more
   * offsets than a segment has, however well its batches are compressed. Producer ids likewise.
   */
  public static final long SKIP_UNKNOWN = 1L << 40;

  private final Map<UUID, Topic> topics = new ConcurrentHashMap<>();
  private final NavigableMap<Integer, SealedSegment> sealed = new ConcurrentSkipListMap<>();
  private final Map<String, Topic> topicsByName = new HashMap<>();
  private final PartitionTable partitions = new PartitionTable();
  private final ProducerTable producers = new ProducerTable();
  private final TransactionTable transactions = new TransactionTable();

  private final Set<Integer> kept = new ConcurrentSkipListSet<>();
  private final Changes changes = new Changes();

  private final Set<Integer> collected = new TreeSet<>();

  private final AtomicInteger nextCollected = new AtomicInteger(Layout.FIRST_COLLECTED);
  private int nextPartitionNumber;
  private long nextProducerId;
  private long reservedProducerIds;
  private long lastCommit;
  private long durableCommit;
  private @Nullable UUID boot;

  /** The partition, or a failure that says that there is none. */
  public Partition partition(TopicPartition id) {
    Topic topic = topics.get(id.topic());
    if (topic == null) {
      throw unknown(id.topic());
    }
    Partition[] all = topic.partitions();
    if (id.partition() < 0 || id.partition() >= all.length) {
      throw new UnknownTopic(
          "topic %s has partitions 0 to %d, and no %d"
              .formatted(topic.id(), all.length - 1, id.partition()));
    }
    return all[id.partition()];
  }

  /** Whether the topic of a partition asks for an index of keys; any thread. */
  public boolean isKeyed(int number) {
    Partition partition = partitions.get(number);
    return partition != null && partition.topic().settings().keyIndex();
  }

  /** What to answer to whoever names a topic that is not there. */
  public static UnknownTopic unknown(UUID id) {
    return new UnknownTopic("there is no topic " + id);
  }

  public @Nullable Topic topic(UUID id) {
    return topics.get(id);
  }

  public @Nullable Topic topic(String name) {
    return topicsByName.get(name);
  }

  public Collection<Topic> topics() {
    return Collections.unmodifiableCollection(topics.values());
  }

  /** Segments that are no longer written, by number; collected ones among them. */
  public NavigableMap<Integer, SealedSegment> sealed() {
    return sealed;
  }

  /**
   * Segments that may not be deleted: they have records of partitions that nobody knows any more,
   * because what told of them is damaged.
   */
  public Set<Integer> kept() {
    return kept;
  }

  /** Collected segments that count: the log says so, and they were not dropped since. */
  public Set<Integer> collected() {
    return collected;
  }

  /** What the next collected segment is called: greater than any that ever counted. */
  public int nextCollected() {
    return nextCollected.get();
  }

  /** Takes a number for a collected segment that is being written; any thread. */
  public int reserveCollected() {
    return nextCollected.getAndIncrement();
  }

  /** There is or was a collected segment of this number. */
  public void sawCollected(int number) {
    nextCollected.accumulateAndGet(number + 1, Math::max);
  }

  public PartitionTable partitions() {
    return partitions;
  }

  public ProducerTable producers() {
    return producers;
  }

  public TransactionTable transactions() {
    return transactions;
  }

  /** What is not as the checkpoint at the head of the active segment has it. */
  public Changes changes() {
    return changes;
  }

  /** A checkpoint has everything as it is. */
  public void unchanged() {
    changes.clear();
    producers.unchanged();
    transactions.unchanged();
  }

  public int nextPartitionNumber() {
    return nextPartitionNumber;
  }

  /** There are records of a partition with this number, known or not: it is never given again. */
  public void sawPartitionNumber(int number) {
    nextPartitionNumber = Math.max(nextPartitionNumber, number + 1);
  }

  public long lastCommit() {
    return lastCommit;
  }

  public void lastCommit(long number) {
    lastCommit = number;
  }

  /** The last commit that is known to survive a power cut. */
  public long durableCommit() {
    return durableCommit;
  }

  public void durableCommit(long number) {
    durableCommit = number;
  }

  /** The run of the operating system in which the log was last opened. */
  public @Nullable UUID boot() {
    return boot;
  }

  public long reservedProducerIds() {
    return reservedProducerIds;
  }

  /** Reserves more, or gives back what could not be written. */
  public void reservedProducerIds(long before) {
    reservedProducerIds = before;
  }

  public long takeProducerId() {
    return nextProducerId++;
  }

  /** As a checkpoint has it. */
  public void restore(UUID lastBoot, int nextNumber, long producerIds) {
    boot = lastBoot;
    nextPartitionNumber = nextNumber;
    reservedProducerIds = producerIds;
    nextProducerId = producerIds;
  }

  /** Makes true what a record says. */
  public void apply(MetaRecord record) {
    switch (record) {
      case TopicWritten written -> write(written);
      case TopicDeleted deleted -> delete(deleted.id());
      case ProducerIdsReserved reserved -> {
        reservedProducerIds = reserved.before();
        nextProducerId = reserved.before();
      }
      case ReignBegun begun -> with(begun.partition(), p -> p.beginReign(begun.reign()));
      case LogStartMoved moved -> with(moved.partition(), p -> p.moveLogStart(moved.offset()));
      case Started started -> start(started);
      case TransactionalProducer producer -> transactions.put(Transaction.idle(producer));
      case Enlisted enlisted -> enlist(enlisted);
      case TransactionEnded ended -> end(ended);
      case Compacted compacted ->
          with(
              compacted.partition(),
              p -> p.compaction(new CompactionState(compacted.cleanEnd(), compacted.horizon())));
      case SegmentsCollected segments -> {
        for (int number : segments.numbers()) {
          collected.add(number);
          sawCollected(number);
        }
      }
    }
  }

  private void write(TopicWritten written) {
    Topic topic = topics.get(written.id());
    if (topic == null) {
      Topic holder = topicsByName.get(written.name());
      if (holder != null) {
        delete(holder.id()); // the record that said so is damaged, for names are unique
      }
      topic = new Topic(written.id(), written.name(), written.settings(), changes);
    }
    int[] numbers = written.partitionNumbers();
    Partition[] known = topic.partitions();
    Partition[] all = Arrays.copyOf(known, numbers.length);
    for (int i = known.length; i < numbers.length; i++) {
      all[i] = new Partition(topic, i, numbers[i]);
      partitions.add(all[i]);
      sawPartitionNumber(numbers[i]);
    }
    topic.become(written.settings(), all);
    topicsByName.put(topic.name(), topic);
    topics.put(topic.id(), topic);
    changes.add(topic);
  }

  private void enlist(Enlisted enlisted) {
    Transaction known = transactions.get(enlisted.id());
    if (known != null) { // else what told of it is damaged, and nothing will end it
      Open open = known.open();
      if (open == null) {
        open = new Open(enlisted.sinceMillis());
        transactions.put(known.with(open, enlisted.sinceMillis()));
      }
      for (int partition : enlisted.partitions()) {
        open.enlist(partition);
      }
    }
  }

  private void end(TransactionEnded ended) {
    Transaction known = transactions.get(ended.id());
    if (known != null) {
      transactions.put(known.ended(ended.next(), ended.outcome(), ended.millis()));
    }
  }

  private void delete(UUID id) {
    Topic topic = topics.remove(id);
    if (topic != null) {
      topic.markDeleted();
      topicsByName.remove(topic.name());
      changes.add(topic);
      for (Partition partition : topic.partitions()) {
        partitions.remove(partition);
      }
      producers.partitionsDeleted();
    }
  }

  private void start(Started started) {
    boot = started.boot();
    if (started.loss() == Started.Loss.UNKNOWN) {
      changes.countLoss();
      reservedProducerIds += SKIP_UNKNOWN;
      nextProducerId = reservedProducerIds;
    }
    if (started.loss() != Started.Loss.NONE) {
      transactions.doubt();
    }
    for (int number : started.kept()) {
      kept.add(number);
    }
    Set<Integer> suspects = new HashSet<>();
    for (int number : started.suspects()) {
      suspects.add(number);
    }
    partitions.forEach(
        partition -> {
          partition.endReign();
          if (mayHaveLost(partition, started.loss())) {
            partition.skip(started.loss() == Started.Loss.UNKNOWN ? SKIP_UNKNOWN : SKIP);
          } else if (suspects.contains(partition.number())) {
            partition.skip(0);
          }
        });
  }

  private static boolean mayHaveLost(Partition partition, Started.Loss loss) {
    return switch (loss) {
      case NONE -> false;
      case UNSYNCED -> partition.topic().settings().durability() == Durability.ASYNC;
      case UNKNOWN -> true;
    };
  }

  private void with(int number, Consumer<Partition> action) {
    Partition partition = partitions.get(number);
    if (partition != null) {
      action.accept(partition);
    }
  }
}
