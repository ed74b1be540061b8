package io.weir.backend.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.weir.backend.AppendResult;
import io.weir.backend.BackendException.InvalidBatch;
import io.weir.backend.BackendException.OutOfOrderSequence;
import io.weir.backend.Capabilities.Feature;
import io.weir.backend.Cleanup;
import io.weir.backend.Compaction;
import io.weir.backend.ProducerStore.ProducerEpoch;
import io.weir.backend.ReadResult;
import io.weir.backend.Retention;
import io.weir.backend.TimestampedOffset;
import io.weir.backend.TopicPartition;
import io.weir.record.Batches;
import io.weir.record.Compression;
import io.weir.record.Header;
import io.weir.record.LogRecord;
import io.weir.record.RecordBatch;
import io.weir.record.Records;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

abstract class CompactionContract extends Contract {
  private static final long HOUR = 3_600_000;

  /** Whatever there is to be gained. */
  private static final Compaction AT_ONCE = Compaction.DEFAULT.withDirtyRatio(0);

  @BeforeEach
  void needsCompaction() {
    needs(Feature.COMPACTION);
  }

  @Test
  void ofEachKeyTheLastRecordStaysAtItsOffset() throws Exception {
    TopicPartition partition = compacted();
    Map<String, Long> last = new HashMap<>();
    for (int i = 0; i < 100; i++) {
      String key = "key " + i % 7;
      last.put(key, append(partition, Batch.keyed(key, key + " at " + i)));
    }

    cleanUp();

    List<Stored> left = readAll(partition);
    assertThat(left).extracting(Stored::baseOffset).isSorted().containsAll(last.values());
    assertThat(left).as("earlier records of a key are gone").hasSize(7);
    assertThat(end(partition)).isEqualTo(100);
    assertThat(append(partition, Batch.keyed("key 0", "next"))).isEqualTo(100);
  }

  @Test
  void theLastOfEachKeyStaysAlsoInsideSharedBatches() throws Exception {
    TopicPartition partition = compacted();
    for (int i = 0; i < 30; i++) {
      List<Batch.Entry> entries = new ArrayList<>();
      for (int k = 0; k <= i % 4; k++) {
        entries.add(new Batch.Entry(1_700_000_000_000L + i, "k" + k, "k" + k + "=" + i, List.of()));
      }
      append(partition, Batch.of(entries));
    }

    cleanUp();

    assertThat(values(partition))
        .contains("k0=29", "k1=29", "k2=27", "k3=27")
        .doesNotHaveDuplicates();
  }

  @Test
  void anOffsetThatIsGoneReadsFromTheNextThatIsThere() throws Exception {
    TopicPartition partition = compacted();
    for (int i = 0; i < 10; i++) {
      append(partition, Batch.keyed("same", "v" + i));
    }

    cleanUp();

    assertThat(read(partition, 3).getFirst().values()).containsExactly("v9");
    assertThat(read(partition, 3).getFirst().baseOffset()).isEqualTo(9);
  }

  @Test
  void whatIsCompactedStaysSoAfterARestartAndACrash() throws Exception {
    TopicPartition partition = compacted();
    for (int i = 0; i < 20; i++) {
      append(partition, Batch.keyed("k" + i % 3, "v" + i));
    }
    cleanUp();
    List<Stored> left = readAll(partition);

    restart();
    assertThat(readAll(partition)).isEqualTo(left);
    crash();
    assertThat(readAll(partition)).isEqualTo(left);
    assertThat(end(partition)).isEqualTo(20);
  }

  @ParameterizedTest
  @EnumSource
  void whatStaysInABatchIsAsItWasWritten(Compression compression) throws Exception {
    TopicPartition partition = compacted();
    append(partition, shared("first").compressed(compression));
    append(partition, shared("second").compressed(compression));
    Map<Long, String> before = records(partition);
    append(partition, Batch.keyed("k0", "last").compressed(compression));
    append(partition, Batch.keyed("k2", "last").compressed(compression));

    cleanUp();

    Map<Long, String> left = records(partition);
    assertThat(left).containsOnlyKeys(5L, 7L, 8L, 9L);
    assertThat(left).containsEntry(5L, before.get(5L)).containsEntry(7L, before.get(7L));
  }

  @Test
  void aTombstoneTakesItsKeyAndStaysForItsTime() throws Exception {
    TopicPartition partition = compacted(AT_ONCE.withTombstoneMillis(HOUR));
    append(partition, Batch.keyed("deleted", "v"));
    long tombstone = append(partition, Batch.keyed("deleted", null));
    append(partition, Batch.keyed("other", "v"));

    cleanUp();
    append(partition, Batch.keyed("other", "w"));
    cleanUp();

    assertThat(records(partition).keySet()).containsExactly(tombstone, 3L);
  }

  @Test
  void aTombstoneGoesWhenItsTimeIsOver() throws Exception {
    TopicPartition partition = compacted(AT_ONCE.withTombstoneMillis(1));
    append(partition, Batch.keyed("deleted", "v"));
    append(partition, Batch.keyed("deleted", null));
    append(partition, Batch.keyed("other", "v"));

    cleanUpUntil(() -> records(partition).keySet().equals(Set.of(2L)));

    restart();
    assertThat(records(partition)).containsOnlyKeys(2L);
    assertThat(end(partition)).isEqualTo(3);
  }

  @Test
  void whereNothingIsLeftReadersReachTheEndAllTheSame() throws Exception {
    TopicPartition partition = compacted(AT_ONCE.withTombstoneMillis(0));
    for (int i = 0; i < 10; i++) {
      append(partition, Batch.keyed("k" + i % 2, i < 8 ? "v" : null));
    }

    cleanUpUntil(() -> records(partition).isEmpty());

    assertThat(readAll(partition).getLast().nextOffset()).isEqualTo(10);
    assertThat(append(partition, Batch.keyed("k0", "back"))).isEqualTo(10);
    assertThat(values(partition)).containsExactly("back");
  }

  @Test
  void whatIsYoungerThanTheLeastLagStays() throws Exception {
    long now = System.currentTimeMillis();
    TopicPartition partition = compacted(AT_ONCE.withMinLagMillis(HOUR));
    append(partition, Batch.keyed(now - 2 * HOUR, "k", "old"));
    append(partition, Batch.keyed(now, "k", "young"));
    append(partition, Batch.keyed(now, "k", "youngest"));

    cleanUp();

    assertThat(values(partition)).contains("young", "youngest");
  }

  @Test
  void whatIsOlderThanTheGreatestLagIsCompactedHoweverLittleItIs() throws Exception {
    long old = System.currentTimeMillis() - 2 * HOUR;
    TopicPartition partition = compacted(AT_ONCE.withDirtyRatio(1).withMaxLagMillis(HOUR));
    append(partition, Batch.keyed(old, "k", "old"));
    append(partition, Batch.keyed(old, "k", "new"));

    cleanUp();

    assertThat(values(partition)).containsExactly("new");
  }

  @Test
  void retentionTakesNothingFromATopicThatIsOnlyCompacted() throws Exception {
    TopicPartition partition = aged(Cleanup.COMPACT);

    cleanUp();

    assertThat(values(partition)).containsExactly("old a", "young b");
    assertThat(offsets(partition).logStart()).isZero();
  }

  @Test
  void whatIsCompactedAndDeletedKeepsTheLastOfEachKeyThatIsYoungEnough() throws Exception {
    TopicPartition partition = aged(Cleanup.COMPACT_DELETE);

    cleanUp();

    assertThat(values(partition)).contains("young b").doesNotContain("old b");
  }

  @Test
  void recordsWithoutAKeyAreRefusedOrStay() throws Exception {
    TopicPartition partition = compacted();
    append(partition, Batch.keyed("k", "v"));
    Future<AppendResult> unkeyed = appending(partition, Batch.of("one", "two"));
    await().until(unkeyed::isComplete);
    append(partition, Batch.keyed("k", "w"));

    cleanUp();

    if (unkeyed.failed()) {
      failure(InvalidBatch.class, unkeyed);
      assertThat(values(partition)).containsExactly("w");
    } else {
      assertThat(values(partition)).containsExactly("one", "two", "w");
    }
  }

  @Test
  void timesAreFoundAmongWhatIsLeft() throws Exception {
    TopicPartition partition = compacted();
    append(partition, Batch.keyed(1_000, "a", "gone"));
    append(partition, Batch.keyed(9_000, "b", "gone"));
    append(partition, Batch.keyed(2_000, "a", "left"));
    append(partition, Batch.keyed(3_000, "b", "left"));

    cleanUp();

    assertThat(get(backend.log().offsetForTimestamp(partition, 1_000)))
        .map(TimestampedOffset::offset)
        .hasValue(2L);
    assertThat(get(backend.log().offsetForTimestamp(partition, 4_000))).isEmpty();
    assertThat(get(backend.log().offsetOfMaxTimestamp(partition)))
        .map(TimestampedOffset::offset)
        .hasValue(3L);
  }

  @Test
  void aProducerGoesOnThoughNothingOfItIsLeft() throws Exception {
    TopicPartition partition = compacted();
    ProducerEpoch producer = get(backend.producers().newProducer());
    append(partition, Batch.keyed("k", "0").by(producer, 0));
    append(partition, Batch.keyed("k", "1").by(producer, 1));
    append(partition, Batch.keyed("k", "another's"));

    cleanUp();
    restart();

    assertThat(values(partition)).containsExactly("another's");
    assertThat(get(appending(partition, Batch.keyed("k", "1").by(producer, 1))))
        .isEqualTo(new AppendResult.Duplicate(1));
    failure(OutOfOrderSequence.class, appending(partition, Batch.keyed("k", "3").by(producer, 3)));
    assertThat(append(partition, Batch.keyed("k", "2").by(producer, 2))).isEqualTo(3);
  }

  @Test
  void whatWasAbortedGoesAndTakesNothingsPlace() throws Exception {
    needs(Feature.TRANSACTIONS);
    TopicPartition partition = compacted();
    append(partition, Batch.keyed("k", "kept"));
    TransactionalWriter writer = new TransactionalWriter(this, "tx").enlist(partition);
    writer.writeKeyed(partition, "k", "aborted");
    writer.writeKeyed(partition, "other", "aborted");
    writer.abort();
    append(partition, Batch.keyed("last", "v"));

    cleanUp();

    assertThat(values(partition)).containsExactly("kept", "v");
    assertThat(committed(partition)).containsExactly("kept", "v");
    restart();
    assertThat(committed(partition)).containsExactly("kept", "v");
  }

  @Test
  void whatWasCommittedIsCompactedLikeAllElse() throws Exception {
    needs(Feature.TRANSACTIONS);
    TopicPartition partition = compacted();
    TransactionalWriter writer = new TransactionalWriter(this, "tx").enlist(partition);
    writer.writeKeyed(partition, "a", "a1");
    writer.writeKeyed(partition, "b", "b1");
    writer.commit();
    writer.enlist(partition).writeKeyed(partition, "a", "a2");
    writer.commit();
    writer.enlist(partition).writeKeyed(partition, "b", "aborted");
    writer.abort();
    append(partition, Batch.keyed("last", "v"));

    cleanUp();

    assertThat(committed(partition)).containsExactly("b1", "a2", "v");
  }

  @Test
  void whatIsOpenIsLeftAlone() throws Exception {
    needs(Feature.TRANSACTIONS);
    TopicPartition partition = compacted();
    append(partition, Batch.keyed("k", "kept"));
    TransactionalWriter writer = new TransactionalWriter(this, "tx").enlist(partition);
    writer.writeKeyed(partition, "k", "perhaps");
    append(partition, Batch.keyed("other", "v"));

    cleanUp();
    writer.abort();

    assertThat(committed(partition)).containsExactly("kept", "v");
  }

  @Test
  void theEndOfATransactionGoesSomeTimeAfterAllThatItEnded() throws Exception {
    needs(Feature.TRANSACTIONS);
    TopicPartition partition = compacted(AT_ONCE.withTombstoneMillis(1));
    TransactionalWriter writer = new TransactionalWriter(this, "tx").enlist(partition);
    writer.writeKeyed(partition, "k", "aborted");
    writer.abort();
    writer.enlist(partition).writeKeyed(partition, "k", "committed");
    writer.commit();
    append(partition, Batch.keyed("last", "v"));

    cleanUpUntil(() -> readAll(partition).stream().filter(Stored::control).count() == 1);

    assertThat(committed(partition)).containsExactly("committed", "v");
    assertThat(readAll(partition)).extracting(Stored::control).containsExactly(false, true, false);
  }

  private TopicPartition compacted() {
    return compacted(AT_ONCE);
  }

  private TopicPartition compacted(Compaction compaction) {
    return partition(settings().withCleanup(Cleanup.COMPACT).withCompaction(compaction));
  }

  /**
   * Of a topic that keeps an hour: a key that is old, and one that has an old and a young value.
   */
  private TopicPartition aged(Cleanup cleanup) {
    long now = System.currentTimeMillis();
    Retention hour = new Retention(HOUR, Retention.UNLIMITED);
    TopicPartition partition =
        partition(settings().withCleanup(cleanup).withCompaction(AT_ONCE).withRetention(hour));
    append(partition, Batch.keyed(now - 2 * HOUR, "a", "old a"));
    append(partition, Batch.keyed(now - 2 * HOUR, "b", "old b"));
    append(partition, Batch.keyed(now, "b", "young b"));
    return partition;
  }

  /** Four records with keys of their own, times and headers. */
  private static Batch shared(String value) {
    List<Batch.Entry> entries = new ArrayList<>();
    for (int k = 0; k < 4; k++) {
      Header header = new Header("number", new byte[] {(byte) k});
      entries.add(new Batch.Entry(1_700_000_000_000L - 7 * k, "k" + k, value, List.of(header)));
    }
    return Batch.of(entries);
  }

  private void cleanUpUntil(BooleanSupplier reached) {
    await()
        .until(
            () -> {
              cleanUp();
              return reached.getAsBoolean();
            });
  }

  /** All that can be told of the messages, by offset. */
  private Map<Long, String> records(TopicPartition partition) {
    Map<Long, String> found = new LinkedHashMap<>();
    long next = offsets(partition).logStart();
    long end = end(partition);
    while (next < end) {
      ReadResult result = get(backend.log().read(reading(partition, next)));
      try {
        for (RecordBatch batch : Batches.in(result.batches())) {
          try (Records records = batch.records(PLENTY)) {
            for (LogRecord record : records) {
              found.put(record.offset(), told(record));
            }
          }
          next = batch.nextOffset();
        }
        assertThat(result.batches().isReadable()).as("a way past " + next).isTrue();
      } finally {
        result.batches().release();
      }
    }
    return found;
  }

  private static String told(LogRecord record) {
    List<String> headers =
        record.headers().stream().map(h -> h.name() + Arrays.toString(h.value())).toList();
    return text(record.key()) + "=" + text(record.value()) + record.timestamp() + headers;
  }

  private static @Nullable String text(@Nullable ByteBuf bytes) {
    return bytes == null ? null : bytes.toString(StandardCharsets.UTF_8);
  }
}
