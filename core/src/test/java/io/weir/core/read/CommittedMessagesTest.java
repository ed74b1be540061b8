package io.weir.core.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.weir.backend.Offsets;
import io.weir.backend.ReadResult;
import io.weir.backend.ReadResult.AbortedTransaction;
import io.weir.record.BatchBuilder;
import io.weir.record.BatchFormat;
import io.weir.record.Compression;
import io.weir.record.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommittedMessagesTest {
  private static final int INFLATED = 1 << 20;

  private final ByteBuf log = Unpooled.buffer();
  private final List<String> taken = new ArrayList<>();
  private final List<String> passedOver = new ArrayList<>();
  private final List<AbortedTransaction> aborted = new ArrayList<>();
  private long end;

  @ParameterizedTest
  @EnumSource
  void batchesOfEveryCompressionAreRead(Compression compression) {
    append(batch(compression), "a", "b");
    append(batch(compression), "c");
    assertThat(walk(0)).isEqualTo(3);
    assertThat(taken).containsExactly("0:a", "1:b", "2:c");
  }

  @Test
  void aWalkBeginsInsideABatch() {
    append(batch(Compression.NONE), "a", "b", "c");
    assertThat(walk(2)).isEqualTo(3);
    assertThat(taken).containsExactly("2:c");
  }

  @Test
  void aWalkEndsBeforeTheMessageThatIsNotTaken() {
    append(batch(Compression.ZSTD), "a", "b", "c");
    assertThat(walk(0, message -> taken.size() < 2)).isEqualTo(2);
    assertThat(taken).containsExactly("0:a", "1:b");
  }

  @Test
  void nothingReadLeavesTheOffsetWhereItWas() {
    assertThat(walk(7)).isEqualTo(7);
  }

  @Test
  void theLogsOwnMarkersAreLeftOut() {
    append(batch(Compression.NONE).producer(1, (short) 0, 0).transactional(), "a");
    marker(1, (short) 1);
    append(batch(Compression.NONE), "b");
    assertThat(walk(0)).isEqualTo(3);
    assertThat(taken).containsExactly("0:a", "2:b");
  }

  @Test
  void abortedTransactionsAreLeftOutAndWhatFollowsThemIsNot() {
    append(batch(Compression.NONE).producer(1, (short) 0, 0).transactional(), "aborted");
    append(batch(Compression.NONE).producer(2, (short) 0, 0).transactional(), "another's");
    append(batch(Compression.NONE), "plain");
    marker(1, (short) 0);
    append(batch(Compression.NONE).producer(1, (short) 0, 1).transactional(), "committed");
    marker(1, (short) 1);
    aborted.add(new AbortedTransaction(1, 0));
    assertThat(walk(0)).isEqualTo(6);
    assertThat(taken).containsExactly("1:another's", "2:plain", "4:committed");
  }

  @Test
  void aBatchThatDoesNotDecompressIsNamedAndPassedOver() {
    append(batch(Compression.NONE), "a");
    int start = log.writerIndex();
    append(batch(Compression.GZIP), "b", "c");
    log.setInt(start + BatchFormat.HEADER_BYTES, 0);
    append(batch(Compression.NONE), "d");
    assertThat(walk(0)).isEqualTo(4);
    assertThat(taken).containsExactly("0:a", "3:d");
    assertThat(passedOver).singleElement().asString().startsWith("1-2: ");
  }

  @Test
  void aBatchThatInflatesBeyondTheBoundIsPassedOver() {
    append(batch(Compression.ZSTD), "x".repeat(INFLATED + 1));
    append(batch(Compression.NONE), "a");
    assertThat(walk(0)).isEqualTo(2);
    assertThat(taken).containsExactly("1:a");
    assertThat(passedOver).singleElement().asString().startsWith("0-0: ").contains("more than");
  }

  @Test
  void theRestOfABatchWhoseRecordsDoNotParseIsPassedOver() {
    append(batch(Compression.NONE), "a", "b", "c");
    // The second record's length says more than there is: its first byte comes after the first
    // record's eight.
    int second = BatchFormat.HEADER_BYTES + 8;
    log.setByte(second, 0x7e);
    assertThat(walk(0)).isEqualTo(3);
    assertThat(taken).containsExactly("0:a");
    assertThat(passedOver).singleElement().asString().startsWith("1-2: ");
  }

  @ParameterizedTest
  @ValueSource(ints = {30, -1, 0})
  void aRecordThatSaysItLiesElsewhereLeadsNobodyPastTheMessagesOfOthers(int delta) {
    append(batch(Compression.NONE), "a", "b", "c");
    log.setByte(BatchFormat.HEADER_BYTES + 8 + 3, delta << 1 ^ delta >> 31);
    append(batch(Compression.NONE), "theirs");
    assertThat(walk(0)).isEqualTo(4);
    assertThat(taken).containsExactly("0:a", "3:theirs");
    assertThat(passedOver).singleElement().asString().startsWith("1-2: ");
  }

  @Test
  void noWalkEndsBehindItsBatchBecauseOfARecordThatIsNotTaken() {
    append(batch(Compression.NONE), "a", "b", "c");
    log.setByte(BatchFormat.HEADER_BYTES + 8 + 3, 30 << 1);
    append(batch(Compression.NONE), "theirs");
    assertThat(walk(0, message -> taken.isEmpty())).isEqualTo(3);
  }

  private long walk(long offset) {
    return walk(offset, message -> true);
  }

  private long walk(long offset, Predicate<LogRecord> wanted) {
    var read = new ReadResult(log, new Offsets(0, end, end, 0), aborted);
    return CommittedMessages.walk(
        read,
        offset,
        INFLATED,
        new CommittedMessages.Visitor() {
          @Override
          public boolean take(LogRecord message) {
            if (!wanted.test(message)) {
              return false;
            }
            taken.add(message.offset() + ":" + message.value().toString(UTF_8));
            return true;
          }

          @Override
          public void passOver(long firstOffset, long lastOffset, String reason) {
            passedOver.add(firstOffset + "-" + lastOffset + ": " + reason);
          }
        });
  }

  private static BatchBuilder batch(Compression compression) {
    return BatchBuilder.create(UnpooledByteBufAllocator.DEFAULT, compression);
  }

  private void append(BatchBuilder builder, String... bodies) {
    for (String body : bodies) {
      builder.add(1, null, Unpooled.copiedBuffer(body, UTF_8), List.of());
    }
    store(builder, bodies.length);
  }

  private void marker(long producer, short type) {
    ByteBuf key = Unpooled.buffer().writeShort(0).writeShort(type);
    ByteBuf value = Unpooled.buffer().writeShort(0).writeInt(0);
    store(
        batch(Compression.NONE)
            .producer(producer, (short) 0, -1)
            .transactional()
            .control()
            .add(1, key, value, List.of()),
        1);
  }

  private void store(BatchBuilder builder, int records) {
    ByteBuf batch = builder.build();
    batch.setLong(BatchFormat.BASE_OFFSET, end);
    log.writeBytes(batch);
    end += records;
  }
}
