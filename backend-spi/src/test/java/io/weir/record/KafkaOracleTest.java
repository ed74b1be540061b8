package io.weir.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

/** What Apache Kafka writes we read the same, and the other way round. */
class KafkaOracleTest {

  @Provide
  Arbitrary<Sample> samples() {
    return Sample.any();
  }

  @Property(tries = 500)
  void whatKafkaWritesWeRead(
      @ForAll("samples") Sample sample, @ForAll @LongRange(min = 0, max = 1L << 60) long base) {
    RecordBatch batch = RecordBatch.only(sample.writtenByKafka(base));

    assertThat(Sample.read(batch)).isEqualTo(sample);
    assertThat(batch.baseOffset()).isEqualTo(base);
    assertThat(batch.nextOffset()).isEqualTo(base + sample.entries().size());
    assertThat(batch.count()).isEqualTo(sample.entries().size());
    assertThat(batch.leaderEpoch()).isEqualTo(7);
    assertThat(batch.maxTimestamp())
        .isEqualTo(
            sample.entries().stream().mapToLong(Sample.Entry::timestamp).max().orElseThrow());
  }

  @Property(tries = 500)
  void whatWeWriteKafkaReads(@ForAll("samples") Sample sample) {
    ByteBuf written = sample.written();

    assertThat(Sample.readByKafka(written)).isEqualTo(sample);
    assertThat(Sample.read(RecordBatch.only(written))).isEqualTo(sample);
    written.release();
  }

  @Property(tries = 100)
  void withoutCompressionWeWriteTheSameBytes(@ForAll("samples") Sample any) {
    Sample.Fields fields = any.fields();
    Sample sample =
        new Sample(
            any.entries(),
            new Sample.Fields(
                io.weir.record.Compression.NONE,
                fields.producerId(),
                fields.epoch(),
                fields.sequence(),
                fields.transactional(),
                false));
    ByteBuf ours = sample.written();
    ByteBuf theirs = sample.writtenByKafka(0);
    ours.setInt(BatchFormat.LEADER_EPOCH, theirs.getInt(BatchFormat.LEADER_EPOCH));

    assertThat(ours).isEqualTo(theirs);
    ours.release();
  }

  @Test
  void endMarkersAreControlBatches() {
    for (ControlRecordType type :
        new ControlRecordType[] {ControlRecordType.COMMIT, ControlRecordType.ABORT}) {
      MemoryRecords marker =
          MemoryRecords.withEndTransactionMarker(
              41, 1_700_000_000_000L, 3, 17, (short) 5, new EndTransactionMarker(type, 9));
      RecordBatch batch = RecordBatch.only(Unpooled.wrappedBuffer(marker.buffer()));

      batch.validate();
      assertThat(batch.isControl()).isTrue();
      assertThat(batch.isTransactional()).isTrue();
      assertThat(batch.producerId()).isEqualTo(17);
      assertThat(batch.producerEpoch()).isEqualTo((short) 5);
      assertThat(batch.baseSequence()).isEqualTo(RecordBatch.NONE);
      try (Records records = batch.records(1000)) {
        ByteBuf key = records.iterator().next().key();
        assertThat(key).isNotNull();
        assertThat(ControlRecordType.parse(key.nioBuffer())).isEqualTo(type);
      }
    }
  }

  @Test
  void ourControlBatchesAreKafkasToo() {
    ByteBuf batch =
        BatchBuilder.create(Unpooled.buffer().alloc())
            .add(1, Unpooled.copyShort(0, 1), Unpooled.buffer().writeZero(6), java.util.List.of())
            .producer(5, (short) 2, RecordBatch.NONE)
            .transactional()
            .control()
            .build();

    var read = MemoryRecords.readableRecords(batch.nioBuffer()).batches().iterator().next();

    read.ensureValid();
    assertThat(read.isControlBatch()).isTrue();
    EndTransactionMarker marker = EndTransactionMarker.deserialize(read.iterator().next());
    assertThat(marker.controlType()).isEqualTo(ControlRecordType.COMMIT);
    batch.release();
  }

  @Test
  void logAppendTimeIsTheTimeOfEveryRecord() {
    MemoryRecordsBuilder builder =
        MemoryRecords.builder(
            ByteBuffer.allocate(1024),
            BatchFormat.MAGIC_V2,
            Compression.NONE,
            TimestampType.LOG_APPEND_TIME,
            10,
            1_700_000_000_000L);
    builder.append(new SimpleRecord(5, "a".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    builder.append(new SimpleRecord(6, "b".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    RecordBatch batch = RecordBatch.only(Unpooled.wrappedBuffer(builder.build().buffer()));

    batch.validate();
    assertThat(batch.isLogAppendTime()).isTrue();
    try (Records records = batch.records(1000)) {
      assertThat(records).extracting(LogRecord::timestamp).containsOnly(1_700_000_000_000L);
    }
  }

  @Test
  void severalBatchesInABufferAreWalked() {
    MemoryRecords first =
        MemoryRecords.withRecords(0L, Compression.NONE, new SimpleRecord(1, null));
    MemoryRecords second =
        MemoryRecords.withRecords(
            1L, Compression.gzip().build(), new SimpleRecord(1, null), new SimpleRecord(2, null));
    ByteBuf both = Unpooled.wrappedBuffer(first.buffer(), second.buffer());

    assertThat(Batches.in(both)).extracting(RecordBatch::nextOffset).containsExactly(1L, 3L);
    assertThat(both.readerIndex()).isZero();
  }
}
