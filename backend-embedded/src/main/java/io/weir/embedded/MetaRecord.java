package io.weir.embedded;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.backend.Cleanup;
import io.weir.backend.Durability;
import io.weir.backend.Retention;
import io.weir.backend.TopicSettings;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Everything but batches that the log says. {@link LogState#apply} is what each of them means, for
 * the sequencer after it wrote one and for recovery when it reads one.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
sealed interface MetaRecord {
  EntryKind kind();

  void writeTo(ByteBuf out);

  /** A topic as it is from now on: created, or altered. */
  record TopicWritten(UUID id, String name, TopicSettings settings, int[] partitionNumbers)
      implements MetaRecord {
    @Override
    public EntryKind kind() {
      return EntryKind.TOPIC;
    }

    @Override
    public void writeTo(ByteBuf out) {
      writeId(out, id);
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      out.writeShort(bytes.length).writeBytes(bytes);
      out.writeByte(settings.durability().ordinal()).writeByte(settings.cleanup().ordinal());
      out.writeLong(settings.retention().millis()).writeLong(settings.retention().bytes());
      out.writeInt(settings.maxBatchBytes());
      writeInts(out, partitionNumbers);
    }

    static TopicWritten read(ByteBuf in) {
      UUID id = readId(in);
      String name = in.readString(in.readUnsignedShort(), StandardCharsets.UTF_8);
      Durability durability = Durability.values()[in.readByte()];
      Cleanup cleanup = Cleanup.values()[in.readByte()];
      Retention retention = new Retention(in.readLong(), in.readLong());
      TopicSettings settings = new TopicSettings(durability, cleanup, retention, in.readInt());
      return new TopicWritten(id, name, settings, readInts(in));
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
    enum Loss {
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

  /** The record of a kind that a payload holds; runtime exceptions where it does not. */
  static MetaRecord read(EntryKind kind, ByteBuf in) {
    return switch (kind) {
      case TOPIC -> TopicWritten.read(in);
      case TOPIC_DELETED -> new TopicDeleted(readId(in));
      case PRODUCER_IDS -> new ProducerIdsReserved(in.readLong());
      case REIGN -> new ReignBegun(in.readInt(), in.readLong());
      case LOG_START -> new LogStartMoved(in.readInt(), in.readLong());
      case STARTED ->
          new Started(readId(in), Started.Loss.values()[in.readByte()], readInts(in), readInts(in));
      case BATCH, CHECKPOINT -> throw new IllegalArgumentException(kind + " is no such record");
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
