package io.weir.embedded.index;

import io.netty.util.collection.IntObjectMap;
import io.weir.embedded.index.SegmentIndex.Source;
import io.weir.embedded.segment.AbortedRange;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.segment.SegmentScanner;
import io.weir.embedded.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the index of a segment: from the rows in memory when it is sealed, from the segment itself
 * when it is lost.
 */
public final class IndexBuilder {
  private static final Logger log = LoggerFactory.getLogger(IndexBuilder.class);

  private IndexBuilder() {}

  /**
   * Makes and keeps the index of a segment that was written until now.
   *
   * @param rows by the partitions' numbers
   * @param aborted what was aborted in it, by the partitions' numbers
   */
  public static SegmentIndex of(
      Segment segment,
      long lastMillis,
      IntObjectMap<ActiveRows> rows,
      Map<Integer, List<AbortedRange>> aborted,
      Storage storage) {
    List<Source> sources = new ArrayList<>(rows.size());
    for (IntObjectMap.PrimitiveEntry<ActiveRows> each : rows.entries()) {
      List<AbortedRange> of =
          aborted.isEmpty() ? List.of() : aborted.getOrDefault(each.key(), List.of());
      sources.add(new Source(each.key(), each.value(), of));
    }
    sources.sort(Comparator.comparingInt(Source::partition));
    return keep(
        segment,
        SegmentIndex.encode(segment.salt(), lastMillis, segment.limit(), sources),
        storage);
  }

  /**
   * The index of a sealed segment as it was kept, or made again. One whose end is not the segment's
   * is not believed: a crash came while it was sealed, or after an earlier time.
   *
   * @param lastCommit the segment's last, or {@link SegmentScanner#ALL_PROVEN}
   * @param keyed of which partitions the keys are wanted, if it is made again
   */
  public static SealedSegment open(
      Segment segment, long lastCommit, IntPredicate keyed, Storage storage) throws IOException {
    ByteBuffer kept = storage.readIndex(segment.number());
    SegmentIndex index = kept == null ? null : SegmentIndex.read(kept, segment.salt());
    if (index != null && index.end() >= segment.limit()) {
      return new SealedSegment(segment, index, false);
    }
    log.warn(
        "the index of {} is {}; it is made again from the segment",
        segment.name(),
        kept == null ? "missing" : index == null ? "damaged" : "not of all of it");
    return new SealedSegment(
        segment, keep(segment, encodeFrom(segment, lastCommit, keyed), storage), true);
  }

  /**
   * The index as the segment itself has it.
   *
   * @param keyed of which partitions the keys are wanted
   */
  static SegmentIndex rebuild(Segment segment, IntPredicate keyed) {
    ByteBuffer encoded = encodeFrom(segment, SegmentScanner.ALL_PROVEN, keyed);
    SegmentIndex index = SegmentIndex.read(encoded, segment.salt());
    if (index == null) {
      throw new IllegalStateException("an index just made is whole");
    }
    return index;
  }

  /**
   * Makes the index of a sealed segment from the segment, and keeps it in the place of any that is
   * there.
   *
   * @param lastCommit the segment's last, or {@link SegmentScanner#ALL_PROVEN}
   * @param keyed of which partitions the keys are wanted
   */
  public static void remake(Segment segment, long lastCommit, IntPredicate keyed, Storage storage)
      throws IOException {
    storage.writeIndex(segment.number(), encodeFrom(segment, lastCommit, keyed));
  }

  private static ByteBuffer encodeFrom(Segment segment, long lastCommit, IntPredicate keyed) {
    SegmentRows found = new SegmentRows(segment, keyed);
    SegmentScanner.End end = new SegmentScanner(segment, found).scan(lastCommit);
    return SegmentIndex.encode(segment.salt(), found.lastMillis(), end.position(), found.sources());
  }

  private static SegmentIndex keep(Segment segment, ByteBuffer encoded, Storage storage) {
    SegmentIndex inMemory = SegmentIndex.read(encoded, segment.salt());
    if (inMemory == null) {
      throw new IllegalStateException("an index just made is whole");
    }
    try {
      storage.writeIndex(segment.number(), encoded);
      ByteBuffer mapped = storage.readIndex(segment.number());
      SegmentIndex kept = mapped == null ? null : SegmentIndex.read(mapped, segment.salt());
      return kept == null ? inMemory : kept;
    } catch (IOException e) {
      log.warn(
          "the index of {} cannot be written and stays in memory: {}",
          segment.name(),
          e.toString());
      return inMemory;
    }
  }
}
