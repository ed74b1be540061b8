package io.weir.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Iterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nobody pays for what nobody asks for: records, and their headers, are read one by one. */
class LazyRecordsTest {
  private static final int GRANT = 1 << 20;

  private final ByteBuf bytes = Sample.of("first", "second").written();

  @AfterEach
  void release() {
    bytes.release();
  }

  @Test
  void aBatchIsCheckedWithoutALookAtItsRecords() {
    bytes.setZero(BatchFormat.HEADER_BYTES, bytes.readableBytes() - BatchFormat.HEADER_BYTES);

    sealed().validate();
  }

  @Test
  void aRecordIsReadWhenItIsItsTurnAndNotBefore() {
    int second = BatchFormat.HEADER_BYTES + 1 + (bytes.getByte(BatchFormat.HEADER_BYTES) >> 1);
    bytes.setByte(second, -1); // it begins with its length, and this is none

    try (Records records = sealed().records(GRANT)) {
      Iterator<LogRecord> walk = records.iterator();
      assertThat(text(walk.next())).isEqualTo("first");
      assertThatThrownBy(walk::next).isInstanceOf(InvalidBatchException.class);
    }
  }

  @Test
  void headersAreReadWhenTheyAreAskedFor() {
    int countOfHeaders = bytes.writerIndex() - 1;
    bytes.setByte(countOfHeaders, 2); // one, where there is none

    try (Records records = sealed().records(GRANT)) {
      Iterator<LogRecord> walk = records.iterator();
      walk.next();
      LogRecord second = walk.next();
      assertThat(text(second)).isEqualTo("second");
      assertThatThrownBy(second::headers).isInstanceOf(InvalidBatchException.class);
    }
  }

  @Test
  void aBodyIsASliceOfTheBatch() {
    try (Records records = sealed().records(GRANT)) {
      LogRecord first = records.iterator().next();
      bytes.setByte(ByteBufUtil.indexOf(Unpooled.copiedBuffer("first", UTF_8), bytes), 'F');
      assertThat(text(first)).isEqualTo("First");
    }
  }

  @Test
  void aCopyIsTheSameRecordAndStaysWhenTheBatchIsOverwritten() {
    LogRecord copy;
    int size;
    try (Records records = sealed().records(GRANT)) {
      LogRecord first = records.iterator().next();
      copy = first.copy();
      size = first.sizeInBytes();
    }
    bytes.setZero(0, bytes.writerIndex());

    assertThat(text(copy)).isEqualTo("first");
    assertThat(copy.offset()).isZero();
    assertThat(copy.timestamp()).isEqualTo(1_700_000_000_000L);
    assertThat(copy.key()).isNull();
    assertThat(copy.headers()).isEmpty();
    assertThat(copy.sizeInBytes()).isEqualTo(size).isEqualTo(1 + 1 + "first".length() + 1);
  }

  private RecordBatch sealed() {
    bytes.setInt(BatchFormat.CRC, RecordBatch.only(bytes).computeChecksum());
    return RecordBatch.only(bytes);
  }

  private static String text(LogRecord record) {
    ByteBuf value = record.value();
    assertThat(value).isNotNull();
    return value.toString(UTF_8);
  }
}
