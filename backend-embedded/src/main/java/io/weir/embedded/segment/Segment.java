package io.weir.embedded.segment;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.embedded.storage.Layout;
import io.weir.embedded.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One segment of the log, held by the log and by every read in flight: its memory goes, and its
 * file if it was dropped, when the last of them lets go. Unmapping can take milliseconds, so it
 * happens on a thread of the backend.
 */
public final class Segment {
  private static final Logger log = LoggerFactory.getLogger(Segment.class);

  /**
   * What is taken to lie in memory of a segment that is written: its pages were filled a moment
   * ago, and are the last that the operating system would take away.
   */
  public static final int TAIL_BYTES = 16 << 20;

  private final SegmentHeader header;
  private final String name;
  private final Storage.Extent extent;
  private final Executor background;
  private final ByteBuffer bytes;
  private final ByteBuf buffer;
  private final AtomicInteger holders = new AtomicInteger(1);
  private volatile int limit;
  private volatile int written;
  private volatile boolean dropped;

  public Segment(SegmentHeader header, String name, Storage.Extent extent, Executor background) {
    this.header = header;
    this.name = name;
    this.extent = extent;
    this.background = background;
    this.bytes = extent.bytes();
    this.limit = bytes.limit();
    this.buffer = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(bytes.asReadOnlyBuffer()));
  }

  public int number() {
    return header.number();
  }

  public boolean isCollected() {
    return number() >= Layout.FIRST_COLLECTED;
  }

  public long salt() {
    return header.salt();
  }

  public long createdMillis() {
    return header.createdMillis();
  }

  /** For messages. */
  public String name() {
    return name;
  }

  public int capacity() {
    return bytes.limit();
  }

  /** Nothing lies from here on, and nobody may look. */
  public int limit() {
    return limit;
  }

  /** The log has been written up to here. */
  public void written(int position) {
    written = position;
  }

  /** Whether a position is among the last that were written; none is once the segment has ended. */
  public boolean isTail(int position) {
    return position >= written - TAIL_BYTES;
  }

  /** It ends here, for good. */
  public void end(int end) {
    written = Integer.MAX_VALUE;
    limit = end;
  }

  /** Gives back what lies behind the end; may wait for the disk. */
  public void giveBack() throws IOException {
    extent.seal(limit);
  }

  /** For absolute reads before {@link #limit}, by who holds the segment. */
  public ByteBuffer bytes() {
    return bytes;
  }

  /** The same for slices; read-only, and releasing it does nothing. */
  public ByteBuf buffer() {
    return buffer;
  }

  public Storage.Extent extent() {
    return extent;
  }

  /** Holds it; false if it is gone already. */
  public boolean retain() {
    int now = holders.get();
    while (now > 0) {
      if (holders.compareAndSet(now, now + 1)) {
        return true;
      }
      now = holders.get();
    }
    return false;
  }

  public void release() {
    if (holders.decrementAndGet() == 0) {
      background.execute(this::free);
    }
  }

  /** The log ends and lets go of it, and frees it here and now if nobody else holds it. */
  public void close() {
    if (holders.decrementAndGet() == 0) {
      free();
    }
  }

  /** The log lets go of it, and wants its file gone. */
  public void drop() {
    dropped = true;
    release();
  }

  /** Takes back a segment that nobody has used yet: when this returns, its name is free. */
  public void discard() {
    holders.set(0);
    dropped = true;
    free();
  }

  private void free() {
    try {
      extent.close();
    } catch (IOException e) {
      log.warn("{} is not closed as it should be: {}", name, e.toString());
    }
    if (dropped) {
      try {
        extent.delete();
      } catch (IOException e) {
        log.warn("{} is no longer needed and cannot be deleted: {}", name, e.toString());
      }
    }
  }
}
