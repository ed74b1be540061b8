package io.weir.embedded;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The head of a segment, written twice, for without its salt nothing after it can be trusted.
 *
 * @param number the segment's, also in its name
 * @param salt random; part of every checksum in the segment
 */
record SegmentHeader(int number, long salt, long createdMillis) {
  private static final long MAGIC = 0x574549524c4f4731L; // "WEIRLOG1"
  private static final int BYTES = 32;

  /** Both copies, as they lie from the segment's first byte to {@link Layout#FIRST_COMMIT}. */
  ByteBuffer encode() {
    ByteBuffer out = ByteBuffer.allocate(Layout.FIRST_COMMIT);
    for (int copy = 0; copy < Layout.FIRST_COMMIT; copy += Layout.SECTOR) {
      out.putLong(copy, MAGIC).putInt(copy + 8, number).putLong(copy + 12, salt);
      out.putLong(copy + 20, createdMillis).putInt(copy + 28, checksum(out, copy));
    }
    return out;
  }

  /** Whether both copies are whole. */
  static boolean isWhole(ByteBuffer in) {
    return in.getLong(0) == MAGIC
        && in.getInt(28) == checksum(in, 0)
        && in.getLong(Layout.SECTOR) == MAGIC
        && in.getInt(Layout.SECTOR + 28) == checksum(in, Layout.SECTOR);
  }

  /** The header of a segment's bytes, from whichever copy is whole; null if neither is. */
  static @Nullable SegmentHeader read(ByteBuffer in) {
    for (int copy = 0;
        copy + BYTES <= in.limit() && copy < Layout.FIRST_COMMIT;
        copy += Layout.SECTOR) {
      if (in.getLong(copy) == MAGIC && in.getInt(copy + 28) == checksum(in, copy)) {
        return new SegmentHeader(in.getInt(copy + 8), in.getLong(copy + 12), in.getLong(copy + 20));
      }
    }
    return null;
  }

  private static int checksum(ByteBuffer in, int copy) {
    CRC32C crc = new CRC32C();
    crc.update(in.slice(copy, 28));
    return (int) crc.getValue();
  }
}
