package io.weir.backend.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.backend.BackendException.InvalidBatch;
import io.weir.backend.BackendException.InvalidBatch.Reason;
import io.weir.backend.TopicPartition;
import io.weir.record.BatchFormat;
import io.weir.record.Compression;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

abstract class InvalidBatchContract extends Contract {

  /**
   * A fault, how a valid batch of three records comes to have it, and what the backend calls it.
   */
  enum Fault {
    EMPTY(Reason.CORRUPT, batch -> batch.writerIndex(0)),
    LESS_THAN_A_HEADER(Reason.CORRUPT, batch -> batch.writerIndex(BatchFormat.HEADER_BYTES - 1)),
    CUT_SHORT(Reason.CORRUPT, batch -> batch.writerIndex(batch.writerIndex() - 1)),
    OLD_FORMAT(Reason.CORRUPT, batch -> batch.setByte(BatchFormat.MAGIC, 1)),
    UNKNOWN_FORMAT(Reason.CORRUPT, batch -> batch.setByte(BatchFormat.MAGIC, 3)),
    WRONG_CHECKSUM(
        Reason.CORRUPT, batch -> batch.setInt(BatchFormat.CRC, batch.getInt(BatchFormat.CRC) + 1)),
    A_FLIPPED_BIT(
        Reason.CORRUPT,
        batch ->
            batch.setByte(batch.writerIndex() - 1, batch.getByte(batch.writerIndex() - 1) ^ 1)),
    LENGTH_PAST_THE_END(
        Reason.CORRUPT,
        batch -> batch.setInt(BatchFormat.LENGTH, batch.getInt(BatchFormat.LENGTH) + 1)),
    GREATEST_LENGTH(Reason.CORRUPT, batch -> batch.setInt(BatchFormat.LENGTH, Integer.MAX_VALUE)),
    NEGATIVE_LENGTH(Reason.INVALID, batch -> batch.setInt(BatchFormat.LENGTH, -1)),
    LENGTH_BELOW_A_HEADER(Reason.INVALID, batch -> batch.setInt(BatchFormat.LENGTH, 48)),
    NO_RECORDS(
        Reason.INVALID,
        batch ->
            sealed(batch.setInt(BatchFormat.COUNT, 0).setInt(BatchFormat.LAST_OFFSET_DELTA, -1))),
    COUNT_AGAINST_DELTA(Reason.INVALID, batch -> sealed(batch.setInt(BatchFormat.COUNT, 2))),
    NEGATIVE_COUNT(Reason.INVALID, batch -> sealed(batch.setInt(BatchFormat.COUNT, -3))),
    GREATEST_DELTA(
        Reason.INVALID,
        batch -> sealed(batch.setInt(BatchFormat.LAST_OFFSET_DELTA, Integer.MAX_VALUE))),
    UNKNOWN_COMPRESSION(Reason.INVALID, batch -> sealed(batch.setShort(BatchFormat.ATTRIBUTES, 7))),
    RESERVED_BITS(Reason.INVALID, batch -> sealed(batch.setShort(BatchFormat.ATTRIBUTES, 0x80))),
    PRODUCER_WITHOUT_SEQUENCE(
        Reason.INVALID,
        batch ->
            sealed(
                batch.setLong(BatchFormat.PRODUCER_ID, 9).setShort(BatchFormat.PRODUCER_EPOCH, 0))),
    PRODUCER_WITHOUT_EPOCH(
        Reason.INVALID,
        batch ->
            sealed(batch.setLong(BatchFormat.PRODUCER_ID, 9).setInt(BatchFormat.BASE_SEQUENCE, 0))),
    TRANSACTION_WITHOUT_PRODUCER(
        Reason.INVALID, batch -> sealed(batch.setShort(BatchFormat.ATTRIBUTES, 0x10))),
    THE_LOGS_OWN_CONTROL_BATCH(
        Reason.INVALID, batch -> sealed(batch.setShort(BatchFormat.ATTRIBUTES, 0x20))),
    TWO_BATCHES(Reason.INVALID, batch -> batch.writeBytes(batch.copy())),
    A_BYTE_TOO_MANY(Reason.INVALID, batch -> batch.writeByte(0));

    final Reason reason;
    final UnaryOperator<ByteBuf> damage;

    Fault(Reason reason, UnaryOperator<ByteBuf> damage) {
      this.reason = reason;
      this.damage = damage;
    }

    private static ByteBuf sealed(ByteBuf batch) {
      CRC32C crc = new CRC32C();
      int from = BatchFormat.ATTRIBUTES;
      crc.update(batch.nioBuffer(from, batch.writerIndex() - from));
      return batch.setInt(BatchFormat.CRC, (int) crc.getValue());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBatchWithAFaultIsRefusedAndLeavesNothing(Fault fault) {
    TopicPartition partition = partition();
    append(partition, Batch.of("before"));
    ByteBuf damaged = fault.damage.apply(copyOf(Batch.of("a", "b", "c")));

    InvalidBatch failure =
        failure(InvalidBatch.class, backend.log().append(partition, give(damaged)));

    assertThat(failure.reason()).isEqualTo(fault.reason);
    assertThat(failure).hasMessageMatching("(?s).{10,}");
    assertThat(values(partition)).containsExactly("before");
    assertThat(append(partition, Batch.of("after"))).isEqualTo(1);
  }

  @Test
  void aBatchLargerThanItsTopicTakesIsRefused() {
    Batch batch = Batch.sized(10_000);
    TopicPartition partition = partition(settings().withMaxBatchBytes(batch.size() - 1));

    InvalidBatch failure = failure(InvalidBatch.class, appending(partition, batch));

    assertThat(failure.reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(end(partition)).isZero();
    assertThat(append(partition, Batch.sized(9000))).isZero();
  }

  @Test
  void theSizeThatCountsIsTheCompressedOne() {
    Batch batch = Batch.of("repeated ".repeat(5000));
    TopicPartition partition = partition(settings().withMaxBatchBytes(batch.size() / 2));

    failure(InvalidBatch.class, appending(partition, batch));

    assertThat(append(partition, batch.compressed(Compression.GZIP))).isZero();
  }

  @Test
  void aTopicsNewLimitHoldsFromItsAlteration() {
    TopicPartition partition = partition(settings().withMaxBatchBytes(5000));
    failure(InvalidBatch.class, appending(partition, Batch.sized(8000)));

    get(backend.topics().alter(partition.topic(), 1, settings().withMaxBatchBytes(10_000)));

    assertThat(append(partition, Batch.sized(8000))).isZero();
  }

  @Test
  void noTopicTakesMoreThanTheBackend() {
    int most = backend.capabilities().maxBatchBytes();
    TopicPartition partition = partition(settings().withMaxBatchBytes(Integer.MAX_VALUE));

    InvalidBatch failure = failure(InvalidBatch.class, appending(partition, Batch.sized(most)));

    assertThat(failure.reason()).isEqualTo(Reason.TOO_LARGE);
  }

  private static ByteBuf copyOf(Batch batch) {
    ByteBuf bytes = batch.bytes();
    try {
      return Unpooled.copiedBuffer(bytes);
    } finally {
      bytes.release();
    }
  }
}
