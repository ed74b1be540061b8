package io.weir.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecords.RecordFilter;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.common.utils.internals.BufferSupplier;
import org.junit.jupiter.api.Test;

/** Apache Kafka's own filter of its cleaner says what is right. */
class BatchCleanerTest {
  private static final int MAX_BYTES = 1 << 20;
  private static final long NOW = 1_800_000_000_000L;
  private static final long TOMBSTONES = 86_400_000;

  private final BatchCleaner cleaner =
      new BatchCleaner(UnpooledByteBufAllocator.DEFAULT, MAX_BYTES);

  @Provide
  Arbitrary<Sample> samples() {
    return Sample.any();
  }

  @Provide
  Arbitrary<Set<Integer>> places() {
    return Arbitraries.integers().between(0, 29).set();
  }

  @Property(tries = 300)
  void whatIsLeftIsWhatKafkaLeaves(
      @ForAll("samples") Sample sample,
      @ForAll("places") Set<Integer> removed,
      @ForAll("places") Set<Integer> removedLater,
      @ForAll @LongRange(min = 0, max = 1L << 60) long base) {
    ByteBuf bytes = sample.writtenByKafka(base);

    ByteBuf once = cleaned(bytes, removed, base, NOW + TOMBSTONES);
    ByteBuf twice = cleaned(once, removedLater, base, NOW + 2 * TOMBSTONES);

    ByteBuf kafkas = cleanedByKafka(bytes, removed, base, NOW);
    assertThat(seenByKafka(once)).isEqualTo(seenByKafka(kafkas));
    assertThat(seenByKafka(twice))
        .isEqualTo(seenByKafka(cleanedByKafka(kafkas, removedLater, base, NOW + TOMBSTONES)));
  }

  @Test
  void aBatchOfWhichAllIsKeptIsLeftAsItIs() {
    RecordBatch batch = RecordBatch.only(Sample.of("a", "b").writtenByKafka(5));

    assertThat(cleaner.clean(batch, record -> true, NOW)).isEqualTo(new Cleaned.Whole());
    assertThat(cleaner.clean(batch, record -> false, NOW)).isEqualTo(new Cleaned.Nothing());
  }

  @Test
  void aTombstoneThatStaysGivesTheBatchAHorizonOnce() {
    ByteBuf tombstone = tombstone();

    ByteBuf once = rewritten(cleaner.clean(RecordBatch.only(tombstone), record -> true, NOW));
    Cleaned again = cleaner.clean(RecordBatch.only(once), record -> true, NOW + 1);

    assertThat(RecordBatch.only(tombstone).deleteHorizon()).isEqualTo(RecordBatch.NONE);
    assertThat(RecordBatch.only(once).deleteHorizon()).isEqualTo(NOW);
    assertThat(again).isEqualTo(new Cleaned.Whole());
    assertThat(cleaner.clean(RecordBatch.only(tombstone), record -> true, RecordBatch.NONE))
        .isEqualTo(new Cleaned.Whole());
  }

  @Test
  void anEndMarkerGetsAHorizonAsItDoesInKafka() {
    MemoryRecords marker =
        MemoryRecords.withEndTransactionMarker(
            41, NOW - 5, 3, 17, (short) 5, new EndTransactionMarker(ControlRecordType.ABORT, 9));
    ByteBuf bytes = Unpooled.wrappedBuffer(marker.buffer());

    ByteBuf after = cleaner.withHorizon(RecordBatch.only(bytes), NOW + TOMBSTONES);

    assertThat(seenByKafka(after))
        .contains("horizon OptionalLong[" + (NOW + TOMBSTONES))
        .isEqualTo(seenByKafka(filtered(bytes, Set.of(), 41, NOW, true)));
  }

  @Property(tries = 100)
  void anEmptiedBatchTakesItsReadersOverItsOffsets(
      @ForAll("samples") Sample sample, @ForAll @LongRange(min = 0, max = 1L << 60) long base) {
    RecordBatch batch = RecordBatch.only(sample.writtenByKafka(base));

    RecordBatch emptied = RecordBatch.only(cleaner.emptied(batch));

    assertThat(emptied.checksum()).isEqualTo(emptied.computeChecksum());
    assertThat(emptied.sizeInBytes()).isEqualTo(BatchFormat.HEADER_BYTES);
    assertThat(emptied.nextOffset()).isEqualTo(batch.nextOffset());
    try (Records records = emptied.records(MAX_BYTES)) {
      assertThat(records).isEmpty();
    }
    MutableRecordBatch read = kafkas(emptied.slice());
    read.ensureValid();
    assertThat(read.iterator()).isExhausted();
    assertThat(read.nextOffset()).isEqualTo(batch.nextOffset());
    assertThat(read.producerId()).isEqualTo(batch.producerId());
    assertThat(read.producerEpoch()).isEqualTo(batch.producerEpoch());
    assertThat(read.lastSequence()).isEqualTo(kafkas(batch.slice()).lastSequence());
    assertThat(read.isTransactional()).isEqualTo(batch.isTransactional());
    assertThat(read.partitionLeaderEpoch()).isEqualTo(7);
  }

  @Test
  void recordsThatCannotBeReadOrPlacedAreRefused() {
    ByteBuf misplaced = Sample.of("a", "b").writtenByKafka(0);
    misplaced.setInt(BatchFormat.LAST_OFFSET_DELTA, 0);
    ByteBuf large = Sample.of("a".repeat(100)).writtenByKafka(0);
    large.setInt(BatchFormat.COUNT, 2);

    for (ByteBuf bytes : List.of(misplaced, large)) {
      assertThatThrownBy(() -> cleaner.clean(RecordBatch.only(bytes), record -> true, NOW))
          .isInstanceOfSatisfying(
              InvalidBatchException.class,
              e -> assertThat(e.fault()).isEqualTo(InvalidBatchException.Fault.RECORDS));
    }
  }

  private ByteBuf cleaned(ByteBuf bytes, Set<Integer> removed, long base, long horizon) {
    RecordBatch batch = RecordBatch.only(bytes);
    Cleaned cleaned =
        cleaner.clean(batch, record -> isKept(record.offset(), removed, base), horizon);
    return switch (cleaned) {
      case Cleaned.Whole() -> bytes;
      case Cleaned.Rewritten(ByteBuf rewritten) -> rewritten;
      case Cleaned.Nothing() -> cleaner.emptied(batch);
    };
  }

  private static ByteBuf rewritten(Cleaned cleaned) {
    assertThat(cleaned).isInstanceOf(Cleaned.Rewritten.class);
    return ((Cleaned.Rewritten) cleaned).batch();
  }

  private static ByteBuf tombstone() {
    return BatchBuilder.create(UnpooledByteBufAllocator.DEFAULT)
        .add(NOW - 7, Unpooled.copyShort(1), null, List.of())
        .build();
  }

  private static boolean isKept(long offset, Set<Integer> removed, long base) {
    return !removed.contains((int) (offset - base));
  }

  private static ByteBuf cleanedByKafka(ByteBuf bytes, Set<Integer> removed, long base, long now) {
    return filtered(bytes, removed, base, now, false);
  }

  private static ByteBuf filtered(
      ByteBuf bytes, Set<Integer> removed, long base, long now, boolean marker) {
    RecordFilter filter =
        new RecordFilter(now, TOMBSTONES) {
          @Override
          protected BatchRetentionResult checkBatchRetention(
              org.apache.kafka.common.record.internal.RecordBatch batch) {
            return new BatchRetentionResult(BatchRetention.RETAIN_EMPTY, marker);
          }

          @Override
          protected boolean shouldRetainRecord(
              org.apache.kafka.common.record.internal.RecordBatch batch, Record record) {
            return isKept(record.offset(), removed, base);
          }
        };
    ByteBuffer out =
        MemoryRecords.readableRecords(bytes.nioBuffer())
            .filterTo(
                filter, ByteBuffer.allocate(1 << 16), BufferSupplier.NO_CACHING, Integer.MAX_VALUE)
            .outputBuffer();
    return Unpooled.wrappedBuffer(out.flip());
  }

  private static MutableRecordBatch kafkas(ByteBuf bytes) {
    return MemoryRecords.readableRecords(bytes.nioBuffer()).batches().iterator().next();
  }

  /** All that Kafka makes of a batch, but for the times of one without records. */
  private static String seenByKafka(ByteBuf bytes) {
    MutableRecordBatch batch = kafkas(bytes);
    batch.ensureValid();
    String records =
        StreamSupport.stream(batch.spliterator(), false)
            .peek(Record::ensureValid)
            .map(BatchCleanerTest::seenByKafka)
            .collect(Collectors.joining("\n"));
    return String.join(
        " ",
        "offsets " + batch.baseOffset() + " to " + batch.lastOffset(),
        "epoch " + batch.partitionLeaderEpoch(),
        "producer " + batch.producerId() + "/" + batch.producerEpoch(),
        "sequences " + batch.baseSequence() + " to " + batch.lastSequence(),
        "transactional " + batch.isTransactional() + " control " + batch.isControlBatch(),
        "count " + batch.countOrNull() + " compression " + batch.compressionType(),
        records.isEmpty() ? "" : "horizon " + batch.deleteHorizonMs(),
        records.isEmpty() ? "" : "newest " + batch.maxTimestamp(),
        records);
  }

  private static String seenByKafka(Record record) {
    return "%d at %d: %s = %s %s"
        .formatted(
            record.offset(),
            record.timestamp(),
            record.hasKey() ? ByteBufUtil.hexDump(Utils.toArray(record.key())) : "none",
            record.hasValue() ? ByteBufUtil.hexDump(Utils.toArray(record.value())) : "none",
            List.of(record.headers()));
  }
}
