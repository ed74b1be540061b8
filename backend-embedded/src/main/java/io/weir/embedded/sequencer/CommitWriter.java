package io.weir.embedded.sequencer;

import io.netty.buffer.ByteBuf;
import io.weir.embedded.segment.CommitHeader;
import io.weir.embedded.segment.EntryHeader;
import io.weir.embedded.segment.EntryKind;
import io.weir.embedded.segment.FrameChecksum;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.state.LogEntry;
import io.weir.embedded.storage.Layout;
import io.weir.record.BatchFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Puts commits into segments through one staging buffer. Used by one thread. */
public final class CommitWriter {
  /**
   * Enough to make a write worth its system call, little enough to stay in the processor's cache.
   */
  private static final int STAGING_BYTES = 1 << 20;

  private final ByteBuffer staging;
  private final FrameChecksum checksum = new FrameChecksum();

  /**
   * @param capacity of the segments it writes to: more is not staged
   */
  public CommitWriter(int capacity) {
    staging = ByteBuffer.allocateDirect(Math.min(STAGING_BYTES, capacity));
  }

  /**
   * Writes one, and tells each entry where it lies.
   *
   * @param start a place aligned as commits are
   */
  public void write(
      Segment segment, int start, CommitHeader commit, List<? extends LogEntry> entries)
      throws IOException {
    staging.clear();
    commit.write(staging, segment.salt(), start, checksum);
    int flushed = start;
    for (LogEntry entry : entries) {
      flushed = stage(segment, entry, flushed);
    }
    flush(segment, flushed);
  }

  /** Writes again what lies between two places. */
  void rewrite(Segment segment, int from, int to) throws IOException {
    int at = from;
    while (at < to) {
      int length = Math.min(to - at, staging.capacity());
      staging.clear().put(segment.bytes().slice(at, length)).flip();
      segment.extent().write(staging, at);
      at += length;
    }
  }

  /** Puts an entry behind what is staged; returns the place up to which the segment is written. */
  private int stage(Segment segment, LogEntry entry, int alreadyFlushed) throws IOException {
    int flushed = alreadyFlushed;
    if (staging.remaining() < EntryHeader.BYTES + BatchFormat.HEADER_BYTES) {
      flushed = flush(segment, flushed);
    }
    EntryHeader header = entry.header();
    header.write(staging, segment.salt(), flushed + staging.position(), checksum);
    entry.placed(flushed + staging.position());
    int first = staging.position();
    ByteBuf payload = entry.payload();
    int index = payload.readerIndex();
    int left = payload.readableBytes();
    while (left > 0) {
      if (!staging.hasRemaining()) {
        flushed = flush(segment, flushed);
      }
      int chunk = Math.min(left, staging.remaining());
      int limit = staging.limit();
      staging.limit(staging.position() + chunk);
      payload.getBytes(index, staging);
      staging.limit(limit);
      if (header.kind() == EntryKind.BATCH && index == payload.readerIndex()) {
        staging.putLong(first + BatchFormat.BASE_OFFSET, header.baseOffset());
        staging.putInt(first + BatchFormat.LEADER_EPOCH, header.epoch());
      }
      index += chunk;
      left -= chunk;
    }
    return pad(segment, flushed);
  }

  private int pad(Segment segment, int alreadyFlushed) throws IOException {
    int flushed = alreadyFlushed;
    while (((flushed + staging.position()) & (Layout.ALIGNMENT - 1)) != 0) {
      if (!staging.hasRemaining()) {
        flushed = flush(segment, flushed);
      }
      staging.put((byte) 0);
    }
    return flushed;
  }

  private int flush(Segment segment, int place) throws IOException {
    int length = staging.flip().remaining();
    segment.extent().write(staging, place);
    staging.clear();
    return place + length;
  }
}
