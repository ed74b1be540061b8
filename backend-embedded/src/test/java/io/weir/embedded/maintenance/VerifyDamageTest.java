package io.weir.embedded.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.ProducerStore.Outcome;
import io.weir.backend.TopicPartition;
import io.weir.embedded.TestLog;
import io.weir.embedded.Verifying;
import io.weir.embedded.fixture.LogFiles;
import io.weir.embedded.fixture.TestTransaction;
import io.weir.embedded.index.ActiveRows;
import io.weir.embedded.index.Rows;
import io.weir.embedded.index.SegmentIndex;
import io.weir.embedded.index.SegmentRows;
import io.weir.embedded.recovery.LogView;
import io.weir.embedded.segment.CommitHeader;
import io.weir.embedded.segment.EntryHeader;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.segment.SegmentScanner;
import io.weir.embedded.storage.Layout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of damage is found, named with its place and what it hits, and nothing else is. */
class VerifyDamageTest {
  @TempDir Path directory;

  private TopicPartition orders;

  /** Three full segments and a last one, stopped in order. */
  @BeforeEach
  void fill() throws IOException {
    TestLog log = TestLog.in(directory);
    orders = log.partition("orders");
    new TestTransaction(log, "tx").begin(orders).write(orders, "no").end(Outcome.ABORT);
    for (int i = 2; LogFiles.segments(directory).size() < 4; i++) {
      log.append(orders, "v" + i + "-" + "x".repeat(3000));
    }
    log.append(orders, "the last");
    log.close();
    assertThat(Verifying.of(directory).faults).isEmpty();
  }

  @Test
  void aFlippedByteInAMessageIsNamedWithItsOffset() throws IOException {
    Path segment = segments().getFirst();
    LogFiles.flip(segment, indexOf(segment, "v5-") + 1);

    assertThat(Verifying.of(directory).faults)
        .singleElement()
        .asString()
        .startsWith(segment + ", position ")
        .endsWith(": offsets 5 to 5 of orders (" + partition() + ") do not match their checksum");
  }

  @Test
  void aFlippedByteInTheLastMessageIsDamageAfterAnOrderlyStop() throws IOException {
    Path segment = segments().getLast();
    LogFiles.flip(segment, indexOf(segment, "the last"));

    assertThat(Verifying.of(directory).faults)
        .singleElement()
        .asString()
        .startsWith(segment + ", position ")
        .contains(" of orders (");
  }

  @Test
  void aFlippedByteInTheHeadOfAnEntryCostsItsOffsets() throws IOException {
    Path segment = segments().get(1);
    byte[] bytes = Files.readAllBytes(segment);
    int commit = commitAfter(bytes, Layout.FIRST_COMMIT + 8);
    LogFiles.flip(segment, commit + CommitHeader.BYTES + 17);

    assertThat(Verifying.of(directory).faults)
        .hasSize(2)
        .allSatisfy(fault -> assertThat(fault).startsWith(segment + ", position "))
        .anySatisfy(fault -> assertThat(fault).contains("cannot be told"))
        .anySatisfy(
            fault ->
                assertThat(fault).matches(".*: offsets (\\d+) to \\1 of orders \\(.*\\) are lost"));
  }

  @Test
  void aFlippedByteInTheHeadOfACommitIsNamed() throws IOException {
    Path segment = segments().get(1);
    int commit = commitAfter(Files.readAllBytes(segment), Layout.FIRST_COMMIT + 8);
    LogFiles.flip(segment, commit + 6);

    assertThat(Verifying.of(directory).faults)
        .singleElement()
        .asString()
        .matches(segment + ", position \\d+: what was there up to position \\d+ cannot be told");
  }

  @Test
  void aFlippedByteInACheckpointIsNamed() throws IOException {
    for (Path segment : segments()) {
      LogFiles.flip(segment, Layout.FIRST_COMMIT + CommitHeader.BYTES + EntryHeader.BYTES + 20);
    }

    assertThat(Verifying.of(directory).faults)
        .hasSize(4)
        .allSatisfy(fault -> assertThat(fault).contains("of the log itself (CHECKPOINT)"));
  }

  @Test
  void eitherHeadOfASegmentIsLookedAt() throws IOException {
    LogFiles.flip(segments().get(0), 9);
    LogFiles.flip(segments().get(2), Layout.SECTOR + 9);

    assertThat(Verifying.of(directory).faults)
        .containsExactly(
            segments().get(0)
                + ", position 0: one of the two heads of the segment is damaged, and the other is"
                + " used",
            segments().get(2)
                + ", position 0: one of the two heads of the segment is damaged, and the other is"
                + " used");
  }

  @Test
  void aSegmentWithoutAHeadIsNamedAndItsOffsetsAreLost() throws IOException {
    Path segment = segments().get(1);
    LogFiles.flip(segment, 9);
    LogFiles.flip(segment, Layout.SECTOR + 9);

    assertThat(Verifying.of(directory).faults)
        .hasSize(2)
        .anySatisfy(
            fault ->
                assertThat(fault)
                    .isEqualTo(segment + ", position 0: this does not begin as a segment does"))
        .anySatisfy(
            fault -> assertThat(fault).startsWith(segments().get(2).toString()).endsWith("lost"));
  }

  @Test
  void aSegmentThatIsGoneIsMissed() throws IOException {
    Files.delete(segments().get(1));
    Files.delete(indexes().get(1));

    assertThat(Verifying.of(directory).faults)
        .singleElement()
        .asString()
        .startsWith(segments().get(2) + ", position ")
        .matches(".*: offsets \\d+ to \\d+ of orders \\(.*\\) are lost");
  }

  @Test
  void theLastSegmentIsMissedToo() throws IOException {
    Files.delete(segments().getLast());

    assertThat(Verifying.of(directory).faults)
        .containsExactly(
            directory.resolve("stopped")
                + " says that the log ends with segment 4, which is not the last");
  }

  @Test
  void aSegmentThatIsCutShortIsNamed() throws IOException {
    Path segment = segments().get(1);
    byte[] bytes = Files.readAllBytes(segment);
    Files.write(segment, Arrays.copyOf(bytes, LogFiles.lastCommit(bytes)));

    assertThat(Verifying.of(directory).faults)
        .hasSize(2)
        .anySatisfy(fault -> assertThat(fault).contains("ends with commit ", " was synced"))
        .anySatisfy(
            fault -> assertThat(fault).startsWith(segments().get(2).toString()).endsWith("lost"));
  }

  @Test
  void anIndexIsHeldAgainstItsSegment() throws IOException {
    Path missing = indexes().get(0);
    Files.delete(missing);
    Path table = indexes().get(1);
    LogFiles.flip(table, 60);
    Path rows = indexes().get(2);
    LogFiles.flip(rows, (int) Files.size(rows) - 5);

    assertThat(Verifying.of(directory).faults)
        .containsExactly(
            directory.resolve("0000000001.index") + " is missing",
            table + ": its head or table is damaged",
            rows + ": its rows do not match their checksum");
  }

  @Test
  void anIndexThatIsWholeAndSaysSomethingElseIsNamed() throws IOException {
    Path index = indexes().getFirst();
    ActiveRows rows = new ActiveRows(null);
    LogView log = LogView.of(directory, null);
    Segment segment = log.open(log.parts().iterator().next());
    SegmentRows found = new SegmentRows(segment, partition -> false);
    int end = new SegmentScanner(segment, found).scan(SegmentScanner.ALL_PROVEN).position();
    Rows right = found.rows(found.sources().getFirst().partition());
    for (int row = 0; row < right.count(); row++) {
      int shift = row == 7 ? 8 : 0;
      rows.add(
          right.baseOffset(row),
          right.baseOffset(row) + 1,
          right.maxTimestamp(row),
          right.position(row) + shift,
          right.size(row));
    }
    int number = found.sources().getFirst().partition();
    var source = new SegmentIndex.Source(number, rows, List.of());
    Files.write(index, SegmentIndex.encode(segment.salt(), 1, end, List.of(source)).array());
    segment.close();

    assertThat(Verifying.of(directory).faults)
        .hasSize(3)
        .allSatisfy(fault -> assertThat(fault).startsWith(index + " ").contains("orders ("))
        .anySatisfy(fault -> assertThat(fault).contains("has no row for offset 7 of"))
        .anySatisfy(fault -> assertThat(fault).contains("has a row of nothing for offset 7 of"))
        .anySatisfy(fault -> assertThat(fault).contains("aborted transactions"));
  }

  @Test
  void theFilesBesideTheLogAreLookedAt() throws IOException {
    Files.delete(directory.resolve("format"));
    Files.writeString(directory.resolve("stopped"), "somewhere");

    assertThat(Verifying.of(directory).faults)
        .containsExactly(
            directory.resolve("format") + " is missing",
            directory.resolve("stopped") + " is not what an orderly stop leaves");
  }

  @Test
  void everyByteThatIsWrittenIsLookedAt() throws IOException {
    Path segment = segments().getFirst();
    byte[] whole = Files.readAllBytes(segment);
    int from = commitAfter(whole, indexOf(segment, "v3-"));
    int to = indexOf(segment, "v5-");

    for (int position = from; position < to; position += 7) {
      if (whole[position] != 0) {
        byte[] damaged = whole.clone();
        damaged[position] ^= 0x20;
        Files.write(segment, damaged);
        assertThat(Verifying.of(directory).faults)
            .as("position %d", position)
            .isNotEmpty()
            .allSatisfy(fault -> assertThat(fault).startsWith(segment + ", position "));
      }
    }
  }

  private List<Path> segments() {
    return List.of(file(1, "log"), file(2, "log"), file(3, "log"), file(4, "log"));
  }

  private List<Path> indexes() {
    return List.of(file(1, "index"), file(2, "index"), file(3, "index"));
  }

  private Path file(int number, String extension) {
    return directory.resolve("%010d.%s".formatted(number, extension));
  }

  private String partition() {
    return orders.topic() + "-0";
  }

  private static int commitAfter(byte[] segment, int from) {
    ByteBuffer bytes = ByteBuffer.wrap(segment);
    int position = Layout.align(from);
    while (bytes.getInt(position) != CommitHeader.MAGIC) {
      position += Layout.ALIGNMENT;
    }
    return position;
  }

  private static int indexOf(Path segment, String text) throws IOException {
    return new String(Files.readAllBytes(segment), StandardCharsets.ISO_8859_1).indexOf(text);
  }
}
