package io.weir.embedded;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The checksum of the headers in a segment. It covers the segment's random salt and the header's
 * own place, so that nothing but what was written there for this segment passes: not an older life
 * of the disk block, not a copy from elsewhere, not a message whose body was made to look like a
 * header. Used by one thread.
 */
final class FrameChecksum {
  private final CRC32C crc = new CRC32C();
  private final ByteBuffer place = ByteBuffer.allocate(16);

  int of(long salt, long position, ByteBuffer bytes, int index, int length) {
    crc.reset();
    place.putLong(0, salt).putLong(8, position).clear();
    crc.update(place);
    crc.update(bytes.slice(index, length));
    return (int) crc.getValue();
  }

  int plain(ByteBuffer bytes, int index, int length) {
    crc.reset();
    crc.update(bytes.slice(index, length));
    return (int) crc.getValue();
  }
}
