package io.weir.embedded.checkpoint;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.embedded.segment.MetaRecord;
import io.weir.embedded.segment.MetaRecord.TopicDeleted;
import io.weir.embedded.segment.MetaRecord.TopicWritten;
import io.weir.embedded.segment.Transaction;
import io.weir.embedded.state.Changes;
import io.weir.embedded.state.EpochHistory;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Partition;
import io.weir.embedded.state.ProducerState;
import io.weir.embedded.state.ProducerTable;
import io.weir.embedded.state.Topic;
import io.weir.embedded.state.TransactionTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What has changed in the {@link LogState} since the head of the segment before: written at the
 * head of a segment in the place of a whole {@link Checkpoint} where that would be large. With the
 * state at the head of the segment before it gives the state at the head of this one.
 */
final class DeltaCheckpoint {
  /** What one change takes most often, so that the buffer need not grow. */
  private static final int USUAL_BYTES = 48;

  private DeltaCheckpoint() {}

  /** The payloads of its entries. */
  static List<ByteBuf> encode(LogState state, UUID boot) {
    Changes changes = state.changes();
    ByteBuf out = Unpooled.buffer(4096 + changes.count() * USUAL_BYTES);
    MetaRecord.writeId(out, boot);
    out.writeInt(state.nextPartitionNumber());
    out.writeLong(state.reservedProducerIds());
    out.writeBoolean(changes.isLossCounted());
    writeTopics(out, state);
    writePartitions(out, changes.partitions());
    writeProducers(out, state.producers());
    MetaRecord.writeInts(out, state.kept().stream().mapToInt(Integer::intValue).toArray());
    writeTransactions(out, state.transactions());
    out.writeInt(state.nextCollected());
    MetaRecord.writeInts(out, state.collected().stream().mapToInt(Integer::intValue).toArray());
    Checkpoint.writeCompactions(out, changes.partitions());
    return Checkpoint.chunks(out);
  }

  /**
   * Makes a state that is as at the head of one segment what it is at the head of the next; runtime
   * exceptions where the bytes are not what was encoded.
   *
   * @return whether a start between the two has counted all damage of which nobody can say what it
   *     was
   */
  static boolean apply(ByteBuf in, LogState state) {
    UUID boot = MetaRecord.readId(in);
    int nextPartition = in.readInt();
    long producerIds = in.readLong();
    boolean lossCounted = in.readBoolean();
    readTopics(in, state);
    readPartitions(in, state);
    readProducers(in, state.producers());
    state.kept().clear();
    for (int number : MetaRecord.readInts(in)) {
      state.kept().add(number);
    }
    readTransactions(in, state);
    state.sawCollected(in.readInt() - 1);
    state.collected().clear();
    for (int number : MetaRecord.readInts(in)) {
      state.collected().add(number);
    }
    Checkpoint.readCompactions(in, state);
    state.restore(boot, nextPartition, producerIds);
    return lossCounted;
  }

  private static void writeTopics(ByteBuf out, LogState state) {
    List<UUID> deleted = new ArrayList<>();
    List<Topic> written = new ArrayList<>();
    for (UUID id : state.changes().topics()) {
      Topic topic = state.topic(id);
      if (topic == null) {
        deleted.add(id);
      } else {
        written.add(topic);
      }
    }
    out.writeInt(deleted.size());
    deleted.forEach(id -> MetaRecord.writeId(out, id));
    out.writeInt(written.size());
    written.forEach(topic -> Checkpoint.record(topic).writeTo(out));
  }

  /** Those that are gone first, for another may have the name. */
  private static void readTopics(ByteBuf in, LogState state) {
    int deleted = in.readInt();
    for (int i = 0; i < deleted; i++) {
      state.apply(new TopicDeleted(MetaRecord.readId(in)));
    }
    int written = in.readInt();
    for (int i = 0; i < written; i++) {
      state.apply(TopicWritten.read(in));
    }
  }

  private static void writePartitions(ByteBuf out, List<Partition> partitions) {
    int countAt = out.writerIndex();
    out.writeInt(0);
    int count = 0;
    for (Partition partition : partitions) {
      if (!partition.topic().isDeleted()) {
        out.writeInt(partition.number());
        out.writeLong(partition.logStart()).writeLong(partition.highWatermark());
        out.writeLong(partition.nextOffset()).writeLong(partition.reign());
        writeEpochs(out, partition.epochs());
        count++;
      }
    }
    out.setInt(countAt, count);
  }

  private static void readPartitions(ByteBuf in, LogState state) {
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      Partition partition = state.partitions().get(in.readInt());
      long logStart = in.readLong();
      long end = in.readLong();
      long next = in.readLong();
      long reign = in.readLong();
      EpochHistory epochs = readEpochs(in);
      if (partition != null) { // else what told of it is lost with a segment
        partition.restore(logStart, end, next, reign, epochs);
      }
    }
  }

  private static void writeEpochs(ByteBuf out, EpochHistory history) {
    if (history == EpochHistory.FIRST) {
      out.writeInt(0);
      return;
    }
    out.writeInt(history.epochs().length);
    for (int i = 0; i < history.epochs().length; i++) {
      out.writeInt(history.epochs()[i]);
      out.writeLong(history.starts()[i]).writeLong(history.resumes()[i]);
    }
  }

  private static EpochHistory readEpochs(ByteBuf in) {
    int length = in.readInt();
    if (length == 0) {
      return EpochHistory.FIRST;
    }
    int[] epochs = new int[length];
    long[] starts = new long[length];
    long[] resumes = new long[length];
    for (int i = 0; i < length; i++) {
      epochs[i] = in.readInt();
      starts[i] = in.readLong();
      resumes[i] = in.readLong();
    }
    return new EpochHistory(epochs, starts, resumes);
  }

  private static void writeProducers(ByteBuf out, ProducerTable producers) {
    List<ProducerTable.Key> gone = new ArrayList<>();
    Map<ProducerTable.Key, ProducerState> known = new LinkedHashMap<>();
    out.writeBoolean(producers.changedMuch());
    producers.changed(
        (key, producer) -> {
          if (producer == null) {
            gone.add(key);
          } else {
            known.put(key, producer);
          }
        });
    out.writeInt(gone.size());
    gone.forEach(key -> out.writeInt(key.partition()).writeLong(key.producer()));
    out.writeInt(known.size());
    known.forEach((key, producer) -> Checkpoint.writeProducer(out, key, producer));
  }

  private static void readProducers(ByteBuf in, ProducerTable producers) {
    if (in.readBoolean()) {
      producers.clear();
    }
    int gone = in.readInt();
    for (int i = 0; i < gone; i++) {
      producers.restore(new ProducerTable.Key(in.readInt(), in.readLong()), null);
    }
    int known = in.readInt();
    for (int i = 0; i < known; i++) {
      Checkpoint.readProducer(in, producers);
    }
  }

  /** Those that have changed, and all that are open, for these change by themselves. */
  private static void writeTransactions(ByteBuf out, TransactionTable transactions) {
    List<String> gone = new ArrayList<>();
    for (String id : transactions.changed()) {
      if (transactions.get(id) == null) {
        gone.add(id);
      }
    }
    out.writeInt(gone.size());
    gone.forEach(id -> MetaRecord.writeText(out, id));
    int countAt = out.writerIndex();
    out.writeInt(0);
    int count = 0;
    for (Transaction transaction : transactions.all()) {
      if (transaction.open() != null || transactions.changed().contains(transaction.id())) {
        Checkpoint.writeTransaction(out, transaction);
        count++;
      }
    }
    out.setInt(countAt, count);
  }

  private static void readTransactions(ByteBuf in, LogState state) {
    int gone = in.readInt();
    for (int i = 0; i < gone; i++) {
      state.transactions().restore(MetaRecord.readText(in), null);
    }
    int known = in.readInt();
    for (int i = 0; i < known; i++) {
      Checkpoint.readTransaction(in, state);
    }
  }
}
