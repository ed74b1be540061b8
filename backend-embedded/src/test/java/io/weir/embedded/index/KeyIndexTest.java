package io.weir.embedded.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.weir.backend.AppendResult;
import io.weir.backend.BackendException.Corrupt;
import io.weir.backend.Durability;
import io.weir.backend.Isolation;
import io.weir.backend.KeyRead;
import io.weir.backend.KeyReadResult;
import io.weir.backend.TopicPartition;
import io.weir.backend.TopicSettings;
import io.weir.embedded.EmbeddedMaintenance;
import io.weir.embedded.TestLog;
import io.weir.embedded.Verifying;
import io.weir.embedded.collection.Collector;
import io.weir.embedded.fixture.LogFiles;
import io.weir.embedded.read.KeySearch;
import io.weir.embedded.recovery.LogView;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.storage.Layout;
import io.weir.record.Batches;
import io.weir.record.Compression;
import io.weir.record.RecordBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments know which of their batches have a key, and who reads by it touches no others. */
class KeyIndexTest {
  private static final TopicSettings KEYED =
      TopicSettings.STATE.withDurability(Durability.ASYNC).withKeyIndex(true);

  @TempDir Path directory;

  private TestLog log;
  private TopicPartition keyed;

  @BeforeEach
  void open() throws IOException {
    log = TestLog.in(directory);
    keyed = new TopicPartition(log.topic("keyed", 1, KEYED).id(), 0);
  }

  @Test
  void damageOfOtherKeysIsNotMetAndThatOfTheKeyIsNamed() throws IOException {
    fillSegments(keyed, 4);
    long last = log.end(keyed) - 1;
    log.close();
    Path first = LogFiles.segments(directory).getFirst();
    int place = LogFiles.indexOf(Files.readAllBytes(first), "value 3 ");
    LogFiles.flip(first, place);
    log.open();

    assertThat(find(keyed, "key 2")).hasSizeGreaterThan(4).startsWith(2L, 7L);
    assertThat(last).isGreaterThan(8);
    KeyReadResult before = read(keyed, "key 3", 0);
    assertThat(before.batches().isReadable()).isFalse();
    assertThat(before.next()).isEqualTo(3);
    Corrupt damage = TestLog.failure(Corrupt.class, reading(keyed, "key 3", 3));
    assertThat(damage).hasMessageContaining("offsets 3 to 3 ").hasMessageContaining("" + first);
    assertThat(damage.nextReadable()).isEqualTo(4);
    assertThat(find(keyed, "key 3", 4)).startsWith(8L);
    log.close();
  }

  @Test
  void offsetsThatAreLostAreNamedWhateverKeyIsLookedFor() throws IOException {
    fillSegments(keyed, 4);
    log.close();
    Path lost = LogFiles.segments(directory).get(1);
    LogFiles.flip(lost, 3);
    LogFiles.flip(lost, Layout.SECTOR + 3);
    log.open();

    long next = read(keyed, "none", 0).next();

    assertThat(next).isPositive().isLessThan(log.end(keyed));
    Corrupt damage = TestLog.failure(Corrupt.class, reading(keyed, "none", next));
    assertThat(damage).hasMessageContaining("offsets " + next + " to ");
    assertThat(read(keyed, "none", damage.nextReadable()).next()).isEqualTo(log.end(keyed));
    log.close();
  }

  @Test
  void theKeysOfWhatIsBeingWrittenAreKnownAlsoAfterACrash() throws IOException {
    append(keyed, Compression.ZSTD, "a", "b");
    append(keyed, Compression.NONE, "c");
    for (int life = 0; life < 2; life++) {
      Rows rows = log.backend.state().partition(keyed).rows().active();
      assertThat(rows.nextWith(hash("b"), 0)).isZero();
      assertThat(rows.nextWith(hash("b"), 1)).isEqualTo(2);
      assertThat(rows.nextWith(hash("c"), 0)).isEqualTo(1);
      assertThat(rows.hasKnownKeys(0)).isTrue();
      log.crash();
    }
    log.close();
  }

  @Test
  void whereNobodyAsksForKeysThereAreNone() throws IOException {
    TopicPartition plain = log.partition("plain", Durability.ASYNC);
    fillSegments(plain, 3);
    assertThat(log.backend.state().partition(plain).rows().active().keys()).isNull();
    log.close();

    for (Path index : LogFiles.indexes(directory)) {
      assertThat(index(index).hasKeys(number(plain))).isFalse();
    }
  }

  @Test
  void theIndexOfKeysIsHeldAgainstTheSegmentAndMadeAgain() throws IOException {
    fillSegments(keyed, 6);
    log.close();
    List<Path> indexes = LogFiles.indexes(directory);
    byte[] whole = Files.readAllBytes(indexes.getFirst());
    LogFiles.flip(indexes.get(0), whole.length - 3);
    Files.delete(indexes.get(1));
    assertThat(Verifying.of(directory).faults)
        .containsExactly(
            indexes.get(0) + ": its keys do not match their checksum",
            indexes.get(1) + " is missing");

    assertThat(Verifying.rebuilding(directory).faults).isEmpty();

    assertThat(indexes.get(0)).hasBinaryContent(whole);
    log.open();
    assertThat(index(indexes.get(1)).hasKeys(number(keyed))).isTrue();
    assertThat(find(keyed, "key 4")).startsWith(4L, 9L);
    log.close();
  }

  @Test
  void anIndexThatIsWholeAndHasOtherKeysIsNamed() throws IOException {
    fillSegments(keyed, 3);
    log.close();
    Path file = LogFiles.indexes(directory).getFirst();
    LogView view = LogView.of(directory, null);
    Segment segment = view.open(view.parts().iterator().next());
    SegmentIndex index = index(file);
    int number = number(keyed);
    Rows rows = index.rows(number, segment);
    ActiveRows others = new ActiveRows(segment);
    for (int row = 0; row < rows.count(); row++) {
      int[] keys = row == 4 ? KeyHashes.NONE : new int[] {hash("key " + row % 5)};
      others.add(
          rows.baseOffset(row),
          rows.baseOffset(row) + 1,
          rows.maxTimestamp(row),
          rows.position(row),
          rows.size(row),
          row == 7 ? new int[] {keys[0], 99} : keys);
    }
    List<SegmentIndex.Source> sources = new ArrayList<>();
    sources.add(new SegmentIndex.Source(number, others, List.of()));
    Files.write(file, SegmentIndex.encode(segment.salt(), 1, index.end(), sources).array());
    segment.close();

    assertThat(Verifying.of(directory).faults)
        .singleElement()
        .asString()
        .startsWith(file + " lacks a key of offset 4 of keyed (");
  }

  @Test
  void keysThatAreDamagedAreMadeAgainWhenTheyAreAskedFor() throws IOException {
    fillSegments(keyed, 4);
    List<Long> expected = find(keyed, "key 1");
    log.close();
    Path index = LogFiles.indexes(directory).getFirst();
    LogFiles.flip(index, (int) Files.size(index) - 30);
    log.open();

    assertThat(find(keyed, "key 1")).isEqualTo(expected);
    SealedSegment sealed = log.backend.state().sealed().get(1);
    assertThat(sealed.index().keysAreWhole()).isTrue();
    assertThat(sealed.index().hasKeys(number(keyed))).isTrue();
    log.close();
  }

  @Test
  void anIndexThatAStartOrABackupMakesAgainHasTheKeys(@TempDir Path elsewhere) throws IOException {
    fillSegments(keyed, 4);
    log.close();
    List<Path> indexes = LogFiles.indexes(directory);
    Files.delete(indexes.get(0));
    LogFiles.flip(indexes.get(1), 60);

    Path copy = elsewhere.resolve("copy");
    TestLog.getOrThrow(new EmbeddedMaintenance().backup(directory, copy, new Verifying()));
    log.open();

    for (Path made : List.of(directory, copy)) {
      for (Path index : LogFiles.indexes(made).subList(0, 2)) {
        assertThat(index(index).hasKeys(number(keyed))).as("%s", index).isTrue();
      }
    }
    log.close();
  }

  @Test
  void segmentsFromBeforeTheIndexGetTheirKeysWhenTheirIndexesAreMadeAgain() throws IOException {
    TopicPartition plain = log.partition("plain", Durability.ASYNC);
    fillSegments(plain, 3);
    TestLog.get(log.backend.topics().alter(plain.topic(), 1, KEYED));
    log.close();
    Path first = LogFiles.indexes(directory).getFirst();
    assertThat(index(first).hasKeys(number(plain))).isFalse();
    assertThat(Verifying.of(directory).faults).isEmpty();

    assertThat(Verifying.rebuilding(directory).faults).isEmpty();

    assertThat(index(first).hasKeys(number(plain))).isTrue();
  }

  @Test
  void collectedSegmentsHaveTheKeysOfWhatTheyTookOver() throws IOException {
    TopicPartition filler = log.partition("filler", Durability.ASYNC);
    for (int i = 0; LogFiles.segments(directory).size() < 6; i++) {
      append(keyed, Compression.NONE, "key " + i % 5);
      log.append(filler, "x".repeat(4000));
      log.append(filler, "x".repeat(4000));
    }
    List<Long> expected = find(keyed, "key 1");
    TestLog.get(log.backend.log().trim(filler, log.end(filler)));
    log.sweep();
    TestLog.get(log.backend.collect(Collector.WORTH_PERCENT));

    SealedSegment collected = log.backend.state().sealed().get(Layout.FIRST_COLLECTED);
    Rows rows = collected.keyedRows(number(keyed));
    assertThat(rows.hasKnownKeys(0)).isTrue();
    assertThat(rows.nextWith(hash("key 1"), 2)).isEqualTo(6);
    assertThat(find(keyed, "key 1")).isEqualTo(expected);
    log.close();
    assertThat(Verifying.rebuilding(directory).faults).isEmpty();
    assertThat(index(directory.resolve("1073741824.index")).hasKeys(number(keyed))).isTrue();
  }

  @Test
  void oneCallLooksAtNoMoreThanItMay() throws IOException {
    TopicPartition plain = log.partition("plain", Durability.ASYNC);
    String value = "x".repeat(10_000);
    for (int i = 0; i < 2 * KeySearch.MOST_LOOKED_BYTES / value.length(); i++) {
      log.append(plain, value);
    }
    long end = log.append(plain, "last") + 1;

    int calls = 0;
    for (long next = 0; next < end; calls++) {
      KeyReadResult result = read(plain, "none", next);
      assertThat(result.next()).isGreaterThan(next);
      assertThat(result.next() - next)
          .isLessThanOrEqualTo(KeySearch.MOST_LOOKED_BYTES / value.length() / 2 + 1);
      next = result.next();
    }

    assertThat(calls).isGreaterThan(2);
    log.close();
  }

  @Test
  void oneCallLooksAtNoMoreSegmentsThanItMay() throws IOException {
    String value = "x".repeat(30_000);
    while (LogFiles.segments(directory).size() <= KeySearch.MOST_PIECES + 5) {
      append(keyed, "key", value);
    }

    long next = read(keyed, "none", 0).next();

    assertThat(next).isBetween((long) KeySearch.MOST_PIECES, log.end(keyed) - 1);
    assertThat(read(keyed, "none", next).next()).isEqualTo(log.end(keyed));
    log.close();
  }

  // ---- words

  private void fillSegments(TopicPartition partition, int segments) throws IOException {
    for (int i = 0; LogFiles.segments(directory).size() < segments; i++) {
      append(partition, "key " + i % 5, "value " + i + " " + "x".repeat(2000));
    }
    log.backend.awaitSegments();
  }

  private void append(TopicPartition partition, String key, String value) {
    ByteBuf batch =
        KeyHashesTest.batch(Compression.NONE, value.getBytes(StandardCharsets.UTF_8), key);
    AppendResult result = TestLog.get(log.backend.log().append(partition, batch));
    assertThat(result).isInstanceOf(AppendResult.Appended.class);
  }

  private void append(TopicPartition partition, Compression compression, String... keys) {
    TestLog.get(log.backend.log().append(partition, KeyHashesTest.batch(compression, 500, keys)));
  }

  private Future<KeyReadResult> reading(TopicPartition partition, String key, long offset) {
    ByteBuf bytes = Unpooled.copiedBuffer(key, StandardCharsets.UTF_8);
    return log.backend
        .log()
        .readByKey(new KeyRead(partition, bytes, offset, 1 << 20, Isolation.UNCOMMITTED));
  }

  private KeyReadResult read(TopicPartition partition, String key, long offset) {
    return TestLog.get(reading(partition, key, offset));
  }

  private List<Long> find(TopicPartition partition, String key) {
    return find(partition, key, 0);
  }

  /** The offsets of the batches that are found. */
  private List<Long> find(TopicPartition partition, String key, long from) {
    List<Long> found = new ArrayList<>();
    for (long next = from; next < log.end(partition); ) {
      KeyReadResult result = read(partition, key, next);
      for (RecordBatch batch : Batches.in(result.batches())) {
        found.add(batch.baseOffset());
      }
      result.batches().release();
      assertThat(result.next()).isGreaterThan(next);
      next = result.next();
    }
    return found;
  }

  private static int hash(String key) {
    return KeyHashes.of(Unpooled.copiedBuffer(key, StandardCharsets.UTF_8));
  }

  /** What entries call the only partition of a topic, in a log that is open or was. */
  private int number(TopicPartition partition) {
    return log.backend.state().partition(partition).number();
  }

  private SegmentIndex index(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    return SegmentIndex.read(bytes, bytes.getLong(8));
  }
}
