package io.weir.embedded.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.BackendException.Corrupt;
import io.weir.backend.Durability;
import io.weir.backend.TopicPartition;
import io.weir.embedded.TestLog;
import io.weir.embedded.fixture.LogFiles;
import io.weir.testing.LogLines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A start of a log of {@code -Dweir.segments} segments, as many as hundreds of gigabytes have: it
 * reads what the last of them holds, and of the others what they begin with. The time is printed,
 * and no test.
 */
class ManySegmentsTest {
  private static final int SEGMENTS = Integer.getInteger("weir.segments", 500);
  private static final String FILLER = "x".repeat(16_000);

  @TempDir Path directory;

  @Test
  void aStartAfterAKillReadsNoSegmentButTheLast() throws IOException {
    Map<String, Object> settings = new HashMap<>(TestLog.SMALL);
    settings.put("checkpointBytes", 0);
    TestLog log = new TestLog(directory, settings).open();
    TopicPartition partition = log.partition("t", Durability.ASYNC);
    long count = 0;
    for (; count < SEGMENTS * 3L; count++) { // three fill one
      log.append(partition, count + FILLER);
    }
    log.append(partition, "last");
    log.kill();
    List<Path> all = LogFiles.segments(directory);
    assertThat(all).hasSizeGreaterThanOrEqualTo(SEGMENTS);
    for (Path segment : all.subList(0, all.size() - 1)) {
      damageItsRecords(segment);
    }

    try (LogLines lines = new LogLines("io.weir.embedded")) {
      long begun = System.nanoTime();
      log.open();
      double seconds = (System.nanoTime() - begun) / 1e9;
      System.out.printf("%d segments opened in %.2f s%n", all.size(), seconds);
      assertThat(lines.errors()).as("damage that a start comes across").isEmpty();
    }

    assertThat(log.end(partition)).isEqualTo(count + 1);
    assertThat(log.append(partition, "next")).as("nothing is taken for lost").isEqualTo(count + 1);
    TestLog.failure(Corrupt.class, log.reading(partition, 0));
    TestLog.failure(Corrupt.class, log.reading(partition, count / 2));
    log.close();
  }

  private static void damageItsRecords(Path segment) throws IOException {
    try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
      for (long place = file.size() - 2000; place > file.size() - 60_000; place -= 8000) {
        file.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), Math.max(place, 4000));
      }
    }
  }
}
