package io.weir.embedded.segment;

import io.weir.embedded.storage.Layout;
import io.weir.embedded.storage.Mapped;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The head of a commit: what one write put into the log. Entries follow it, each aligned to {@link
 * Layout#ALIGNMENT}.
 *
 * @param number counts commits from 1, over all segments
 * @param durableBefore the last commit known to be synced when this one was written: what recovery
 *     finds broken up to that number is damage, what it finds broken after it may be a write that
 *     never ended
 * @param millis the clock when it was written, milliseconds since 1970
 * @param length bytes after this header, padding included
 * @param entries how many entries follow
 */
public record CommitHeader(long number, long durableBefore, long millis, int length, int entries) {
  public static final int BYTES = 40;
  public static final int MAGIC = 0x57434d54;

  private static final int NUMBER = 4;
  private static final int DURABLE = 12;
  private static final int MILLIS = 20;
  private static final int LENGTH = 28;
  private static final int ENTRIES = 32;
  private static final int CRC = 36;

  /** Writes it at the buffer's position; {@code place} is where that will lie in the segment. */
  public void write(ByteBuffer out, long salt, long place, FrameChecksum checksum) {
    int at = out.position();
    out.putInt(MAGIC)
        .putLong(number)
        .putLong(durableBefore)
        .putLong(millis)
        .putInt(length)
        .putInt(entries);
    out.putInt(checksum.of(salt, place, out, at, CRC));
  }

  /** The header that lies at a place of a segment, or null if none does. */
  public static @Nullable CommitHeader read(Segment segment, int place, FrameChecksum checksum) {
    try {
      CommitHeader found = parse(segment, place, checksum);
      Mapped.settle();
      return found;
    } catch (InternalError e) {
      Mapped.rethrowOthers(e);
      return null;
    }
  }

  private static @Nullable CommitHeader parse(Segment segment, int place, FrameChecksum checksum) {
    ByteBuffer in = segment.bytes();
    if (place < 0
        || place + BYTES > segment.limit()
        || in.getInt(place) != MAGIC
        || in.getInt(place + CRC) != checksum.of(segment.salt(), place, in, place, CRC)) {
      return null;
    }
    int length = in.getInt(place + LENGTH);
    if (length < 0 || length > segment.limit() - place - BYTES) {
      return null;
    }
    return new CommitHeader(
        in.getLong(place + NUMBER),
        in.getLong(place + DURABLE),
        in.getLong(place + MILLIS),
        length,
        in.getInt(place + ENTRIES));
  }
}
