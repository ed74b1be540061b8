package io.weir.embedded.segment;

import io.netty.buffer.ByteBuf;
import io.weir.embedded.storage.Layout;
import io.weir.embedded.storage.Mapped;
import io.weir.record.BatchFormat;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The head of an entry; its payload follows. What a batch's own checksum does not cover (base
 * offset, epoch, length) is said here too, under this header's checksum.
 *
 * @param length bytes of the payload, without padding
 * @param partition the number of the partition, for a batch
 * @param records offsets that the batch takes
 * @param payloadCrc CRC-32C of the payload; 0 for a batch, which has its own
 */
public record EntryHeader(
    EntryKind kind,
    int length,
    int partition,
    int epoch,
    long baseOffset,
    int records,
    int payloadCrc) {
  public static final int BYTES = 40;
  public static final int MAGIC = 0x5745;

  private static final int KIND = 2;
  private static final int LENGTH = 4;
  private static final int PARTITION = 8;
  private static final int EPOCH = 12;
  private static final int BASE_OFFSET = 16;
  private static final int RECORDS = 24;
  private static final int PAYLOAD_CRC = 28;
  private static final int CRC = 36;

  /** The head of a batch that has its offset and epoch, as it lies in the log. */
  public static EntryHeader ofBatch(int partition, ByteBuf batch) {
    int at = batch.readerIndex();
    return new EntryHeader(
        EntryKind.BATCH,
        batch.readableBytes(),
        partition,
        batch.getInt(at + BatchFormat.LEADER_EPOCH),
        batch.getLong(at + BatchFormat.BASE_OFFSET),
        batch.getInt(at + BatchFormat.LAST_OFFSET_DELTA) + 1,
        0);
  }

  /** Bytes that an entry with a payload of this length takes in the log. */
  public static long footprint(int payload) {
    return BYTES + Layout.align((long) payload);
  }

  public void write(ByteBuffer out, long salt, long place, FrameChecksum checksum) {
    int at = out.position();
    out.putShort((short) MAGIC)
        .put(kind.id)
        .put((byte) 0)
        .putInt(length)
        .putInt(partition)
        .putInt(epoch)
        .putLong(baseOffset)
        .putInt(records)
        .putInt(payloadCrc)
        .putInt(0);
    out.putInt(checksum.of(salt, place, out, at, CRC));
  }

  /**
   * The header that lies at a place of a segment and ends with its payload before a limit, or null.
   */
  public static @Nullable EntryHeader read(
      Segment segment, int place, int limit, FrameChecksum checksum) {
    try {
      EntryHeader found = parse(segment, place, limit, checksum);
      Mapped.settle();
      return found;
    } catch (InternalError e) {
      Mapped.rethrowOthers(e);
      return null;
    }
  }

  /** The same, with the error of {@link Mapped} where it cannot be read. */
  public static @Nullable EntryHeader parse(
      Segment segment, int place, int limit, FrameChecksum checksum) {
    ByteBuffer in = segment.bytes();
    if (place < 0
        || place + BYTES > limit
        || in.getShort(place) != MAGIC
        || in.getInt(place + CRC) != checksum.of(segment.salt(), place, in, place, CRC)) {
      return null;
    }
    EntryKind kind = EntryKind.of(in.get(place + KIND));
    int length = in.getInt(place + LENGTH);
    if (kind == null || length < 0 || length > limit - place - BYTES) {
      return null;
    }
    return new EntryHeader(
        kind,
        length,
        in.getInt(place + PARTITION),
        in.getInt(place + EPOCH),
        in.getLong(place + BASE_OFFSET),
        in.getInt(place + RECORDS),
        in.getInt(place + PAYLOAD_CRC));
  }
}
