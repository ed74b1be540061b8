package io.weir.embedded;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.backend.ProducerStore.Outcome;
import io.weir.backend.ProducerStore.ProducerEpoch;
import io.weir.embedded.MetaRecord.Compacted;
import io.weir.embedded.MetaRecord.SegmentsCollected;
import io.weir.embedded.MetaRecord.TopicWritten;
import io.weir.embedded.Transaction.Ended;
import io.weir.embedded.Transaction.Idle;
import io.weir.embedded.Transaction.Open;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The whole {@link LogState}, written at the head of each segment: recovery starts from the last
 * one, and no earlier segment is needed for anything but the batches in it. Long ones take several
 * entries of one commit.
 */
final class Checkpoint {
  private static final int CHUNK = 1 << 20;

  private static final byte IDLE = 0;
  private static final byte ENDED = 1;
  private static final byte OPEN = 2;

  private Checkpoint() {}

  /** The payloads of its entries. */
  static List<ByteBuf> encode(LogState state, UUID boot) {
    ByteBuf out = Unpooled.buffer(4096);
    MetaRecord.writeId(out, boot);
    out.writeInt(state.nextPartitionNumber());
    out.writeLong(state.reservedProducerIds());
    Collection<Topic> topics = state.topics();
    out.writeInt(topics.size());
    for (Topic topic : topics) {
      writeTopic(out, topic);
    }
    out.writeInt(state.producers().size());
    state.producers().forEach((key, producer) -> writeProducer(out, key, producer));
    MetaRecord.writeInts(out, state.kept().stream().mapToInt(Integer::intValue).toArray());
    writeSkips(out, state);
    out.writeInt(state.transactions().size());
    state.transactions().all().forEach(transaction -> writeTransaction(out, transaction));
    out.writeInt(state.nextCollected());
    MetaRecord.writeInts(out, state.collected().stream().mapToInt(Integer::intValue).toArray());
    writeCompactions(out, state);
    List<ByteBuf> chunks = new ArrayList<>();
    while (out.isReadable()) {
      chunks.add(out.readSlice(Math.min(CHUNK, out.readableBytes())));
    }
    return chunks;
  }

  /** The state at the head of a segment, or null if it is not whole. */
  static @Nullable LogState read(Segment segment) {
    FrameChecksum checksum = new FrameChecksum();
    CommitHeader commit = CommitHeader.read(segment, Layout.FIRST_COMMIT, checksum);
    if (commit == null) {
      return null;
    }
    List<ByteBuf> chunks = new ArrayList<>();
    int position = Layout.FIRST_COMMIT + CommitHeader.BYTES;
    int end = position + commit.length();
    for (int i = 0; i < commit.entries(); i++) {
      EntryHeader entry = EntryHeader.read(segment, position, end, checksum);
      if (entry == null || entry.kind() != EntryKind.CHECKPOINT) {
        return null;
      }
      int payload = position + EntryHeader.BYTES;
      if (checksum.plain(segment.bytes(), payload, entry.length()) != entry.payloadCrc()) {
        return null;
      }
      chunks.add(segment.buffer().slice(payload, entry.length()));
      position = Layout.align(payload + entry.length());
    }
    LogState state = new LogState();
    restore(chunks, state);
    return state;
  }

  /** Restores what was encoded; runtime exceptions where it is not that. */
  private static void restore(List<ByteBuf> chunks, LogState state) {
    ByteBuf in = Unpooled.wrappedBuffer(chunks.toArray(new ByteBuf[0]));
    UUID boot = MetaRecord.readId(in);
    int nextPartition = in.readInt();
    long producerIds = in.readLong();
    int topics = in.readInt();
    for (int i = 0; i < topics; i++) {
      readTopic(in, state);
    }
    int producers = in.readInt();
    for (int i = 0; i < producers; i++) {
      readProducer(in, state.producers());
    }
    for (int number : MetaRecord.readInts(in)) {
      state.kept().add(number);
    }
    readSkips(in, state);
    int transactions = in.isReadable() ? in.readInt() : 0; // the first format has none
    for (int i = 0; i < transactions; i++) {
      readTransaction(in, state);
    }
    if (in.isReadable()) { // the first two formats have none
      state.sawCollected(in.readInt() - 1);
      state.apply(new SegmentsCollected(MetaRecord.readInts(in)));
      readCompactions(in, state);
    }
    state.restore(boot, nextPartition, producerIds);
  }

  private static void writeTopic(ByteBuf out, Topic topic) {
    Partition[] partitions = topic.partitions();
    int[] numbers = new int[partitions.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = partitions[i].number();
    }
    new TopicWritten(topic.id(), topic.name(), topic.settings(), numbers).writeTo(out);
    for (Partition partition : partitions) {
      out.writeLong(partition.logStart()).writeLong(partition.highWatermark());
      out.writeLong(partition.nextOffset()).writeLong(partition.reign());
      EpochHistory history = partition.epochs();
      out.writeInt(history.epochs().length);
      for (int i = 0; i < history.epochs().length; i++) {
        out.writeInt(history.epochs()[i]).writeLong(history.starts()[i]);
      }
    }
  }

  private static void readTopic(ByteBuf in, LogState state) {
    TopicWritten written = TopicWritten.read(in);
    state.apply(written);
    for (int number : written.partitionNumbers()) {
      long logStart = in.readLong();
      long end = in.readLong();
      long next = in.readLong();
      long reign = in.readLong();
      int length = in.readInt();
      int[] epochs = new int[length];
      long[] starts = new long[length];
      for (int i = 0; i < length; i++) {
        epochs[i] = in.readInt();
        starts[i] = in.readLong();
      }
      boolean first = length == 1 && epochs[0] == 0 && starts[0] == 0;
      Partition partition = state.partitions().get(number);
      if (partition == null) {
        throw new IllegalStateException("partition " + number + " is written twice");
      }
      partition.restore(
          logStart,
          end,
          next,
          reign,
          first ? EpochHistory.FIRST : new EpochHistory(epochs, starts, starts));
    }
  }

  /** The epochs that did not begin with the very next offset: they are few. */
  private static void writeSkips(ByteBuf out, LogState state) {
    int countAt = out.writerIndex();
    out.writeInt(0);
    int count = 0;
    for (Topic topic : state.topics()) {
      for (Partition partition : topic.partitions()) {
        EpochHistory history = partition.epochs();
        for (int i = 0; i < history.epochs().length; i++) {
          if (history.resumes()[i] > history.starts()[i]) {
            out.writeInt(partition.number());
            out.writeInt(history.epochs()[i]).writeLong(history.resumes()[i]);
            count++;
          }
        }
      }
    }
    out.setInt(countAt, count);
  }

  private static void readSkips(ByteBuf in, LogState state) {
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      Partition partition = state.partitions().get(in.readInt());
      int epoch = in.readInt();
      long resume = in.readLong();
      if (partition != null) {
        partition.epochs(partition.epochs().resuming(epoch, resume));
      }
    }
  }

  /** Of partitions that were compacted: the others have nothing to say. */
  private static void writeCompactions(ByteBuf out, LogState state) {
    int countAt = out.writerIndex();
    out.writeInt(0);
    int count = 0;
    for (Topic topic : state.topics()) {
      for (Partition partition : topic.partitions()) {
        CompactionState compaction = partition.compaction();
        if (!compaction.equals(CompactionState.NONE)) {
          new Compacted(partition.number(), compaction.cleanEnd(), compaction.horizon())
              .writeTo(out);
          count++;
        }
      }
    }
    out.setInt(countAt, count);
  }

  private static void readCompactions(ByteBuf in, LogState state) {
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      state.apply(Compacted.read(in));
    }
  }

  private static void writeTransaction(ByteBuf out, Transaction transaction) {
    MetaRecord.writeText(out, transaction.id());
    MetaRecord.writeProducer(out, transaction.producer());
    out.writeInt(transaction.timeoutMillis()).writeLong(transaction.lastMillis());
    switch (transaction.state()) {
      case Idle() -> out.writeByte(IDLE);
      case Ended(ProducerEpoch by, Outcome outcome) -> {
        out.writeByte(ENDED);
        MetaRecord.writeProducer(out, by);
        out.writeByte(outcome.ordinal());
      }
      case Open open -> {
        out.writeByte(OPEN).writeLong(open.sinceMillis()).writeBoolean(open.isDoubtful());
        out.writeInt(open.firsts().size());
        open.firsts().forEach((partition, first) -> out.writeInt(partition).writeLong(first));
      }
    }
  }

  private static void readTransaction(ByteBuf in, LogState state) {
    String id = MetaRecord.readText(in);
    ProducerEpoch producer = MetaRecord.readProducer(in);
    int timeoutMillis = in.readInt();
    long lastMillis = in.readLong();
    Transaction.State progress =
        switch (in.readByte()) {
          case IDLE -> new Idle();
          case ENDED -> new Ended(MetaRecord.readProducer(in), Outcome.values()[in.readByte()]);
          default -> readOpen(in, producer.id(), state);
        };
    state.transactions().put(new Transaction(id, producer, timeoutMillis, progress, lastMillis));
  }

  private static Open readOpen(ByteBuf in, long producer, LogState state) {
    Open open = new Open(in.readLong());
    if (in.readBoolean()) {
      open.doubt();
    }
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      int number = in.readInt();
      long first = in.readLong();
      Partition partition = state.partitions().get(number);
      open.enlist(number);
      if (first != Open.NOTHING) {
        open.wrote(number, first);
        if (partition != null) {
          partition.beginTransaction(producer, first);
        }
      }
    }
    return open;
  }

  private static void writeProducer(ByteBuf out, ProducerTable.Key key, ProducerState producer) {
    out.writeInt(key.partition()).writeLong(key.producer());
    out.writeShort(producer.epoch()).writeLong(producer.lastMillis());
    out.writeByte(producer.batches().length);
    for (long cell : producer.batches()) {
      out.writeLong(cell);
    }
  }

  private static void readProducer(ByteBuf in, ProducerTable producers) {
    ProducerTable.Key key = new ProducerTable.Key(in.readInt(), in.readLong());
    short epoch = in.readShort();
    long lastMillis = in.readLong();
    long[] batches = new long[in.readByte()];
    for (int i = 0; i < batches.length; i++) {
      batches[i] = in.readLong();
    }
    producers.put(key, new ProducerState(epoch, batches, lastMillis));
  }
}
