package io.weir.embedded.segment;

import io.weir.embedded.storage.Layout;
import io.weir.embedded.storage.Mapped;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The head of a segment, written twice, for without its salt nothing after it can be trusted.
 *
 * @param number the segment's, also in its name
 * @param salt random; part of every checksum in the segment
 */
public record SegmentHeader(int number, long salt, long createdMillis) {
  private static final long MAGIC = 0x574549524c4f4731L; // "WEIRLOG1"
  private static final int BYTES = 32;

  /** Both copies, as they lie from the segment's first byte to {@link Layout#FIRST_COMMIT}. */
  public ByteBuffer encode() {
    ByteBuffer out = ByteBuffer.allocate(Layout.FIRST_COMMIT);
    for (int copy = 0; copy < Layout.FIRST_COMMIT; copy += Layout.SECTOR) {
      out.putLong(copy, MAGIC).putInt(copy + 8, number).putLong(copy + 12, salt);
      out.putLong(copy + 20, createdMillis).putInt(copy + 28, checksum(out, copy));
    }
    return out;
  }

  /** Whether both copies are whole. */
  public static boolean isWhole(ByteBuffer in) {
    return copy(in, 0) != null && copy(in, Layout.SECTOR) != null;
  }

  /** The header of a segment's bytes, from whichever copy is whole; null if neither is. */
  public static @Nullable SegmentHeader read(ByteBuffer in) {
    SegmentHeader first = copy(in, 0);
    return first == null ? copy(in, Layout.SECTOR) : first;
  }

  private static @Nullable SegmentHeader copy(ByteBuffer in, int at) {
    if (at + BYTES > in.limit()) {
      return null;
    }
    byte[] copy = new byte[BYTES];
    if (!Mapped.get(in, at, copy)) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(copy);
    return bytes.getLong(0) == MAGIC && bytes.getInt(28) == checksum(bytes, 0)
        ? new SegmentHeader(bytes.getInt(8), bytes.getLong(12), bytes.getLong(20))
        : null;
  }

  private static int checksum(ByteBuffer in, int copy) {
    CRC32C crc = new CRC32C();
    crc.update(in.slice(copy, 28));
    return (int) crc.getValue();
  }
}
