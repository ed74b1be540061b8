package io.weir.embedded.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.weir.backend.Durability;
import io.weir.backend.Isolation;
import io.weir.backend.ProducerStore.Outcome;
import io.weir.backend.Read;
import io.weir.backend.Retention;
import io.weir.backend.TopicPartition;
import io.weir.backend.TopicSettings;
import io.weir.embedded.TestLog;
import io.weir.embedded.Verifying;
import io.weir.embedded.fixture.LogFiles;
import io.weir.embedded.fixture.TestTransaction;
import io.weir.embedded.index.PartitionIndex;
import io.weir.embedded.read.LogReader;
import io.weir.embedded.read.ReadThreads;
import io.weir.embedded.read.TimestampSearch;
import io.weir.embedded.segment.CommitHeader;
import io.weir.embedded.segment.EntryHeader;
import io.weir.embedded.segment.EntryKind;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.segment.SegmentHeader;
import io.weir.embedded.segment.SegmentScanner;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Partition;
import io.weir.embedded.storage.FileExtent;
import io.weir.embedded.storage.FileStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is live stays, elsewhere, and the space of what lay around it comes back. */
class CollectionTest {
  private static final String FILLER = "x".repeat(4000);

  @TempDir Path directory;

  private TestLog log;
  private TopicPartition kept;
  private TopicPartition filler;

  @BeforeEach
  void open() throws IOException {
    log = TestLog.in(directory);
    kept = log.partition("kept");
    filler = log.partition("filler", Durability.ASYNC);
  }

  @Test
  void whatIsLiveMovesAndTheRestOfItsSegmentsGoes() throws IOException {
    fillSegments(6);
    Map<Long, String> before = log.records(kept);

    collect();

    assertThat(log.records(kept)).isEqualTo(before);
    assertThat(collected()).hasSize(1);
    awaitSegments(3); // the collected one, the newest sealed one and the active one
    log.close();
    assertThat(Verifying.of(directory).faults).isEmpty();
  }

  @Test
  void itIsThereAfterAStopAndAfterACrash() throws IOException {
    fillSegments(6);
    Map<Long, String> before = log.records(kept);
    collect();

    log.restart();
    assertThat(log.records(kept)).isEqualTo(before);
    log.crash();
    assertThat(log.records(kept)).isEqualTo(before);
    log.append(kept, "later");
    assertThat(log.values(kept)).hasSize(before.size() + 1).last().isEqualTo("later");
    log.close();
  }

  @Test
  void whatWasCollectedIsCollectedAgainAndGoesInTheEnd() throws IOException {
    for (int round = 0; round < 4; round++) {
      fillSegments(segments() + 4);
      Map<Long, String> before = log.records(kept);
      collect();
      assertThat(log.records(kept)).isEqualTo(before);
      long start = log.start(kept);
      TestLog.get(log.backend.log().trim(kept, start + (log.end(kept) - start) * 3 / 4));
    }
    TestLog.get(log.backend.log().trim(kept, log.end(kept)));
    log.sweep();

    await().untilAsserted(() -> assertThat(collected()).isEmpty());
    log.restart();
    assertThat(log.values(kept)).isEmpty();
    log.close();
  }

  @Test
  void whatItsOwnerHasSettledIsLeftOutAndWhatIsLeftIsFoundFromAnywhere() throws IOException {
    fillSegments(8);
    Map<Long, String> expected = log.records(kept);
    long last = log.end(kept) - 4; // which lie in segments that stay
    TestLog.get(log.backend.log().settle(kept, 2, last));
    expected.keySet().removeIf(offset -> offset >= 2 && offset < last);

    collect();

    assertThat(log.records(kept)).isEqualTo(expected).hasSize(6);
    assertThat(log.start(kept)).isZero();
    assertThat(TestLog.get(log.reading(kept, 5)).batches().release()).isTrue();
    log.crash();
    assertThat(log.records(kept)).isEqualTo(expected);
    log.close();
    assertThat(Verifying.of(directory).faults).isEmpty();
    assertThat(Verifying.rebuilding(directory).faults).isEmpty();
    log.open();
    assertThat(log.records(kept)).isEqualTo(expected);
    log.close();
  }

  @Test
  void theEndOfAnAbortedTransactionStaysThoughItIsSettledBeforeWhatItEnded() throws IOException {
    TopicPartition queue = log.partition("queue");
    TestTransaction producer = new TestTransaction(log, "id");
    producer.begin(queue).write(queue, "aborted").end(Outcome.ABORT);
    long marker = log.end(queue) - 1;
    TestLog.get(log.backend.log().settle(queue, marker, marker + 1));
    producer.begin(queue).write(queue, "committed").end(Outcome.COMMIT);
    fillSegments(8);

    collect();

    assertThat(collected()).isNotEmpty();
    assertThat(TestTransaction.committed(log, queue, 1 << 20)).containsExactly("committed");
    log.close();
  }

  @Test
  void whoWasAboutToReadWhatMovedMeanwhileFindsItWhereItIsNow() throws IOException {
    fillSegments(6);
    LogState state = log.backend.state();
    Partition partition = state.partition(kept);
    PartitionIndex before = partition.rows();
    TimestampSearch first = new TimestampSearch(state, partition);
    TimestampSearch greatest = new TimestampSearch(state, partition);
    List<String> values = log.values(kept);
    collect();
    awaitSegments(3);

    Read read = new Read(kept, 0, 1, Isolation.UNCOMMITTED);
    ByteBuf batches =
        new LogReader(state, new ReadThreads())
            .readPieces(read, partition, partition.offsets(), before);

    assertThat(batches.toString(StandardCharsets.ISO_8859_1)).contains(values.getFirst());
    batches.release();
    assertThat(first.firstFrom(0)).hasValueSatisfying(at -> assertThat(at.offset()).isZero());
    assertThat(greatest.firstOfGreatest()).isPresent();
    log.close();
  }

  @Test
  void smallCollectedSegmentsBecomeOne() throws IOException {
    for (int round = 0; round < 5; round++) {
      fillSegments(segments() + 3);
      collect();
    }

    assertThat(log.values(kept)).hasSizeGreaterThan(20);
    await().untilAsserted(() -> assertThat(collected()).hasSizeLessThan(5));
    log.close();
    assertThat(Verifying.of(directory).faults).isEmpty();
  }

  @Test
  void aTopicThatIsDeletedTakesWhatWasCollectedOfItAlong() throws IOException {
    fillSegments(6);
    collect();
    assertThat(collected()).hasSize(1);

    TestLog.get(log.backend.topics().delete(kept.topic()));
    log.sweep();

    await().untilAsserted(() -> assertThat(collected()).isEmpty());
    log.close();
  }

  @Test
  void whatLivesForDifferentTimesIsSeparated() throws IOException {
    TopicPartition days = new TopicPartition(log.topic("days", 1, TopicSettings.DEFAULT).id(), 0);
    TopicPartition hour =
        new TopicPartition(
            log.topic(
                    "hour",
                    1,
                    TopicSettings.DEFAULT.withRetention(
                        new Retention(3_600_000, Retention.UNLIMITED)))
                .id(),
            0);
    fillSegments(3);
    log.append(days, "monday", "tuesday");
    log.append(hour, "now");
    fillSegments(6);

    collect();

    assertThat(collected()).hasSize(3);
    assertThat(log.values(days)).containsExactly("monday", "tuesday");
    assertThat(log.values(hour)).containsExactly("now");
    log.close();
  }

  @Test
  void abortedTransactionsStayHiddenAlsoWhenTheIndexIsMadeAgain() throws IOException {
    for (int i = 0; i < 5; i++) {
      TestTransaction transaction = new TestTransaction(log, "tx" + i);
      transaction.begin(kept).write(kept, "transaction " + i + " ");
      transaction.end(i % 2 == 0 ? Outcome.ABORT : Outcome.COMMIT);
      fillSegments(segments() + 1);
    }
    List<String> before = TestTransaction.committed(log, kept, 1 << 20);
    collect();
    assertThat(collected()).hasSize(1);

    assertThat(TestTransaction.committed(log, kept, 1 << 20)).isEqualTo(before);
    for (Path index : LogFiles.indexes(directory)) {
      Files.delete(index);
    }
    log.crash();
    assertThat(TestTransaction.committed(log, kept, 1 << 20)).isEqualTo(before);
    log.close();
    assertThat(Verifying.rebuilding(directory).faults).isEmpty();
    log.open();
    assertThat(TestTransaction.committed(log, kept, 1 << 20)).isEqualTo(before);
    log.close();
  }

  @Test
  void aDamagedBatchStaysWhereItIsAndIsTold() throws IOException {
    fillSegments(6);
    Map<Long, String> before = log.records(kept);
    log.close();
    Path second = LogFiles.segments(directory).get(1);
    int at = new String(Files.readAllBytes(second), StandardCharsets.ISO_8859_1).indexOf("kept ");
    LogFiles.flip(second, at);
    log.open();
    Map<Long, String> readable = log.records(kept);
    assertThat(readable.size()).isLessThan(before.size());

    collect();
    collect();

    assertThat(log.records(kept)).isEqualTo(readable);
    assertThat(second).exists();
    assertThat(collected()).isNotEmpty();
    log.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingIsLostWithTheRecordThatMadeACollectedSegmentCount(boolean followed)
      throws IOException {
    fillSegments(6);
    Map<Long, String> before = log.records(kept);
    collect();
    awaitSegments(3);
    if (followed) {
      log.append(filler, "one more");
      log.append(kept, "the last");
      before = log.records(kept);
    }
    log.kill();
    Path last = directory.resolve("0000000006.log");
    LogFiles.flip(last, placeOf(EntryKind.COLLECTED, last));

    for (int life = 0; life < 3; life++) {
      log.open();
      assertThat(log.records(kept)).isEqualTo(before);
      log.kill();
    }
  }

  @Test
  void whatIsCollectedSlowlyGivesWayToAStop() throws IOException {
    for (int i = 0; i < 100; i++) {
      log.append(kept, FILLER);
    }
    fillSegments(segments() + 3);
    Map<Long, String> before = log.records(kept);
    log.close();
    log = new TestLog(directory, slow()).open();
    log.backend.collect(200);
    await().until(CollectionTest::isWaiting);

    log.close();

    assertThat(directory.resolve("stopped")).exists();
    assertThat(collected()).as("it was not at its end").hasSizeLessThan(5);
    assertThat(new FileStorage(directory).spares()).isEmpty();
    log = TestLog.in(directory);
    assertThat(log.records(kept)).isEqualTo(before);
    log.close();
  }

  private static Map<String, Object> slow() {
    Map<String, Object> settings = new HashMap<>(TestLog.SMALL);
    settings.put("collectionBytesPerSecond", 1 << 10);
    return settings;
  }

  private static boolean isWaiting() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("weir-log-collection"))
        .anyMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING);
  }

  /** Where the payload of the last entry of a kind lies in a segment. */
  private static int placeOf(EntryKind kind, Path file) throws IOException {
    FileExtent extent = FileExtent.reopen(file, file);
    SegmentHeader header = SegmentHeader.read(extent.bytes());
    AtomicInteger place = new AtomicInteger();
    SegmentScanner.Visitor visitor =
        new SegmentScanner.Visitor() {
          @Override
          public void entry(CommitHeader commit, EntryHeader entry, int payload, boolean whole) {
            if (entry.kind() == kind) {
              place.set(payload);
            }
          }

          @Override
          public void damage(int from, int to) {}
        };
    new SegmentScanner(new Segment(header, "", extent, Runnable::run), visitor).scan(0);
    extent.close();
    assertThat(place.get()).isPositive();
    return place.get();
  }

  /** Segments that hold a little of what is kept, and much that is not. */
  private void fillSegments(int count) throws IOException {
    int last = segments();
    while (last < count) {
      log.append(filler, FILLER);
      if (segments() > last) {
        last = segments();
        log.append(kept, "kept " + last, "and more");
      }
    }
    log.backend.awaitSegments();
    TestLog.get(log.backend.log().trim(filler, log.end(filler)));
  }

  private int segments() throws IOException {
    return LogFiles.segments(directory).size();
  }

  private void collect() {
    log.sweep();
    TestLog.get(log.backend.collect(Collector.WORTH_PERCENT));
  }

  private List<Path> collected() throws IOException {
    return LogFiles.segments(directory).stream()
        .filter(file -> file.getFileName().toString().compareTo("1073741824") >= 0)
        .toList();
  }

  private void awaitSegments(int count) {
    await().untilAsserted(() -> assertThat(LogFiles.segments(directory)).hasSize(count));
  }
}
