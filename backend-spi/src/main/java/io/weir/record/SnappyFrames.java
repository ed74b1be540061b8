package io.weir.record;

import io.netty.buffer.ByteBuf;

/**
 * The sizes that Snappy data claims to have when decompressed. The library believes them and
 * allocates what they say at once, so they are added up before it sees the data.
 *
 * <p>Two forms exist: one Snappy block alone, as librdkafka writes it, and the frames of
 * snappy-java: a header of 16 bytes (which may occur again), then blocks, each behind its length.
 */
final class SnappyFrames {
  private static final long MAGIC = 0x82534e4150505900L;
  private static final int MAGIC_HEAD = (int) (MAGIC >>> Integer.SIZE);
  private static final int HEADER_BYTES = 16;

  private SnappyFrames() {}

  /**
   * @throws InvalidBatchException if the data would take more than {@code maxBytes}, or ends early
   */
  static void check(ByteBuf data, int maxBytes) {
    ByteBuf in = data.duplicate();
    try {
      if (in.readableBytes() < HEADER_BYTES || in.getLong(in.readerIndex()) != MAGIC) {
        grant(blockSize(in), maxBytes);
        return;
      }
      in.skipBytes(HEADER_BYTES);
      long total = 0;
      while (in.readableBytes() >= Integer.BYTES) {
        int length = in.readInt();
        if (length == MAGIC_HEAD) {
          in.skipBytes(HEADER_BYTES - Integer.BYTES);
        } else if (length < 0) {
          throw malformed("a block of " + length + " bytes");
        } else {
          total += blockSize(in.readSlice(length));
          grant(total, maxBytes);
        }
      }
    } catch (IndexOutOfBoundsException e) {
      throw malformed("it ends inside a block");
    }
  }

  /** A block begins with its decompressed size, seven bits to a byte. */
  private static long blockSize(ByteBuf block) {
    long size = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      byte b = block.readByte();
      size |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return size;
      }
    }
    throw malformed("a size that does not end");
  }

  private static void grant(long bytes, int maxBytes) {
    if (bytes > maxBytes) {
      throw new InvalidBatchException(
          InvalidBatchException.Fault.TOO_LARGE,
          "decompressed records take " + bytes + " bytes, more than " + maxBytes);
    }
  }

  private static InvalidBatchException malformed(String what) {
    return new InvalidBatchException(
        InvalidBatchException.Fault.RECORDS, "the records are not valid SNAPPY: " + what);
  }
}
