package io.weir.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.weir.record.InvalidBatchException.Fault;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Whatever is wrong with a batch is an {@link InvalidBatchException}, found at a bounded cost. */
class DamagedBatchTest {
  private static final int GRANT = 1 << 20;

  @Provide
  Arbitrary<Sample> samples() {
    return Sample.any();
  }

  @Property(tries = 30)
  void everyTruncationIsFound(@ForAll("samples") Sample sample) {
    ByteBuf whole = sample.written();
    for (int length = 0; length < whole.readableBytes(); length++) {
      ByteBuf cut = whole.slice(0, length);
      assertThatThrownBy(() -> RecordBatch.at(cut, 0))
          .isInstanceOfSatisfying(
              InvalidBatchException.class, e -> assertThat(e.fault()).isEqualTo(Fault.TRUNCATED));
    }
    whole.release();
  }

  @Property(tries = 30)
  void everyFlippedBitUnderTheChecksumIsFound(@ForAll("samples") Sample sample) {
    ByteBuf batch = sample.written();
    for (int index = BatchFormat.LENGTH; index < batch.readableBytes(); index++) {
      if (index >= BatchFormat.LEADER_EPOCH && index < BatchFormat.MAGIC) {
        continue; // the log's own field, like the base offset
      }
      int bit = 1 << (index % 8);
      batch.setByte(index, batch.getByte(index) ^ bit);
      assertThatThrownBy(() -> RecordBatch.only(batch).validate())
          .isInstanceOf(InvalidBatchException.class);
      batch.setByte(index, batch.getByte(index) ^ bit);
    }
    RecordBatch.only(batch).validate();
    batch.release();
  }

  /** Damage that a malicious writer gave a right checksum: read, or refused, but nothing else. */
  @Property(tries = 2000)
  void sealedDamageIsReadOrRefused(@ForAll("samples") Sample sample, @ForAll long seed) {
    ByteBuf written = sample.written();
    ByteBuf batch = Unpooled.wrappedBuffer(ByteBufUtil.getBytes(written));
    written.release();
    Random random = new Random(seed);
    int from = random.nextBoolean() ? BatchFormat.HEADER_BYTES : BatchFormat.ATTRIBUTES;
    for (int damages = 1 + random.nextInt(8); damages > 0; damages--) {
      int index = from + random.nextInt(batch.readableBytes() - from);
      batch.setByte(index, interesting(random));
    }
    seal(batch);

    readOrRefuse(batch);
  }

  @Property(tries = 2000)
  void sealedGarbageIsReadOrRefused(@ForAll byte[] garbage, @ForAll Compression compression) {
    ByteBuf batch = Unpooled.buffer();
    batch.writeZero(BatchFormat.HEADER_BYTES).writeBytes(garbage);
    batch.setInt(BatchFormat.LENGTH, batch.readableBytes() - BatchFormat.LENGTH_OVERHEAD);
    batch.setByte(BatchFormat.MAGIC, BatchFormat.MAGIC_V2);
    batch.setShort(BatchFormat.ATTRIBUTES, compression.id());
    batch.setInt(BatchFormat.LAST_OFFSET_DELTA, Integer.MAX_VALUE - 1);
    batch.setInt(BatchFormat.COUNT, Integer.MAX_VALUE);
    batch.setLong(BatchFormat.PRODUCER_ID, -1);
    seal(batch);

    RecordBatch.only(batch).validate();
    readOrRefuse(batch);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void whatDecompressesToMoreThanGrantedIsRefused(Compression compression) {
    ByteBuf zeros = Unpooled.wrappedBuffer(new byte[64 << 20]);
    ByteBuf bomb =
        BatchBuilder.create(Unpooled.buffer().alloc(), compression)
            .add(1, null, zeros, List.of())
            .build();

    assertThatThrownBy(() -> RecordBatch.only(bomb).records(GRANT))
        .isInstanceOfSatisfying(
            InvalidBatchException.class, e -> assertThat(e.fault()).isEqualTo(Fault.TOO_LARGE));
    try (Records records = RecordBatch.only(bomb).records(65 << 20)) {
      assertThat(records).singleElement().extracting(LogRecord::value).isEqualTo(zeros);
    }
    bomb.release();
  }

  /** Some thirty bytes of Snappy that claim to be gigabytes would have them allocated. */
  @Test
  void claimedSizesAreNotBelieved() {
    String frames = "82534e41505059000000000100000001";
    String hugeBlock = "0000000a" + "ffffffff07" + "0000000000";
    for (String body :
        List.of(
            "ffffffff07" + "00".repeat(20),
            frames + hugeBlock,
            frames + "00000001" + "00" + frames + hugeBlock,
            frames + "7fffffff" + "ffffffff07",
            frames + "fffffff0" + "00",
            frames + "00000001" + "ff",
            "ffffffffffff")) {
      ByteBuf batch = batchWithBody(Compression.SNAPPY, ByteBufUtil.decodeHexDump(body));

      assertThatThrownBy(() -> RecordBatch.only(batch).records(GRANT).close())
          .isInstanceOf(InvalidBatchException.class);
    }
  }

  @Test
  void aSnappyBlockWithoutFramesIsRead() {
    ByteBuf framed =
        BatchBuilder.create(Unpooled.buffer().alloc(), Compression.SNAPPY)
            .add(1, null, Unpooled.copiedBuffer("unframed", StandardCharsets.UTF_8), List.of())
            .build();
    // behind the batch's header: the frames' header of 16 bytes, the length of the one block, it
    int block = BatchFormat.HEADER_BYTES + 16 + Integer.BYTES;
    byte[] bytes = ByteBufUtil.getBytes(framed, block, framed.readableBytes() - block);
    ByteBuf batch = batchWithBody(Compression.SNAPPY, bytes);

    try (Records read = RecordBatch.only(batch).records(GRANT)) {
      assertThat(read)
          .singleElement()
          .extracting(LogRecord::value)
          .isEqualTo(Unpooled.copiedBuffer("unframed", StandardCharsets.UTF_8));
    }
    framed.release();
  }

  @Test
  void bytesBehindTheLastRecordAreRefused() {
    ByteBuf one = Sample.of("a", "b").written();
    one.setInt(BatchFormat.COUNT, 1).setInt(BatchFormat.LAST_OFFSET_DELTA, 0);
    seal(one);

    assertThatThrownBy(() -> Sample.read(RecordBatch.only(one)))
        .isInstanceOfSatisfying(
            InvalidBatchException.class, e -> assertThat(e.fault()).isEqualTo(Fault.RECORDS));
  }

  private static ByteBuf batchWithBody(Compression compression, byte[] body) {
    ByteBuf batch = Unpooled.buffer();
    batch.writeZero(BatchFormat.HEADER_BYTES).writeBytes(body);
    batch.setInt(BatchFormat.LENGTH, batch.readableBytes() - BatchFormat.LENGTH_OVERHEAD);
    batch.setByte(BatchFormat.MAGIC, BatchFormat.MAGIC_V2);
    batch.setShort(BatchFormat.ATTRIBUTES, compression.id());
    batch.setInt(BatchFormat.COUNT, 1);
    batch.setLong(BatchFormat.PRODUCER_ID, -1);
    return seal(batch);
  }

  private static void readOrRefuse(ByteBuf bytes) {
    try {
      RecordBatch batch = RecordBatch.only(bytes);
      batch.validate();
      try (Records records = batch.records(GRANT)) {
        for (LogRecord record : records) {
          record.headers();
        }
      }
    } catch (InvalidBatchException e) {
      assertThat(e).hasMessageMatching("(?s).{8,}");
    }
  }

  private static int interesting(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> 0xff;
      case 1 -> 0x80;
      case 2 -> 0;
      default -> random.nextInt(256);
    };
  }

  private static ByteBuf seal(ByteBuf batch) {
    CRC32C crc = new CRC32C();
    crc.update(
        batch.nioBuffer(BatchFormat.ATTRIBUTES, batch.readableBytes() - BatchFormat.ATTRIBUTES));
    return batch.setInt(BatchFormat.CRC, (int) crc.getValue());
  }
}
