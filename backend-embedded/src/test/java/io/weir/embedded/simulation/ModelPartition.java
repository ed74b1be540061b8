package io.weir.embedded.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.Durability;
import io.weir.backend.OffsetRanges;
import io.weir.backend.Retention;
import io.weir.backend.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a partition must hold: every batch by its base offset, and what may have come into it
 * besides. It learns from answers, and after a crash from what is there, which it judges first.
 */
final class ModelPartition {
  final TopicPartition id;
  Durability durability;

  /** It is compacted or settled, so that batches go from its middle. */
  boolean vanishes;

  final TreeMap<Long, ModelBatch> batches = new TreeMap<>();

  /** Sent and never answered for certain, by the first value. */
  final Map<String, ModelBatch> maybe = new HashMap<>();

  /** Every value that was ever at an offset, for it is never to be another one's. */
  private final Map<Long, String> shown = new HashMap<>();

  /** Of each producer, what it wrote here, in order. */
  final Map<Long, List<Long>> written = new HashMap<>();

  /** What every producer's batches were, also those trimmed. */
  private final TreeMap<Long, ModelBatch> known = new TreeMap<>();

  /** Markers that came to light after a crash: by producer, whether it committed. */
  final Map<Long, Boolean> foundMarkers = new HashMap<>();

  /** Where each batch comes after, which is before it where offsets were left out. */
  private final Map<Long, Long> after = new HashMap<>();

  /** Every marker that was ever here. */
  private final TreeMap<Long, ModelBatch> markers = new TreeMap<>();

  /** What its owner has settled, and of that what the process was told that runs. */
  final OffsetRanges settled = new OffsetRanges();

  OffsetRanges told = new OffsetRanges();

  long start;

  /** Where a trim that was not answered may have moved it. */
  long maybeStart;

  /** The offset after all that ever was there. */
  long end;

  /** The next batch may leave out offsets, for some that were shown may be lost. */
  private boolean maySkip;

  /** What lies before it survives a power cut. */
  long syncedEnd;

  ModelPartition(TopicPartition id, Durability durability) {
    this.id = id;
    this.durability = durability;
  }

  /** It was answered that a batch is there. */
  void add(long base, ModelBatch batch) {
    assertThat(base == end || maySkip && base > end)
        .as("%s is at %d of %s, which ends at %d", batch, base, this, end)
        .isTrue();
    maySkip = false;
    after.put(base, batches.isEmpty() ? start : Math.max(start, lastOf(batches.lastEntry())));
    if (batch.isMarker()) {
      markers.put(base, batch);
    }
    show(base, batch);
    batches.put(base, batch);
    end = base + batch.records();
    if (batch.sequence != ModelBatch.NO_SEQUENCE) {
      known.put(base, batch);
      written.computeIfAbsent(batch.producer, any -> new ArrayList<>()).add(base);
    }
  }

  private void show(long base, ModelBatch batch) {
    for (int i = 0; i < batch.records(); i++) {
      String before = shown.putIfAbsent(base + i, batch.values.get(i));
      assertThat(before == null || before.equals(batch.values.get(i)))
          .as("offset %d of %s was %s and is %s", base + i, this, before, batch)
          .isTrue();
    }
  }

  /** The last batches of a producer here, oldest first. */
  NavigableMap<Long, ModelBatch> window(long producer) {
    NavigableMap<Long, ModelBatch> window = new TreeMap<>();
    List<Long> bases = written.getOrDefault(producer, List.of());
    for (long base : bases.subList(Math.max(0, bases.size() - 5), bases.size())) {
      window.put(base, known.get(base));
    }
    return window;
  }

  /** The base offset of the batch that holds an offset, or of the first after it; null if none. */
  @Nullable Long batchFrom(long offset) {
    var floor = batches.floorEntry(offset);
    return floor != null && lastOf(floor) > offset ? floor.getKey() : batches.higherKey(offset);
  }

  /** The first offset from a time on; -1 if there is none. */
  long firstAt(long timestamp) {
    for (var each : batches.entrySet()) {
      ModelBatch batch = each.getValue();
      for (int i = 0; i < batch.records(); i++) {
        boolean isThere = !batch.isMarker() && batch.has(i) && each.getKey() + i >= start;
        if (isThere && batch.timestamp + i >= timestamp) {
          return each.getKey() + i;
        }
      }
    }
    return -1;
  }

  /** The greatest time of a record; -1 if there is none. */
  long greatestTime() {
    long greatest = -1;
    for (var each : batches.entrySet()) {
      ModelBatch batch = each.getValue();
      for (int i = 0; !batch.isMarker() && i < batch.records(); i++) {
        if (batch.has(i) && each.getKey() + i >= start) {
          greatest = Math.max(greatest, batch.timestamp + i);
        }
      }
    }
    return greatest;
  }

  /** What is left of the batches of the transaction that a marker ended. */
  List<ModelBatch> ended(long marker) {
    long producer = markers.get(marker).producer;
    long from =
        markers.headMap(marker).entrySet().stream()
            .filter(each -> each.getValue().producer == producer)
            .mapToLong(Map.Entry::getKey)
            .max()
            .orElse(0);
    return batches.subMap(from, marker).values().stream()
        .filter(batch -> batch.producer == producer && !batch.isMarker())
        .toList();
  }

  long lastStable(long highWatermark) {
    for (var each : known.entrySet()) {
      ModelTransaction transaction = each.getValue().transaction;
      if (transaction != null && transaction.isOpen()) {
        // What was skipped before it is no reason for readers to come.
        return Math.max(start, after.get(each.getKey()));
      }
    }
    return highWatermark;
  }

  /** What a committed reader sees from the batch on that holds the log start. */
  List<String> committed(long stable) {
    List<String> values = new ArrayList<>();
    if (stable <= start) {
      return values;
    }
    batches.headMap(stable).values().stream()
        .filter(batch -> !batch.isMarker())
        .filter(
            batch ->
                batch.transaction == null
                    || batch.transaction.state == ModelTransaction.State.COMMITTED)
        .forEach(batch -> values.addAll(batch.values));
    values.removeIf(ModelBatch.GONE::equals);
    return values;
  }

  /** What was read is what is here, without a gap. */
  void assertHolds(NavigableMap<Long, ModelBatch> found) {
    if (!found.isEmpty()) {
      TreeMap<Long, ModelBatch> expected =
          new TreeMap<>(batches.subMap(found.firstKey(), true, found.lastKey(), true));
      expected.values().removeIf(batch -> batch.damaged);
      assertThat(text(found)).as("%s", this).isEqualTo(text(expected));
    }
  }

  void assertSame(ObservedPartition observed) {
    TreeMap<Long, ModelBatch> expected = new TreeMap<>(batches);
    expected.values().removeIf(batch -> batch.damaged);
    assertThat(text(observed.batches))
        .as("all that readers see of %s", this)
        .isEqualTo(text(expected));
  }

  /** What batches say, by base offset. */
  static Map<Long, List<String>> text(Map<Long, ModelBatch> batches) {
    Map<Long, List<String>> text = new TreeMap<>();
    batches.forEach((base, batch) -> text.put(base, batch.values));
    return text;
  }

  /** What retention may leave. */
  void sweptTo(ObservedPartition observed, Retention retention, long now) {
    long logStart = observed.offsets.logStart();
    assertThat(logStart).as("log start of %s", this).isGreaterThanOrEqualTo(start);
    if (retention.millis() != Retention.UNLIMITED) {
      long before = now - retention.millis();
      batches
          .subMap(
              Math.max(start, maybeStart),
              true,
              Math.max(logStart, Math.max(start, maybeStart)),
              false)
          .forEach(
              (base, batch) ->
                  assertThat(batch.isEmpty() || batch.newest() < before)
                      .as(
                          "%s went from %s, %d ms too early",
                          batch, this, batch.newest() - before + 1)
                      .isTrue());
    } else if (logStart > Math.max(start, maybeStart)) {
      long left =
          Stream.concat(
                  observed.batches.values().stream(),
                  batches.tailMap(logStart).values().stream().filter(each -> each.damaged))
              .mapToLong(each -> each.bytes)
              .sum();
      assertThat(left).as("bytes kept of %s", this).isGreaterThanOrEqualTo(retention.bytes());
    }
    trim(logStart);
  }

  /** A sweep that met no obstacle has left nothing at the start that is too old. */
  void assertSwept(Retention retention, long now) {
    if (retention.millis() != Retention.UNLIMITED && !batches.isEmpty() && !isDamaged()) {
      ModelBatch first = batches.firstEntry().getValue();
      assertThat(first.isEmpty() || first.newest() >= now - retention.millis())
          .as("%s is too old for %s", first, this)
          .isTrue();
    }
  }

  /** The log start may have come to where something is that is not settled. */
  void settledTo(long logStart, boolean carriedOut) {
    long from = Math.max(start, Math.min(maybeStart, logStart));
    assertThat(logStart <= from || settled.contains(from, logStart))
        .as("log start of %s is %d, was %d, settled is %s", this, logStart, from, settled)
        .isTrue();
    if (carriedOut) {
      assertThat(told.contains(logStart, logStart + 1))
          .as("%d of %s, where it begins, is settled", logStart, this)
          .isFalse();
    }
    trim(logStart);
  }

  /** Collection may have taken what is settled; takes what is there before an offset as it is. */
  void learnSettled(ObservedPartition observed, long before) {
    for (var each : Map.copyOf(batches.headMap(before)).entrySet()) {
      boolean trimmed = lastOf(each) <= observed.offsets.logStart();
      if (!trimmed && !observed.batches.containsKey(each.getKey())) {
        assertThat(settled.contains(Math.max(start, each.getKey()), lastOf(each)))
            .as(
                "%s at %d of %s is gone, settled is %s",
                each.getValue(), each.getKey(), this, settled)
            .isTrue();
        batches.remove(each.getKey());
      }
    }
  }

  /** The base offset of the last batch that was found and had been sent. */
  long lastKnown(ObservedPartition observed) {
    return observed.batches.descendingMap().entrySet().stream()
        .filter(
            each ->
                batches.containsKey(each.getKey())
                    || maybe.containsKey(each.getValue().values.getFirst()))
        .mapToLong(Map.Entry::getKey)
        .findFirst()
        .orElse(-1);
  }

  /** What is synced, and neither a producer's nor a transaction's. */
  List<ModelBatch> flippable() {
    return durability == Durability.MEMORY || vanishes
        ? List.of()
        : batches.headMap(syncedEnd).values().stream()
            .filter(batch -> batch.producer < 0 && !batch.damaged)
            .toList();
  }

  @Override
  public String toString() {
    return durability + " " + id.topic().toString().substring(0, 4) + "-" + id.partition();
  }

  /** Whether there is a batch of a transaction. */
  boolean holds(ModelTransaction transaction) {
    return batches.values().stream().anyMatch(batch -> batch.transaction == transaction);
  }

  boolean isDamaged() {
    return batches.values().stream().anyMatch(batch -> batch.damaged);
  }

  void trim(long offset) {
    start = Math.max(start, offset);
    while (!batches.isEmpty() && lastOf(batches.firstEntry()) <= start) {
      batches.pollFirstEntry();
    }
    end = Math.max(end, start);
  }

  static long lastOf(Map.Entry<Long, ModelBatch> batch) {
    return batch.getKey() + batch.getValue().records();
  }

  /**
   * Judges what is there after a crash, and takes it for what there is from now on.
   *
   * @param mayLose whether what was not synced may be gone
   */
  void adopt(ObservedPartition observed, boolean mayLose) {
    assertThat(observed.offsets.logStart())
        .as("log start of %s, which was %d or %d", id, start, maybeStart)
        .isIn(start, Math.max(start, maybeStart));
    trim(observed.offsets.logStart());
    maybeStart = 0;
    maySkip |= mayLose;
    long lost = firstLost(observed, mayLose);
    forgetFrom(lost);
    for (var each : observed.batches.entrySet()) {
      maySkip |= mayLose;
      ModelBatch before = batches.get(each.getKey());
      if (before == null) {
        addFound(each.getKey(), each.getValue(), lost);
      } else {
        assertThat(each.getValue().values)
            .as("%s at %d", id, each.getKey())
            .isEqualTo(before.values);
        before.bytes = each.getValue().bytes;
      }
    }
    maySkip |= mayLose;
    maybe.clear();
    end = Math.max(end, observed.offsets.highWatermark());
    syncedEnd = end;
  }

  /** The base offset of the first batch that is gone as it may; what must be there is. */
  private long firstLost(ObservedPartition observed, boolean mayLose) {
    for (var each : batches.entrySet()) {
      long base = each.getKey();
      if (!observed.batches.containsKey(base) && !each.getValue().damaged) {
        assertThat(mayLose && base >= syncedEnd)
            .as("%s lacks %s at %d, synced to %d", id, each.getValue(), base, syncedEnd)
            .isTrue();
        assertThat(observed.batches.tailMap(base).values())
            .filteredOn(left -> !left.isMarker()) // of what is aborted because of the loss
            .as("what is left of %s behind %s, which is lost", id, each.getValue())
            .isEmpty();
        return base;
      }
      assertThat(observed.isCorrupt(Math.max(start, base)))
          .as("%s at %d of %s is told as damaged", each.getValue(), base, this)
          .isEqualTo(each.getValue().damaged);
    }
    return Long.MAX_VALUE;
  }

  /** The log has ended transactions by itself. */
  void learnMarkers(ObservedPartition observed) {
    foundMarkers.clear();
    for (var each : observed.batches.tailMap(end).entrySet()) {
      assertThat(each.getValue().isMarker()).as("%s comes by itself", each.getValue()).isTrue();
      add(each.getKey(), each.getValue());
      foundMarkers.put(each.getValue().producer, each.getValue().isCommit());
      syncedEnd = end;
    }
  }

  private void forgetFrom(long lost) {
    batches.tailMap(lost, true).clear();
    known.tailMap(lost, true).clear();
    written.values().forEach(bases -> bases.removeIf(base -> base >= lost));
  }

  private void addFound(long base, ModelBatch found, long lost) {
    assertThat(base)
        .as("%s comes at %d of %s, before what was there", found, base, this)
        .isGreaterThanOrEqualTo(batches.isEmpty() ? start : lastOf(batches.lastEntry()));
    if (found.isMarker()) {
      add(base, found);
      foundMarkers.put(found.producer, found.isCommit());
      return;
    }
    assertThat(lost)
        .as("%s is there and what was before it in %s is not", found, id)
        .isEqualTo(Long.MAX_VALUE);
    ModelBatch sent = maybe.remove(found.values.getFirst());
    assertThat(sent)
        .as("%s at %d of %s, which nobody should have found", found, base, this)
        .isNotNull();
    assertThat(found.values).isEqualTo(sent.values);
    sent.bytes = found.bytes;
    add(base, sent);
  }
}
