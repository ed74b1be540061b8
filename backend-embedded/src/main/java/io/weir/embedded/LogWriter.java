package io.weir.embedded;

import io.netty.buffer.ByteBuf;
import io.weir.record.BatchFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;

/**
 * Writes commits to the active segment through one staging buffer, and goes on to a new segment
 * when it is full. Used by one thread at a time: recovery, then the sequencer.
 */
final class LogWriter {
  /**
   * Enough to make a write worth its system call, little enough to stay in the processor's cache.
   */
  private static final int STAGING_BYTES = 1 << 20;

  private static final SecureRandom SALTS = new SecureRandom();

  private final Storage storage;
  private final EmbeddedSettings settings;
  private final LogState state;
  private final UUID boot;
  private final Executor background;
  private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES);
  private final FrameChecksum checksum = new FrameChecksum();

  private Segment active;
  private int position;
  private boolean synced = true;

  /** Whether a write failed here: its head must be where the next one is written over it. */
  private boolean torn;

  private long unsyncedRecords;
  private long lastMillis;
  private long logBytes;

  /** Goes on where a recovered segment ends. */
  LogWriter(
      Storage storage,
      EmbeddedSettings settings,
      LogState state,
      UUID boot,
      Executor background,
      Segment active,
      int position) {
    this.storage = storage;
    this.settings = settings;
    this.state = state;
    this.boot = boot;
    this.background = background;
    this.active = active;
    this.position = position;
    active.written(position);
    this.lastMillis = active.createdMillis();
    this.logBytes =
        active.capacity()
            + state.sealed().values().stream().mapToLong(s -> s.segment().capacity()).sum();
  }

  /** Begins a log where there is none. */
  static LogWriter begin(
      Storage storage,
      EmbeddedSettings settings,
      LogState state,
      UUID boot,
      Executor background,
      int firstNumber)
      throws IOException {
    int capacity = settings.segmentCapacity(0, 0);
    Segment first = create(storage, background, firstNumber, capacity);
    LogWriter writer =
        new LogWriter(storage, settings, state, boot, background, first, Layout.FIRST_COMMIT);
    try {
      writer.write(writer.checkpoint(System.currentTimeMillis()));
    } catch (IOException | RuntimeException e) {
      first.discard();
      throw e;
    }
    return writer;
  }

  Segment active() {
    return active;
  }

  int position() {
    return position;
  }

  /** Whether there may be the beginning of a commit behind the last one. */
  boolean isTorn() {
    return torn;
  }

  /** Whether entries of so many bytes still fit into the active segment as one commit. */
  boolean fits(long bytes, boolean mayUseReserve) {
    long limit = active.capacity() - (mayUseReserve ? 0 : settings.reserveBytes(active.capacity()));
    return start() + CommitHeader.BYTES + bytes <= limit;
  }

  /** Whether so many offsets more may be shown before they are synced. */
  boolean mayShow(long records) {
    return unsyncedRecords + records <= LogState.SKIP;
  }

  /** Hands a commit to the operating system. When it fails, the log is as it was. */
  void write(Commit commit) throws IOException {
    int start = start();
    int length = (int) commit.bytes();
    torn = true;
    staging.clear();
    new CommitHeader(
            commit.number(),
            state.durableCommit(),
            commit.nowMillis(),
            length,
            commit.entries().size())
        .write(staging, active.salt(), start, checksum);
    int flushed = start;
    for (LogEntry entry : commit.entries()) {
      flushed = stage(entry, flushed);
    }
    flush(flushed);
    torn = false;
    position = start + CommitHeader.BYTES + length;
    active.written(position);
    synced = false;
    unsyncedRecords += commit.records();
    lastMillis = commit.nowMillis();
    state.lastCommit(commit.number());
  }

  /** Returns when all that was written survives a power cut. */
  void force() throws IOException {
    active.extent().force();
    synced = true;
    unsyncedRecords = 0;
    state.durableCommit(state.lastCommit());
  }

  /**
   * Goes on in a new segment with room for a commit of so many bytes. When it fails for want of
   * space, the log is as it was.
   */
  void roll(long bytes) throws IOException {
    Commit checkpoint = checkpoint(lastMillis);
    Segment old = active;
    int oldEnd = position;
    int capacity = settings.segmentCapacity(logBytes, checkpoint.bytes() + bytes);
    Segment next = create(storage, background, old.number() + 1, capacity);
    try {
      next.extent().reserve();
    } catch (IOException e) {
      next.discard();
      throw e;
    }
    try {
      force();
      active = next;
      position = Layout.FIRST_COMMIT;
      write(checkpoint);
    } catch (IOException e) {
      active = old;
      position = oldEnd;
      next.discard();
      throw e;
    }
    logBytes += capacity;
    seal(old, oldEnd, checkpoint.nowMillis());
  }

  /** Says that a segment is gone. */
  void forgot(Segment segment) {
    logBytes -= segment.capacity();
  }

  private void seal(Segment old, int end, long millis) throws IOException {
    SegmentIndex index = IndexBuilder.seal(old, end, millis, state.partitions(), storage);
    state.sealed().put(old.number(), new SealedSegment(old, index, true));
    for (int slot = 0; slot < index.partitions(); slot++) {
      Partition partition = state.partitions().get(index.partition(slot));
      if (partition != null) {
        partition.rows(partition.rows().sealed(old.number(), index.firstOffset(slot)));
      }
    }
    old.seal(end);
  }

  private static Segment create(Storage storage, Executor background, int number, int capacity)
      throws IOException {
    SegmentHeader header = new SegmentHeader(number, SALTS.nextLong(), System.currentTimeMillis());
    Storage.Extent extent = storage.create(number, capacity);
    try {
      extent.write(header.encode(), 0);
    } catch (IOException e) {
      extent.close();
      extent.delete();
      throw e;
    }
    return new Segment(header, storage.name(number), extent, background);
  }

  private Commit checkpoint(long nowMillis) {
    Completions nobody = new Completions(Runnable::run);
    Commit commit = new Commit(state.lastCommit() + 1, nowMillis, nobody);
    List<ByteBuf> chunks = Checkpoint.encode(state, boot);
    chunks.forEach(chunk -> commit.add(new LogEntry.Meta(EntryKind.CHECKPOINT, chunk)));
    return commit;
  }

  /** Where the next commit begins. */
  private int start() {
    return synced && !torn ? Layout.alignToSector(position) : Layout.align(position);
  }

  /** Puts an entry behind what is staged; returns the place up to which the segment is written. */
  private int stage(LogEntry entry, int alreadyFlushed) throws IOException {
    int flushed = alreadyFlushed;
    if (staging.remaining() < EntryHeader.BYTES + BatchFormat.HEADER_BYTES) {
      flushed = flush(flushed);
    }
    EntryHeader header = entry.header();
    header.write(staging, active.salt(), flushed + staging.position(), checksum);
    entry.placed(flushed + staging.position());
    int first = staging.position();
    ByteBuf payload = entry.payload();
    int index = payload.readerIndex();
    int left = payload.readableBytes();
    while (left > 0) {
      if (!staging.hasRemaining()) {
        flushed = flush(flushed);
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
    return pad(flushed);
  }

  private int pad(int alreadyFlushed) throws IOException {
    int flushed = alreadyFlushed;
    while (((flushed + staging.position()) & (Layout.ALIGNMENT - 1)) != 0) {
      if (!staging.hasRemaining()) {
        flushed = flush(flushed);
      }
      staging.put((byte) 0);
    }
    return flushed;
  }

  private int flush(int place) throws IOException {
    int length = staging.flip().remaining();
    active.extent().write(staging, place);
    staging.clear();
    return place + length;
  }
}
