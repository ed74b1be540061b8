package io.weir.embedded.checkpoint;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.backend.ProducerStore.Outcome;
import io.weir.backend.ProducerStore.ProducerEpoch;
import io.weir.embedded.segment.CommitHeader;
import io.weir.embedded.segment.EntryHeader;
import io.weir.embedded.segment.EntryKind;
import io.weir.embedded.segment.FrameChecksum;
import io.weir.embedded.segment.MetaRecord;
import io.weir.embedded.segment.MetaRecord.Compacted;
import io.weir.embedded.segment.MetaRecord.SegmentsCollected;
import io.weir.embedded.segment.MetaRecord.TopicWritten;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.segment.Transaction;
import io.weir.embedded.segment.Transaction.Ended;
import io.weir.embedded.segment.Transaction.Idle;
import io.weir.embedded.segment.Transaction.Open;
import io.weir.embedded.state.CompactionState;
import io.weir.embedded.state.EpochHistory;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Partition;
import io.weir.embedded.state.ProducerState;
import io.weir.embedded.state.ProducerTable;
import io.weir.embedded.state.Topic;
import io.weir.embedded.storage.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The whole {@link LogState}: at the head of a segment, where it is small, and else beside the log,
 * as a {@link BaseFile}. Long ones take several entries of one commit.
 */
public final class Checkpoint {
  private static final int CHUNK = 1 << 20;

  private static final byte IDLE = 0;
  private static final byte ENDED = 1;
  private static final byte OPEN = 2;

  private Checkpoint() {}

  /** The payloads of its entries. */
  static List<ByteBuf> encode(LogState state, UUID boot) {
    ByteBuf out = Unpooled.buffer(4096);
    write(out, state, boot);
    return chunks(out);
  }

  /** Appends all of it. */
  static void write(ByteBuf out, LogState state, UUID boot) {
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
    writeCompactions(
        out, topics.stream().flatMap(topic -> Arrays.stream(topic.partitions())).toList());
  }

  /** Cuts what was encoded into the payloads of entries. */
  static List<ByteBuf> chunks(ByteBuf encoded) {
    List<ByteBuf> chunks = new ArrayList<>();
    while (encoded.isReadable()) {
      chunks.add(encoded.readSlice(Math.min(CHUNK, encoded.readableBytes())));
    }
    return chunks;
  }

  /** About how many bytes it would take. */
  static long estimate(LogState state) {
    return 128L * state.topics().size()
        + 64L * state.partitions().size()
        + 128L * (state.producers().size() + (long) state.transactions().size());
  }

  /** The state at the head of a segment, or null if it is not whole. */
  public static @Nullable LogState read(Segment segment) {
    ByteBuf payload = payload(segment, EntryKind.CHECKPOINT);
    return payload == null ? null : read(payload);
  }

  /** The state that was encoded; runtime exceptions where the bytes are not that. */
  public static LogState read(ByteBuf encoded) {
    LogState state = new LogState();
    restore(encoded, state);
    return state;
  }

  /** Whether a segment's head says that it begins with an entry of some kind, whole or not. */
  public static boolean isAt(Segment segment, EntryKind kind) {
    int position = Layout.FIRST_COMMIT + CommitHeader.BYTES;
    EntryHeader entry = EntryHeader.read(segment, position, segment.limit(), new FrameChecksum());
    return entry != null && entry.kind() == kind;
  }

  /** What entries of a kind at the head of a segment say together, or null if it is not whole. */
  public static @Nullable ByteBuf payload(Segment segment, EntryKind kind) {
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
      if (entry == null || entry.kind() != kind) {
        return null;
      }
      int payload = position + EntryHeader.BYTES;
      if (!checksum.matches(segment.bytes(), payload, entry.length(), entry.payloadCrc())) {
        return null;
      }
      chunks.add(segment.buffer().slice(payload, entry.length()));
      position = Layout.align(payload + entry.length());
    }
    return Unpooled.wrappedBuffer(chunks.toArray(new ByteBuf[0]));
  }

  /** Restores what was encoded; runtime exceptions where it is not that. */
  private static void restore(ByteBuf in, LogState state) {
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
    record(topic).writeTo(out);
    for (Partition partition : topic.partitions()) {
      out.writeLong(partition.logStart()).writeLong(partition.highWatermark());
      out.writeLong(partition.nextOffset()).writeLong(partition.reign());
      EpochHistory history = partition.epochs();
      out.writeInt(history.epochs().length);
      for (int i = 0; i < history.epochs().length; i++) {
        out.writeInt(history.epochs()[i]).writeLong(history.starts()[i]);
      }
    }
  }

  /** The record that says what a topic is. */
  public static TopicWritten record(Topic topic) {
    Partition[] partitions = topic.partitions();
    int[] numbers = new int[partitions.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = partitions[i].number();
    }
    return new TopicWritten(topic.id(), topic.name(), topic.settings(), numbers);
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
  static void writeCompactions(ByteBuf out, Collection<Partition> partitions) {
    int countAt = out.writerIndex();
    out.writeInt(0);
    int count = 0;
    for (Partition partition : partitions) {
      CompactionState compaction = partition.compaction();
      if (!compaction.equals(CompactionState.NONE) && !partition.topic().isDeleted()) {
        new Compacted(partition.number(), compaction.cleanEnd(), compaction.horizon()).writeTo(out);
        count++;
      }
    }
    out.setInt(countAt, count);
  }

  static void readCompactions(ByteBuf in, LogState state) {
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      state.apply(Compacted.read(in));
    }
  }

  static void writeTransaction(ByteBuf out, Transaction transaction) {
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

  static void readTransaction(ByteBuf in, LogState state) {
    String id = MetaRecord.readText(in);
    ProducerEpoch producer = MetaRecord.readProducer(in);
    int timeoutMillis = in.readInt();
    long lastMillis = in.readLong();
    leave(id, state);
    Transaction.State progress =
        switch (in.readByte()) {
          case IDLE -> new Idle();
          case ENDED -> new Ended(MetaRecord.readProducer(in), Outcome.values()[in.readByte()]);
          default -> readOpen(in, producer.id(), state);
        };
    state.transactions().put(new Transaction(id, producer, timeoutMillis, progress, lastMillis));
  }

  /** What was open of an id is so no longer, or is told again. */
  private static void leave(String id, LogState state) {
    Transaction before = state.transactions().get(id);
    Open open = before == null ? null : before.open();
    if (before != null && open != null) {
      for (int number : open.firsts().keySet()) {
        Partition partition = state.partitions().get(number);
        if (partition != null) {
          partition.endTransaction(before.producer().id(), null);
        }
      }
    }
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

  static void writeProducer(ByteBuf out, ProducerTable.Key key, ProducerState producer) {
    out.writeInt(key.partition()).writeLong(key.producer());
    out.writeShort(producer.epoch()).writeLong(producer.lastMillis());
    out.writeByte(producer.batches().length);
    for (long cell : producer.batches()) {
      out.writeLong(cell);
    }
  }

  static void readProducer(ByteBuf in, ProducerTable producers) {
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
