package io.weir.embedded.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.TopicPartition;
import io.weir.embedded.TestLog;
import io.weir.embedded.fixture.LogFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics of which nobody knows any more, for what told of them is damaged. */
class UnknownTopicsTest {
  @TempDir Path directory;

  @Test
  void recordsOfATopicThatIsNotKnownAnyMoreAreNeverTakenForThoseOfAnother() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition lost = log.partition("lost");
    log.append(lost, "secret");
    log.append(lost, "secret");
    log.kill();
    Path segment = LogFiles.lastSegment(directory);
    LogFiles.flip(segment, LogFiles.indexOf(Files.readAllBytes(segment), "lost"));
    log.open();
    TopicPartition other = log.partition("other");
    Map<Long, String> expected = new LinkedHashMap<>();
    while (LogFiles.segments(directory).size() < 2) {
      expected.put(log.append(other, "x".repeat(3000)), "x".repeat(3000));
    }
    log.close();
    Files.delete(LogFiles.indexes(directory).getFirst());

    log.open();

    assertThat(log.records(other)).isEqualTo(expected);
    log.close();
  }

  @Test
  void recordsOfATopicThatIsNotKnownAnyMoreAreNeverDeleted() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition lost = log.partition("lost");
    log.append(lost, "secret");
    log.kill();
    Path segment = LogFiles.lastSegment(directory);
    LogFiles.flip(segment, LogFiles.indexOf(Files.readAllBytes(segment), "lost"));
    log.open();
    TopicPartition other = log.partition("other");
    while (LogFiles.segments(directory).size() < 3) {
      log.append(other, "x".repeat(3000));
    }
    log.restart();
    while (LogFiles.segments(directory).size() < 4) {
      log.append(other, "x".repeat(3000));
    }
    TestLog.get(log.backend.log().trim(other, log.end(other)));

    log.sweep();

    assertThat(segment).doesNotExist();
    Path aside = segment.resolveSibling(segment.getFileName() + ".damaged");
    assertThat(LogFiles.indexOf(Files.readAllBytes(aside), "secret")).isPositive();
    log.restart();
    assertThat(log.append(other, "goes on")).isPositive();
    log.close();
  }
}
