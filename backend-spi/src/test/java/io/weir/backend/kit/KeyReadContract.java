package io.weir.backend.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.weir.backend.BackendException.OffsetOutOfRange;
import io.weir.backend.BackendException.UnknownTopic;
import io.weir.backend.Capabilities.Feature;
import io.weir.backend.Cleanup;
import io.weir.backend.Compaction;
import io.weir.backend.Isolation;
import io.weir.backend.KeyRead;
import io.weir.backend.KeyReadResult;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import io.weir.record.Compression;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

abstract class KeyReadContract extends Contract {
  private static final long SOME_TIME = 1_700_000_000_000L;
  private static final String FILLER = "x".repeat(500);

  @BeforeEach
  void needsKeyIndex() {
    needs(Feature.KEY_INDEX);
  }

  @Test
  void allAndOnlyBatchesWithTheKeyAreFound() throws Exception {
    TopicPartition partition = keyed();
    List<Stored> all = fill(partition, 400);

    for (int key = 0; key < 7; key++) {
      assertThat(find(partition, "key " + key)).isEqualTo(with(all, key));
    }
    assertThat(find(partition, "key 7")).isEmpty();
  }

  @Test
  void whatIsFoundIsFoundAfterARestartAndACrash() throws Exception {
    TopicPartition partition = keyed();
    List<Long> offsets = offsetsOf(with(fill(partition, 200), 3));

    restart();
    assertThat(offsetsOf(find(partition, "key 3"))).isEqualTo(offsets);
    crash();
    assertThat(offsetsOf(find(partition, "key 3"))).isEqualTo(offsets);
    append(partition, Batch.keyed("key 3", "one more"));
    assertThat(find(partition, "key 3")).hasSize(offsets.size() + 1);
  }

  @ParameterizedTest
  @EnumSource
  void aKeyIsFoundInsideABatchHoweverItIsCompressed(Compression compression) throws Exception {
    TopicPartition partition = keyed();
    append(partition, entries("a", "b").compressed(compression));
    append(partition, entries("b", "c", "a", "c").compressed(compression));
    append(partition, entries("b", null).compressed(compression));
    long last = append(partition, entries("d").compressed(compression));

    for (int life = 0; life < 2; life++) {
      assertThat(offsetsOf(find(partition, "a"))).containsExactly(0L, 2L);
      assertThat(offsetsOf(find(partition, "b"))).containsExactly(0L, 2L, 6L);
      assertThat(offsetsOf(find(partition, "c"))).containsExactly(2L);
      assertThat(offsetsOf(find(partition, "d"))).containsExactly(last);
      restart();
    }
  }

  @Test
  void anEmptyKeyIsOneLikeOthersAndNoneIsNone() {
    TopicPartition partition = keyed();
    append(partition, Batch.of("no key"));
    append(partition, Batch.keyed("", "empty"));
    append(partition, Batch.keyed("null", "some"));
    append(partition, Batch.keyed("deleted", null));

    assertThat(find(partition, "")).flatExtracting(Stored::values).containsExactly("empty");
    assertThat(find(partition, "null")).flatExtracting(Stored::values).containsExactly("some");
    assertThat(offsetsOf(find(partition, "deleted"))).containsExactly(3L);
  }

  @Test
  void longKeysAndKeysOfAnyBytesAreFound() {
    TopicPartition partition = keyed();
    String one = "k".repeat(5000) + "1";
    String other = "k".repeat(5000) + "2";
    append(partition, Batch.keyed(one, "1"));
    append(partition, Batch.keyed(other, "2"));
    append(partition, Batch.keyed("\u0000", "zero"));
    append(partition, Batch.keyed("\u0000\u0000", "zeros"));

    assertThat(offsetsOf(find(partition, one))).containsExactly(0L);
    assertThat(offsetsOf(find(partition, other))).containsExactly(1L);
    assertThat(offsetsOf(find(partition, "\u0000"))).containsExactly(2L);
    assertThat(offsetsOf(find(partition, "\u0000\u0000"))).containsExactly(3L);
  }

  @Test
  void whoFindsNothingGetsToTheEndAllTheSame() {
    TopicPartition partition = keyed();
    assertThat(end(partition)).isZero();
    KeyReadResult empty = get(reading(partition, "none", 0, Isolation.COMMITTED));
    assertThat(empty.next()).isZero();
    for (int i = 0; i < 50; i++) {
      append(partition, Batch.keyed("key", "v" + i));
    }

    assertThat(find(partition, "none")).isEmpty();
    KeyReadResult atTheEnd = get(reading(partition, "key", 50, Isolation.UNCOMMITTED));

    assertThat(atTheEnd.next()).isEqualTo(50);
    assertThat(atTheEnd.batches().isReadable()).isFalse();
    assertThat(atTheEnd.offsets()).isEqualTo(offsets(partition));
  }

  @Test
  void noMoreThanMaxBytesIsFoundInWholeBatches() {
    TopicPartition partition = keyed();
    Batch some = Batch.keyed("key", FILLER);
    for (int i = 0; i < 10; i++) {
      append(partition, Batch.keyed("other", FILLER));
      append(partition, some);
    }

    List<Stored> seen = new ArrayList<>();
    long next = 0;
    while (next < end(partition)) {
      KeyReadResult result =
          get(reading(partition, "key", next, 3 * some.size() + 1, Isolation.UNCOMMITTED));
      assertThat(result.batches().readableBytes()).isLessThanOrEqualTo(3 * some.size());
      assertThat(result.next()).isGreaterThan(next);
      next = result.next();
      seen.addAll(stored(result));
    }
    assertThat(offsetsOf(seen))
        .containsExactlyElementsOf(IntStream.range(0, 10).mapToObj(i -> 2L * i + 1).toList());
  }

  @Test
  void theFirstBatchComesHoweverSmallMaxBytesIs() {
    TopicPartition partition = keyed();
    append(partition, Batch.keyed("key", FILLER));
    append(partition, Batch.keyed("key", FILLER));

    KeyReadResult result = get(reading(partition, "key", 0, 1, Isolation.UNCOMMITTED));

    assertThat(result.next()).isEqualTo(1);
    assertThat(offsetsOf(stored(result))).containsExactly(0L);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reading(partition, "key", 0, 0, Isolation.UNCOMMITTED));
  }

  @Test
  void anOffsetInsideABatchGivesTheWholeBatch() {
    TopicPartition partition = keyed();
    append(partition, entries("b", "a", "b", "a"));
    append(partition, entries("a"));

    KeyReadResult result = get(reading(partition, "a", 3, Isolation.UNCOMMITTED));

    assertThat(offsetsOf(stored(result))).containsExactly(0L, 4L);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, 2, Long.MAX_VALUE})
  void outsideOfWhatIsThereIsOutOfRange(long offset) {
    TopicPartition partition = keyed();
    append(partition, Batch.keyed("key", "v"));

    OffsetOutOfRange failure =
        failure(OffsetOutOfRange.class, reading(partition, "key", offset, Isolation.UNCOMMITTED));

    assertThat(failure.offsets()).isEqualTo(offsets(partition));
    failure(
        UnknownTopic.class,
        reading(new TopicPartition(UUID.randomUUID(), 0), "key", 0, Isolation.UNCOMMITTED));
  }

  @Test
  void theKeyIsTheCallersAgainOnceTheCallHasReturned() {
    TopicPartition partition = keyed();
    append(partition, Batch.keyed("mine", "v"));
    ByteBuf key = Unpooled.copiedBuffer("mine", StandardCharsets.UTF_8);

    Future<KeyReadResult> reading =
        backend.log().readByKey(new KeyRead(partition, key, 0, PLENTY, Isolation.UNCOMMITTED));
    key.setByte(0, 'x');
    int references = key.refCnt();
    key.release(references);

    assertThat(references).isOne();
    assertThat(offsetsOf(stored(get(reading)))).containsExactly(0L);
  }

  @Test
  void whatWasWrittenBeforeTheIndexIsFoundToo() throws Exception {
    TopicDescription topic = topic(1, settings());
    TopicPartition partition = partition(topic, 0);
    fill(partition, 150);
    get(backend.topics().alter(topic.id(), 1, settings().withKeyIndex(true)));
    fill(partition, 150);
    List<Stored> all = readAll(partition);
    assertThat(find(partition, "key 2")).isEqualTo(with(all, 2));

    get(backend.topics().alter(topic.id(), 1, settings()));
    fill(partition, 150);
    restart();
    fill(partition, 20);

    all = readAll(partition);
    assertThat(find(partition, "key 2")).isEqualTo(with(all, 2)).hasSizeGreaterThan(60);
    assertThat(find(partition, "none")).isEmpty();
  }

  @Test
  void afterATrimWhatIsLeftIsFound() throws Exception {
    TopicPartition partition = keyed();
    fill(partition, 200);

    get(backend.log().trim(partition, 150));
    cleanUp();

    assertThat(find(partition, "key 1")).isEqualTo(with(readAll(partition), 1)).isNotEmpty();
    failure(OffsetOutOfRange.class, reading(partition, "key 1", 149, Isolation.UNCOMMITTED));
  }

  @Test
  void afterCompactionWhatIsLeftIsFound() throws Exception {
    needs(Feature.COMPACTION);
    TopicPartition partition =
        partition(
            settings()
                .withKeyIndex(true)
                .withCleanup(Cleanup.COMPACT)
                .withCompaction(Compaction.DEFAULT.withDirtyRatio(0)));
    List<Long> last = offsetsOf(with(fill(partition, 200), 5)).reversed();

    cleanUp();

    for (int life = 0; life < 2; life++) {
      assertThat(offsetsOf(find(partition, "key 5"))).containsExactly(last.getFirst());
      assertThat(find(partition, "none")).isEmpty();
      restart();
    }
  }

  @Test
  void whatIsOpenIsFoundByUncommittedReadersAlone() {
    needs(Feature.TRANSACTIONS);
    TopicPartition partition = keyed();
    append(partition, Batch.keyed("key", "before"));
    TransactionalWriter writer = new TransactionalWriter(this, "tx").enlist(partition);
    writer.writeKeyed(partition, "key", "open");
    append(partition, Batch.keyed("key", "behind"));

    assertThat(values(find(partition, "key", Isolation.COMMITTED))).containsExactly("before");
    assertThat(values(find(partition, "key", Isolation.UNCOMMITTED)))
        .containsExactly("before", "open", "behind");

    writer.commit();

    assertThat(values(find(partition, "key", Isolation.COMMITTED)))
        .containsExactly("before", "open", "behind");
  }

  @Test
  void whatWasAbortedIsFoundByUncommittedReadersAlone() throws Exception {
    needs(Feature.TRANSACTIONS);
    TopicPartition partition = keyed();
    TransactionalWriter writer = new TransactionalWriter(this, "tx").enlist(partition);
    writer.writeKeyed(partition, "key", "no");
    writer.writeKeyed(partition, "other", "no");
    append(partition, Batch.keyed("key", "between"));
    writer.abort();
    writer.enlist(partition).writeKeyed(partition, "key", "yes");
    writer.commit();

    for (int life = 0; life < 2; life++) {
      assertThat(values(find(partition, "key", Isolation.COMMITTED)))
          .containsExactly("between", "yes");
      assertThat(find(partition, "other", Isolation.COMMITTED)).isEmpty();
      assertThat(values(find(partition, "key", Isolation.UNCOMMITTED)))
          .containsExactly("no", "between", "yes");
      cleanUp();
      restart();
    }
  }

  // ---- given

  private TopicPartition keyed() {
    return partition(settings().withKeyIndex(true));
  }

  /** Single records with seven keys in turn; gives all there is then. */
  private List<Stored> fill(TopicPartition partition, int batches) {
    List<Future<?>> appends = new ArrayList<>();
    for (int i = 0; i < batches; i++) {
      Batch batch = Batch.keyed("key " + i % 7, i % 7 + FILLER);
      appends.add(appending(partition, batch));
    }
    appends.forEach(Contract::get);
    return readAll(partition);
  }

  private static Batch entries(@Nullable String... keys) {
    List<Batch.Entry> entries = new ArrayList<>();
    for (String key : keys) {
      entries.add(new Batch.Entry(SOME_TIME, key, "value of " + key, List.of()));
    }
    return Batch.of(entries);
  }

  // ---- when

  private Future<KeyReadResult> reading(
      TopicPartition partition, String key, long offset, Isolation isolation) {
    return reading(partition, key, offset, PLENTY, isolation);
  }

  private Future<KeyReadResult> reading(
      TopicPartition partition, String key, long offset, int maxBytes, Isolation isolation) {
    ByteBuf bytes = Unpooled.copiedBuffer(key, StandardCharsets.UTF_8);
    return backend.log().readByKey(new KeyRead(partition, bytes, offset, maxBytes, isolation));
  }

  private List<Stored> find(TopicPartition partition, String key) {
    return find(partition, key, Isolation.UNCOMMITTED);
  }

  /** All batches that are found by a key, from the log start to the end of what is visible. */
  private List<Stored> find(TopicPartition partition, String key, Isolation isolation) {
    List<Stored> found = new ArrayList<>();
    long next = offsets(partition).logStart();
    long end = offsets(partition).end(isolation);
    while (next < end) {
      KeyReadResult result = get(reading(partition, key, next, isolation));
      List<Stored> some = stored(result);
      assertThat(result.next()).isGreaterThan(next).isLessThanOrEqualTo(end);
      if (!some.isEmpty()) {
        assertThat(result.next()).isGreaterThanOrEqualTo(some.getLast().nextOffset());
      }
      next = result.next();
      found.addAll(some);
    }
    return found;
  }

  // ---- then

  private static List<Stored> stored(KeyReadResult result) {
    try {
      return Stored.in(result.batches());
    } finally {
      result.batches().release();
    }
  }

  /** Those of {@link #fill} that have a key. */
  private static List<Stored> with(List<Stored> all, int key) {
    return all.stream()
        .filter(batch -> !batch.control() && batch.values().getFirst().startsWith("" + key))
        .toList();
  }

  private static List<Long> offsetsOf(List<Stored> batches) {
    return batches.stream().map(Stored::baseOffset).toList();
  }

  private static List<String> values(List<Stored> batches) {
    return batches.stream().flatMap(batch -> batch.values().stream()).toList();
  }
}
