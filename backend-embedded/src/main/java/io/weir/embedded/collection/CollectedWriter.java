package io.weir.embedded.collection;

import io.netty.buffer.ByteBuf;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import io.weir.embedded.index.ActiveRows;
import io.weir.embedded.index.IndexBuilder;
import io.weir.embedded.index.KeyHashes;
import io.weir.embedded.index.SealedSegment;
import io.weir.embedded.index.SegmentIndex;
import io.weir.embedded.segment.AbortedRange;
import io.weir.embedded.segment.CommitHeader;
import io.weir.embedded.segment.Coverage;
import io.weir.embedded.segment.EntryHeader;
import io.weir.embedded.segment.EntryKind;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.sequencer.CommitWriter;
import io.weir.embedded.state.LogEntry;
import io.weir.embedded.storage.Layout;
import io.weir.embedded.storage.Storage;
import io.weir.record.BatchFormat;
import io.weir.record.RecordBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Writes one collected segment. Its first commit is empty and is written last, when all others are
 * on disk: a collected segment that has it is whole. Used by one thread.
 */
final class CollectedWriter implements Extraction.Sink {
  /** What one commit has about, and what is written before the pace is looked at. */
  private static final int COMMIT_BYTES = 1 << 20;

  /** What a collected segment takes that has nothing. */
  static final int EMPTY_BYTES = 2048;

  private static final int SECOND_COMMIT = Layout.FIRST_COMMIT + Layout.SECTOR;

  private final Segment segment;
  private final long millis;
  private final Pace pace;
  private final IntPredicate keyed;
  private final CommitWriter commits;
  private final IntObjectMap<ActiveRows> rows = new IntObjectHashMap<>();
  private final Map<Integer, List<AbortedRange>> aborted = new HashMap<>();
  private final List<LogEntry> entries = new ArrayList<>();
  private int entriesBytes;
  private int position = SECOND_COMMIT;
  private long number = 1;
  private int partition;
  private ActiveRows current;

  /**
   * @param segment empty, and spare
   * @param millis when the youngest of what it takes over was written
   * @param keyed of which partitions, by their numbers, the keys are wanted
   */
  CollectedWriter(Segment segment, long millis, Pace pace, IntPredicate keyed) {
    this.segment = segment;
    this.millis = millis;
    this.pace = pace;
    this.keyed = keyed;
    this.current = new ActiveRows(segment);
    this.commits = new CommitWriter(segment.capacity());
  }

  /** The size of a segment into which all of some extractions fits. */
  static long capacity(List<? extends Extraction> extractions) {
    long bytes = 0;
    for (Extraction each : extractions) {
      bytes += each.coverage().footprint() + each.mostBytes();
    }
    long heads = (bytes / COMMIT_BYTES + 2) * CommitHeader.BYTES;
    return (SECOND_COMMIT + bytes + heads + 4095) & -4096L;
  }

  /** Takes over what an extraction has. */
  void add(Extraction extraction) throws IOException {
    Coverage coverage = extraction.coverage();
    partition = coverage.partition();
    current = new ActiveRows(segment);
    current.cover(coverage);
    rows.put(partition, current);
    if (!coverage.aborted().isEmpty()) {
      aborted.put(partition, coverage.aborted());
    }
    add(new LogEntry.Meta(EntryKind.COVERAGE, coverage.encode()));
    extraction.writeTo(this);
  }

  @Override
  public void batch(ByteBuf batch) throws IOException {
    EntryHeader header = EntryHeader.ofBatch(partition, batch);
    long timestamp = batch.getLong(batch.readerIndex() + BatchFormat.MAX_TIMESTAMP);
    int payload = position + CommitHeader.BYTES + entriesBytes + EntryHeader.BYTES;
    long next = header.baseOffset() + header.records();
    int[] hashes = keyed.test(partition) ? KeyHashes.of(RecordBatch.only(batch)) : null;
    current.add(header.baseOffset(), next, timestamp, payload, header.length(), hashes);
    add(new LogEntry.Kept(header, batch));
  }

  private void add(LogEntry entry) throws IOException {
    entries.add(entry);
    entriesBytes += (int) EntryHeader.footprint(entry.payload().readableBytes());
    if (entriesBytes >= COMMIT_BYTES) {
      flush();
    }
  }

  private void flush() throws IOException {
    int length = entriesBytes;
    pace.await(length);
    write(position, ++number, length);
    position += CommitHeader.BYTES + length;
    release();
  }

  private void write(int start, long commit, int length) throws IOException {
    CommitHeader header = new CommitHeader(commit, commit - 1, millis, length, entries.size());
    commits.write(segment, start, header, entries);
  }

  private void release() {
    entries.forEach(LogEntry::release);
    entries.clear();
    entriesBytes = 0;
  }

  /** Ends it: it is on disk, has its name and its index, and counts for nothing yet. */
  SealedSegment finish(Storage storage) throws IOException {
    if (!entries.isEmpty()) {
      flush();
    }
    segment.extent().force();
    write(Layout.FIRST_COMMIT, 1, 0);
    segment.extent().force();
    segment.end(position);
    segment.giveBack();
    SegmentIndex index = IndexBuilder.of(segment, millis, rows, aborted, storage);
    segment.extent().begin();
    return new SealedSegment(segment, index, false);
  }

  /** What it had not written goes; the segment is its maker's to discard. */
  void abandon() {
    release();
  }
}
