package io.weir.embedded.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.TopicPartition;
import io.weir.embedded.TestLog;
import io.weir.embedded.fixture.LogFiles;
import io.weir.embedded.segment.CommitHeader;
import io.weir.embedded.segment.EntryHeader;
import io.weir.embedded.state.EmbeddedSettings;
import io.weir.embedded.storage.FileStorage;
import io.weir.embedded.storage.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A write that never ended: the log ends before it, whatever of it is there. */
class TornTailTest {
  @TempDir Path directory;

  private TestLog log;
  private TopicPartition a;
  private TopicPartition b;

  /** What the segment looked like before and after the last commit, three batches of one call. */
  private byte[] before;

  private byte[] after;
  private Path segment;

  private void givenALog() throws IOException {
    log = TestLog.in(directory);
    a = log.partition("a");
    b = log.partition("b");
    for (int i = 0; i < 5; i++) {
      log.append(a, "a" + i);
      log.append(b, "b" + i);
    }
    segment = LogFiles.lastSegment(directory);
    before = Files.readAllBytes(segment);
    TestLog.get(log.appendingAll(java.util.Map.of(a, "last a", b, "last b")));
    log.kill();
    after = Files.readAllBytes(segment);
  }

  @Test
  void aCommitCutAnywhereIsNotThereAtAllAndTheLogGoesOnBeforeIt() throws IOException {
    givenALog();
    int from = Arrays.mismatch(before, after);
    int to = LogFiles.written(after);
    for (int cut = from; cut < to; cut += 2) {
      byte[] torn = before.clone();
      System.arraycopy(after, from, torn, from, cut - from);
      assertThatTheLastCommitIsNotThere(torn, "cut at " + cut);
    }
  }

  @Test
  void aCommitOfWhichOnlyTheEndWasWrittenIsNotThereAtAll() throws IOException {
    givenALog();
    int from = Arrays.mismatch(before, after);
    int to = LogFiles.written(after);
    for (int begin = from + 1; begin < to; begin += 5) {
      byte[] torn = before.clone();
      System.arraycopy(after, begin, torn, begin, to - begin);
      assertThatTheLastCommitIsNotThere(torn, "begun at " + begin);
    }
  }

  @Test
  void aCommitWithAnyWrongByteIsNotThereAtAll() throws IOException {
    givenALog();
    int from = Arrays.mismatch(before, after);
    int to = LogFiles.written(after);
    Random random = new Random(7);
    for (int position = from; position < to; position += 3) {
      byte[] torn = after.clone();
      if (torn[position] != 0 || torn[position - 1] != 0) { // between two entries are zeros
        torn[position] ^= (byte) (1 << random.nextInt(8));
        assertThatTheLastCommitIsNotThere(torn, "wrong at " + position);
      }
    }
  }

  @Test
  void aWholeCommitIsThere() throws IOException {
    givenALog();

    log.open();

    assertThat(log.values(a)).endsWith("a4", "last a");
    assertThat(log.values(b)).endsWith("b4", "last b");
    log.close();
  }

  @Test
  void whatIsWrittenAfterACutIsFoundAgain() throws IOException {
    givenALog();
    byte[] torn = after.clone();
    torn[LogFiles.written(after) - 1] ^= 1;
    Files.write(segment, torn);

    log.open();
    log.append(a, "new");
    log.crash();

    assertThat(log.values(a)).endsWith("a4", "new");
    assertThat(log.values(b)).endsWith("b4");
    log.close();
  }

  @Test
  void aSegmentThatWasNeverBegunIsForgotten() throws IOException {
    givenALog();
    Path next = segment.resolveSibling("0000000002.log");
    Files.write(next, new byte[64 << 10]);

    log.open();

    assertThat(next).doesNotExist();
    assertThat(log.values(a)).endsWith("a4", "last a");
    log.close();
  }

  @Test
  void aLogThatWasNeverBegunIsBegunByTheNextStart() throws IOException {
    log = TestLog.in(directory);
    log.kill();
    segment = LogFiles.lastSegment(directory);
    byte[] bytes = Files.readAllBytes(segment);
    Arrays.fill(bytes, Layout.FIRST_COMMIT + CommitHeader.BYTES, bytes.length, (byte) 0);
    Files.write(segment, bytes);

    log.open();

    log.append(log.partition("a"), "first");
    log.close();
  }

  @Test
  void aSegmentOfWhichOnlyTheBeginningOfTheFirstCommitWasWrittenIsForgotten() throws IOException {
    log = TestLog.in(directory);
    a = log.partition("a");
    int count = 0;
    while (LogFiles.segments(directory).size() < 2) {
      count = (int) log.append(a, "x".repeat(4000));
    }
    log.kill();
    segment = LogFiles.lastSegment(directory);
    byte[] bytes = Files.readAllBytes(segment);
    int from = Layout.FIRST_COMMIT + CommitHeader.BYTES + EntryHeader.BYTES + 16;
    Arrays.fill(bytes, from, bytes.length, (byte) 0);
    Files.write(segment, bytes);

    log.open();

    assertThat(log.end(a)).isEqualTo(count);
    assertThat(log.append(a, "new")).isEqualTo(count);
    log.crash();
    assertThat(log.values(a)).hasSize(count + 1).endsWith("new");
    log.close();
  }

  @Test
  void aSegmentThatWasNeverBegunIsGoneBeforeItsNumberIsUsedAgain() throws IOException {
    log = TestLog.in(directory);
    a = log.partition("a");
    while (LogFiles.segments(directory).size() < 2) {
      log.append(a, "x".repeat(4000));
    }
    log.kill();
    segment = LogFiles.lastSegment(directory);
    byte[] bytes = Files.readAllBytes(segment);
    Arrays.fill(bytes, Layout.FIRST_COMMIT, bytes.length, (byte) 0);
    Files.write(segment, bytes);
    List<Runnable> background = new ArrayList<>();

    Recovery.Opened opened =
        new Recovery(
                new FileStorage(directory),
                EmbeddedSettings.of(TestLog.SMALL),
                log.boot,
                null,
                System::currentTimeMillis,
                background::add)
            .open();
    background.forEach(Runnable::run);

    assertThat(opened.writer().active().name()).isEqualTo(segment.toString());
    assertThat(segment).exists();
  }

  private void assertThatTheLastCommitIsNotThere(byte[] torn, String how) throws IOException {
    Files.write(segment, torn);
    log.open();
    assertThat(log.values(a)).as(how).containsExactly("a0", "a1", "a2", "a3", "a4");
    assertThat(log.values(b)).as(how).containsExactly("b0", "b1", "b2", "b3", "b4");
    assertThat(log.end(a)).isEqualTo(5);
    log.kill();
  }
}
