package io.weir.embedded.sequencer;

import io.weir.backend.Measure;
import io.weir.backend.Measure.Kind;
import io.weir.embedded.index.SealedSegment;
import io.weir.embedded.storage.Layout;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.atomic.LongAdder;

/** What became of bytes since the log was opened. Any thread. */
public final class SpaceCounters {
  private final LongAdder appended = new LongAdder();
  private final LongAdder collected = new LongAdder();
  private final LongAdder compacted = new LongAdder();
  private final LongAdder freed = new LongAdder();

  /** The log was written on. */
  public void appended(long bytes) {
    appended.add(bytes);
  }

  /** A collected segment was written, and counts. */
  public void collected(long bytes) {
    collected.add(bytes);
  }

  /** A collected segment was written that compaction made, and counts. */
  public void compacted(long bytes) {
    compacted.add(bytes);
  }

  /** A segment was dropped. */
  public void freed(long bytes) {
    freed.add(bytes);
  }

  public long appended() {
    return appended.sum();
  }

  public long collected() {
    return collected.sum();
  }

  public long compacted() {
    return compacted.sum();
  }

  public long freed() {
    return freed.sum();
  }

  /**
   * How much is written for what is appended: 1 where nothing is written again. What compaction
   * writes does not count, for topics ask for that, as often as their settings say.
   */
  double amplification() {
    long written = appended();
    return written == 0 ? 1 : (written + collected()) / (double) written;
  }

  /**
   * All that is exported.
   *
   * @param sealed the segments that are no longer written
   */
  public List<Measure> measures(NavigableMap<Integer, SealedSegment> sealed) {
    long bytes = sealed.values().stream().mapToLong(each -> each.segment().limit()).sum();
    return List.of(
        counter("log_appended_bytes", "Bytes that the log was written.", appended()),
        counter("log_collected_bytes", "Bytes that collection wrote again.", collected()),
        counter("log_compacted_bytes", "Bytes that compaction wrote again.", compacted()),
        counter("log_freed_bytes", "Bytes of segments that were dropped.", freed()),
        gauge(
            "log_write_amplification",
            "Bytes written, again or for the first time, for each that was written for the first"
                + " time.",
            amplification()),
        gauge("log_sealed_bytes", "Bytes of segments that are no longer written.", bytes),
        gauge("log_sealed_segments", "Segments that are no longer written.", sealed.size()),
        gauge(
            "log_collected_segments",
            "Those of them that were collected.",
            sealed.tailMap(Layout.FIRST_COLLECTED).size()));
  }

  private static Measure counter(String name, String about, double value) {
    return new Measure(name, Kind.COUNTER, about, value);
  }

  private static Measure gauge(String name, String about, double value) {
    return new Measure(name, Kind.GAUGE, about, value);
  }
}
