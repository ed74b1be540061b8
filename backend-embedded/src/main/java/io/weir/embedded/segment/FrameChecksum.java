package io.weir.embedded.segment;

import io.weir.embedded.storage.Mapped;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The checksum of the headers in a segment. It covers the segment's random salt and the header's
 * own place, so that nothing but what was written there for this segment passes: not an older life
 * of the disk block, not a copy from elsewhere, not a message whose body was made to look like a
 * header. Used by one thread.
 *
 * <p>Bytes are copied, a little at a time, and checked where they were copied to, for they may be
 * {@link Mapped}. The copy stays in the processor's first cache, so it costs little beside the
 * checksum.
 */
public final class FrameChecksum {
  private static final int STEP = 4096;
  private static final int PLACE = 2 * Long.BYTES;

  private final CRC32C crc = new CRC32C();
  private @Nullable ByteBuffer copy;

  int of(long salt, long position, ByteBuffer bytes, int index, int length) {
    ByteBuffer to = copy();
    to.putLong(0, salt).putLong(Long.BYTES, position);
    bytes.get(index, to.array(), PLACE, length);
    crc.reset();
    crc.update(to.array(), 0, PLACE + length);
    return (int) crc.getValue();
  }

  int plain(ByteBuffer bytes, int index, int length) {
    crc.reset();
    update(crc, bytes, index, length, copy().array());
    return (int) crc.getValue();
  }

  /** Whether bytes have a checksum; those that cannot be read have none. */
  public boolean matches(ByteBuffer bytes, int index, int length, int expected) {
    try {
      boolean matches = plain(bytes, index, length) == expected;
      Mapped.settle();
      return matches;
    } catch (InternalError e) {
      Mapped.rethrowOthers(e);
      return false;
    }
  }

  /** Adds bytes to a checksum of another kind. */
  public static void update(CRC32C crc, ByteBuffer bytes, int index, int length) {
    update(crc, bytes, index, length, new byte[STEP]);
  }

  private static void update(CRC32C crc, ByteBuffer bytes, int index, int length, byte[] copy) {
    for (int done = 0; done < length; done += STEP) {
      int step = Math.min(STEP, length - done);
      bytes.get(index + done, copy, 0, step);
      crc.update(copy, 0, step);
    }
  }

  private ByteBuffer copy() {
    ByteBuffer made = copy;
    if (made == null) {
      made = ByteBuffer.allocate(STEP);
      copy = made;
    }
    return made;
  }
}
