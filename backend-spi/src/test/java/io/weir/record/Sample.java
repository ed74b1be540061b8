package io.weir.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** A batch as a value: what either side writes and reads must be equal to it. */
record Sample(List<Entry> entries, Fields fields) {

  /** One record; bytes as lists, so that records compare. */
  record Entry(
      long timestamp, @Nullable List<Byte> key, @Nullable List<Byte> value, List<Field> headers) {}

  /** One header. */
  record Field(String name, @Nullable List<Byte> value) {}

  /** The batch's own fields. */
  record Fields(
      Compression compression,
      long producerId,
      short epoch,
      int sequence,
      boolean transactional,
      boolean control) {}

  static Arbitrary<Sample> any() {
    Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
    Arbitrary<@Nullable List<Byte>> maybe = bytes.map(Sample::list).injectNull(0.2);
    Arbitrary<String> names =
        Arbitraries.strings().withCharRange('\u0000', '\ud7ff').ofMaxLength(20);
    Arbitrary<Field> header =
        Combinators.combine(
                Arbitraries.oneOf(names, Arbitraries.of("", "same", "content-type")), maybe)
            .as(Field::new);
    Arbitrary<Long> time =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 1L << 42),
            Arbitraries.longs().between(1_700_000_000_000L, 1_700_000_001_000L),
            Arbitraries.just(-1L));
    Arbitrary<Entry> entry =
        Combinators.combine(time, maybe, maybe, header.list().ofMaxSize(6)).as(Entry::new);
    Arbitrary<Fields> plain =
        Arbitraries.of(Compression.class).map(c -> new Fields(c, -1, (short) -1, -1, false, false));
    Arbitrary<Fields> produced =
        Combinators.combine(
                Arbitraries.of(Compression.class),
                Arbitraries.longs().greaterOrEqual(0),
                Arbitraries.shorts().greaterOrEqual((short) 0),
                Arbitraries.integers().greaterOrEqual(0),
                Arbitraries.of(true, false))
            .as((c, id, epoch, sequence, tx) -> new Fields(c, id, epoch, sequence, tx, false));
    return Combinators.combine(
            entry.list().ofMinSize(1).ofMaxSize(30), Arbitraries.oneOf(plain, produced))
        .as(Sample::new);
  }

  /** Plain records with these bodies. */
  static Sample of(String... values) {
    List<Entry> entries = new ArrayList<>();
    for (String value : values) {
      List<Byte> body = list(value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      entries.add(new Entry(1_700_000_000_000L, null, body, List.of()));
    }
    return new Sample(entries, new Fields(Compression.NONE, -1, (short) -1, -1, false, false));
  }

  // ---- written and read by us

  ByteBuf written() {
    BatchBuilder builder = BatchBuilder.create(Unpooled.buffer().alloc(), fields.compression);
    for (Entry entry : entries) {
      List<Header> headers = new ArrayList<>();
      for (Field field : entry.headers) {
        headers.add(new Header(field.name, array(field.value)));
      }
      builder.add(entry.timestamp, buffer(entry.key), buffer(entry.value), headers);
    }
    if (fields.producerId >= 0) {
      builder.producer(fields.producerId, fields.epoch, fields.sequence);
    }
    if (fields.transactional) {
      builder.transactional();
    }
    return builder.build();
  }

  static Sample read(RecordBatch batch) {
    batch.validate();
    List<Entry> entries = new ArrayList<>();
    try (Records records = batch.records(64 << 20)) {
      for (LogRecord record : records) {
        if (record.offset() != batch.baseOffset() + entries.size()) {
          throw new AssertionError("offset " + record.offset() + " after " + entries.size());
        }
        List<Field> headers = new ArrayList<>();
        for (Header header : record.headers()) {
          headers.add(new Field(header.name(), list(header.value())));
        }
        entries.add(
            new Entry(record.timestamp(), list(record.key()), list(record.value()), headers));
      }
    }
    return new Sample(
        entries,
        new Fields(
            batch.compression(),
            batch.producerId(),
            batch.producerEpoch(),
            batch.baseSequence(),
            batch.isTransactional(),
            batch.isControl()));
  }

  // ---- written and read by Apache Kafka

  ByteBuf writtenByKafka(long baseOffset) {
    var compression =
        org.apache.kafka.common.compress.Compression.of(
                CompressionType.forId(fields.compression.id()))
            .build();
    MemoryRecordsBuilder builder =
        MemoryRecords.builder(
            java.nio.ByteBuffer.allocate(1024),
            BatchFormat.MAGIC_V2,
            compression,
            TimestampType.CREATE_TIME,
            baseOffset,
            -1,
            fields.producerId,
            fields.epoch,
            fields.sequence,
            fields.transactional,
            7);
    for (Entry entry : entries) {
      var headers =
          entry.headers.stream()
              .map(field -> new RecordHeader(field.name, array(field.value)))
              .toArray(org.apache.kafka.common.header.Header[]::new);
      builder.append(entry.timestamp, array(entry.key), array(entry.value), headers);
    }
    return Unpooled.wrappedBuffer(builder.build().buffer());
  }

  static Sample readByKafka(ByteBuf bytes) {
    var batch = MemoryRecords.readableRecords(bytes.nioBuffer()).batches().iterator().next();
    batch.ensureValid();
    List<Entry> entries = new ArrayList<>();
    for (Record record : batch) {
      record.ensureValid();
      List<Field> headers = new ArrayList<>();
      for (var header : record.headers()) {
        headers.add(new Field(header.key(), list(header.value())));
      }
      entries.add(
          new Entry(
              record.timestamp(),
              record.hasKey() ? list(Utils.toArray(record.key())) : null,
              record.hasValue() ? list(Utils.toArray(record.value())) : null,
              headers));
    }
    return new Sample(
        entries,
        new Fields(
            Compression.of(batch.compressionType().id),
            batch.producerId(),
            batch.producerEpoch(),
            batch.baseSequence(),
            batch.isTransactional(),
            batch.isControlBatch()));
  }

  private static @Nullable List<Byte> list(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    List<Byte> list = new ArrayList<>(bytes.length);
    for (byte b : bytes) {
      list.add(b);
    }
    return list;
  }

  private static @Nullable List<Byte> list(@Nullable ByteBuf buffer) {
    return buffer == null ? null : list(io.netty.buffer.ByteBufUtil.getBytes(buffer));
  }

  private static byte @Nullable [] array(@Nullable List<Byte> list) {
    if (list == null) {
      return null;
    }
    byte[] bytes = new byte[list.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = list.get(i);
    }
    return bytes;
  }

  private static @Nullable ByteBuf buffer(@Nullable List<Byte> list) {
    byte[] bytes = array(list);
    return bytes == null ? null : Unpooled.wrappedBuffer(bytes);
  }
}
