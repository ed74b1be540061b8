package io.weir.embedded.segment;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.backend.Cleanup;
import io.weir.backend.Compaction;
import io.weir.backend.Durability;
import io.weir.backend.ProducerStore.Outcome;
import io.weir.backend.ProducerStore.ProducerEpoch;
import io.weir.backend.Retention;
import io.weir.backend.TopicSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything but batches that the log says. {@code LogState.apply} is what each of them means, for
 * the sequencer after it wrote one and for recovery when it reads one.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
public sealed interface MetaRecord {
  EntryKind kind();

  void writeTo(ByteBuf out);

  /** A topic as it is from now on: created, or altered. */
  record TopicWritten(UUID id, String name, TopicSettings settings, int[] partitionNumbers)
      implements MetaRecord {
    /**
     * Beside the cleanup: settings of compaction follow, for they are not the standard ones. Logs
     * from before there were any do not have it.
     */
    private static final int OWN_COMPACTION = 0x40;

    /** Beside the cleanup, likewise: its keys are indexed. */
    private static final int KEY_INDEX = 0x20;

    @Override
    public EntryKind kind() {
      return EntryKind.TOPIC;
    }

    @Override
    public void writeTo(ByteBuf out) {
      writeId(out, id);
      writeText(out, name);
      boolean standard = settings.compaction().equals(Compaction.DEFAULT);
      out.writeByte(settings.durability().ordinal());
      out.writeByte(
          settings.cleanup().ordinal()
              | (standard ? 0 : OWN_COMPACTION)
              | (settings.keyIndex() ? KEY_INDEX : 0));
      out.writeLong(settings.retention().millis()).writeLong(settings.retention().bytes());
      out.writeInt(settings.maxBatchBytes());
      if (!standard) {
        writeCompaction(out, settings.compaction());
      }
      writeInts(out, partitionNumbers);
    }

    public static TopicWritten read(ByteBuf in) {
      UUID id = readId(in);
      String name = readText(in);
      Durability durability = Durability.values()[in.readByte()];
      int cleanup = in.readByte();
      Retention retention = new Retention(in.readLong(), in.readLong());
      int maxBatchBytes = in.readInt();
      Compaction compaction =
          (cleanup & OWN_COMPACTION) == 0 ? Compaction.DEFAULT : readCompaction(in);
      TopicSettings settings =
          new TopicSettings(
              durability,
              Cleanup.values()[cleanup & ~(OWN_COMPACTION | KEY_INDEX)],
              retention,
              compaction,
              maxBatchBytes,
              (cleanup & KEY_INDEX) != 0);
      return new TopicWritten(id, name, settings, readInts(in));
    }

    private static void writeCompaction(ByteBuf out, Compaction compaction) {
      out.writeLong(compaction.minLagMillis()).writeLong(compaction.maxLagMillis());
      out.writeLong(compaction.tombstoneMillis()).writeDouble(compaction.dirtyRatio());
    }

    private static Compaction readCompaction(ByteBuf in) {
      return new Compaction(in.readLong(), in.readLong(), in.readLong(), in.readDouble());
    }
  }

  /** A topic is gone, with all its partitions. */
  record TopicDeleted(UUID id) implements MetaRecord {
    @Override
    public EntryKind kind() {
      return EntryKind.TOPIC_DELETED;
    }

    @Override
    public void writeTo(ByteBuf out) {
      writeId(out, id);
    }
  }

  /** Producer ids before this one may have been given out. */
  record ProducerIdsReserved(long before) implements MetaRecord {
    @Override
    public EntryKind kind() {
      return EntryKind.PRODUCER_IDS;
    }

    @Override
    public void writeTo(ByteBuf out) {
      out.writeLong(before);
    }
  }

  /** A reign over a partition began. Its end is not written: a restart ends all. */
  record ReignBegun(int partition, long reign) implements MetaRecord {
    @Override
    public EntryKind kind() {
      return EntryKind.REIGN;
    }

    @Override
    public void writeTo(ByteBuf out) {
      out.writeInt(partition).writeLong(reign);
    }
  }

  /** What lies before an offset is gone. */
  record LogStartMoved(int partition, long offset) implements MetaRecord {
    @Override
    public EntryKind kind() {
      return EntryKind.LOG_START;
    }

    @Override
    public void writeTo(ByteBuf out) {
      out.writeInt(partition).writeLong(offset);
    }
  }

  /**
   * A process opened the log.
   *
   * @param boot identifies the run of the operating system
   * @param loss which partitions may have lost records that readers were shown
   * @param suspects numbers of further partitions whose last records nobody had synced, though they
   *     are still there
   * @param kept numbers of segments with records of partitions that nobody knows any more
   */
  record Started(UUID boot, Loss loss, int[] suspects, int[] kept) implements MetaRecord {
    /** Whose readers may have seen what is gone. */
    public enum Loss {
      /** Nobody's: the stop was orderly, or the operating system has run on. */
      NONE,
      /** Those of topics that are not synced: the power may have failed. */
      UNSYNCED,
      /** Anybody's: a part of the log is damaged, and what it was cannot be told. */
      UNKNOWN
    }

    @Override
    public EntryKind kind() {
      return EntryKind.STARTED;
    }

    @Override
    public void writeTo(ByteBuf out) {
      writeId(out, boot);
      out.writeByte(loss.ordinal());
      writeInts(out, suspects);
      writeInts(out, kept);
    }
  }

  /** The producer of a transactional id got its epoch; nothing of it is open. */
  record TransactionalProducer(String id, ProducerEpoch producer, int timeoutMillis, long millis)
      implements MetaRecord {
    @Override
    public EntryKind kind() {
      return EntryKind.TRANSACTIONAL_PRODUCER;
    }

    @Override
    public void writeTo(ByteBuf out) {
      writeText(out, id);
      writeProducer(out, producer);
      out.writeInt(timeoutMillis).writeLong(millis);
    }

    public static TransactionalProducer read(ByteBuf in) {
      return new TransactionalProducer(readText(in), readProducer(in), in.readInt(), in.readLong());
    }
  }

  /**
   * Partitions became part of the transaction of an id.
   *
   * @param sinceMillis when the transaction began, milliseconds since 1970
   */
  record Enlisted(String id, long sinceMillis, int[] partitions) implements MetaRecord {
    @Override
    public EntryKind kind() {
      return EntryKind.ENLISTED;
    }

    @Override
    public void writeTo(ByteBuf out) {
      writeText(out, id);
      out.writeLong(sinceMillis);
      writeInts(out, partitions);
    }

    public static Enlisted read(ByteBuf in) {
      return new Enlisted(readText(in), in.readLong(), readInts(in));
    }
  }

  /**
   * The transaction of an id ended. Its markers lie in the same commit.
   *
   * @param producer the id of who wrote it
   * @param next who writes for the transactional id from now on
   */
  record TransactionEnded(
      String id, long producer, ProducerEpoch next, Outcome outcome, long millis, List<Part> parts)
      implements MetaRecord {
    /**
     * What it was in one partition.
     *
     * @param first its first offset there, or {@link Transaction.Open#NOTHING}
     * @param marker the offset of its marker
     * @param stable before it nothing else was open then
     */
    public record Part(int partition, long first, long marker, long stable) {
      private AbortedRange range(long producer) {
        return new AbortedRange(producer, first, marker, stable);
      }
    }

    /** What committed readers of a partition are to pass over, or null. */
    public @Nullable AbortedRange aborted(Part part) {
      return outcome == Outcome.COMMIT || part.first() == Transaction.Open.NOTHING
          ? null
          : part.range(producer);
    }

    @Override
    public EntryKind kind() {
      return EntryKind.TRANSACTION_ENDED;
    }

    @Override
    public void writeTo(ByteBuf out) {
      writeText(out, id);
      out.writeLong(producer);
      writeProducer(out, next);
      out.writeByte(outcome.ordinal()).writeLong(millis).writeInt(parts.size());
      for (Part part : parts) {
        out.writeInt(part.partition()).writeLong(part.first());
        out.writeLong(part.marker()).writeLong(part.stable());
      }
    }

    public static TransactionEnded read(ByteBuf in) {
      String id = readText(in);
      long producer = in.readLong();
      ProducerEpoch next = readProducer(in);
      Outcome outcome = Outcome.values()[in.readByte()];
      long millis = in.readLong();
      int count = in.readInt();
      List<Part> parts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        parts.add(new Part(in.readInt(), in.readLong(), in.readLong(), in.readLong()));
      }
      return new TransactionEnded(id, producer, next, outcome, millis, parts);
    }
  }

  /**
   * Collected segments are whole, and count from now on: what they are responsible for is dead
   * where it was before.
   *
   * @param numbers theirs
   */
  record SegmentsCollected(int[] numbers) implements MetaRecord {
    @Override
    public EntryKind kind() {
      return EntryKind.COLLECTED;
    }

    @Override
    public void writeTo(ByteBuf out) {
      writeInts(out, numbers);
    }
  }

  /** A pass of compaction over a partition has ended. */
  record Compacted(int partition, long cleanEnd, long horizon) implements MetaRecord {
    public static final int BYTES = 20;

    @Override
    public EntryKind kind() {
      return EntryKind.COMPACTED;
    }

    @Override
    public void writeTo(ByteBuf out) {
      out.writeInt(partition).writeLong(cleanEnd).writeLong(horizon);
    }

    public static Compacted read(ByteBuf in) {
      return new Compacted(in.readInt(), in.readLong(), in.readLong());
    }
  }

  /** The record of a kind that a payload holds; runtime exceptions where it does not. */
  public static MetaRecord read(EntryKind kind, ByteBuf in) {
    return switch (kind) {
      case TOPIC -> TopicWritten.read(in);
      case TOPIC_DELETED -> new TopicDeleted(readId(in));
      case PRODUCER_IDS -> new ProducerIdsReserved(in.readLong());
      case REIGN -> new ReignBegun(in.readInt(), in.readLong());
      case LOG_START -> new LogStartMoved(in.readInt(), in.readLong());
      case STARTED ->
          new Started(readId(in), Started.Loss.values()[in.readByte()], readInts(in), readInts(in));
      case TRANSACTIONAL_PRODUCER -> TransactionalProducer.read(in);
      case ENLISTED -> Enlisted.read(in);
      case TRANSACTION_ENDED -> TransactionEnded.read(in);
      case COLLECTED -> new SegmentsCollected(readInts(in));
      case COMPACTED -> Compacted.read(in);
      case BATCH, CHECKPOINT, CHECKPOINT_DELTA, COVERAGE ->
          throw new IllegalArgumentException(kind + " is no such record");
    };
  }

  default ByteBuf encode() {
    ByteBuf out = Unpooled.buffer(64);
    writeTo(out);
    return out;
  }

  static void writeId(ByteBuf out, UUID id) {
    out.writeLong(id.getMostSignificantBits()).writeLong(id.getLeastSignificantBits());
  }

  static UUID readId(ByteBuf in) {
    return new UUID(in.readLong(), in.readLong());
  }

  static void writeText(ByteBuf out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeShort(bytes.length).writeBytes(bytes);
  }

  static String readText(ByteBuf in) {
    return in.readString(in.readUnsignedShort(), StandardCharsets.UTF_8);
  }

  static void writeProducer(ByteBuf out, ProducerEpoch producer) {
    out.writeLong(producer.id()).writeShort(producer.epoch());
  }

  static ProducerEpoch readProducer(ByteBuf in) {
    return new ProducerEpoch(in.readLong(), in.readShort());
  }

  static void writeInts(ByteBuf out, int[] values) {
    out.writeInt(values.length);
    for (int value : values) {
      out.writeInt(value);
    }
  }

  static int[] readInts(ByteBuf in) {
    int count = in.readInt();
    if (count < 0 || count > in.readableBytes() / Integer.BYTES) {
      throw new IllegalArgumentException(count + " numbers in " + in.readableBytes() + " bytes");
    }
    int[] values = new int[count];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readInt();
    }
    return values;
  }
}
