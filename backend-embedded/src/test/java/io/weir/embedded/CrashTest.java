package io.weir.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.Durability;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that writes as fast as it can is killed again and again, {@code -Dweir.crash.kills}
 * times, and nothing promised is lost.
 */
class CrashTest {
  private static final int KILLS = Integer.getInteger("weir.crash.kills", 50);

  @TempDir Path directory;

  private final Random random = new Random();
  private final Map<Durability, Map<Integer, Long>> acknowledged = new EnumMap<>(Durability.class);

  @Test
  void everyAcknowledgedBatchIsThereOnceInOrderAfterKills() throws Exception {
    acknowledged.put(Durability.SYNC, new HashMap<>());
    acknowledged.put(Durability.ASYNC, new HashMap<>());
    int sync = 0;
    int async = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      runUntilKilled(sync, async);
      // The producer asks again from a few before the last answer: what is there must not come
      // twice.
      sync = again(Durability.SYNC);
      async = again(Durability.ASYNC);
    }

    TestLog log = new TestLog(directory, Map.of("segmentBytes", 256 << 10)).open();
    for (TopicDescription topic : TestLog.get(log.backend.topics().list())) {
      assertThatAllIsThere(log, topic);
    }
    assertThat(acknowledged.get(Durability.SYNC)).hasSizeGreaterThan(KILLS);
    assertThat(acknowledged.get(Durability.ASYNC)).hasSizeGreaterThan(KILLS);
    log.close();
  }

  private int again(Durability durability) {
    int last = acknowledged.get(durability).keySet().stream().max(Integer::compare).orElse(-1);
    return Math.max(0, last);
  }

  /** Kills it with so many answers read, at no particular moment between them. */
  private void runUntilKilled(int sync, int async) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                CrashWriter.class.getName(),
                directory.toString(),
                Integer.toString(sync),
                Integer.toString(async))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int answers = 1 + random.nextInt(400);
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      while (line != null) {
        remember(line);
        if (--answers == 0) {
          process.toHandle().destroyForcibly(); // and what it has said by then can still be read
        }
        line = out.readLine();
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(answers).as("answers that it did not live to give").isLessThanOrEqualTo(0);
  }

  private void remember(String line) {
    String[] words = line.split(" ");
    if (words.length != 4) {
      assertThat(line).doesNotStartWith("failed");
      return; // the log's own lines, or one that the kill cut
    }
    Long before =
        acknowledged
            .get(Durability.valueOf(words[0]))
            .putIfAbsent(Integer.valueOf(words[1]), Long.valueOf(words[2]));
    assertThat(before).as(line).isIn(null, Long.valueOf(words[2]));
  }

  private void assertThatAllIsThere(TestLog log, TopicDescription topic) {
    TopicPartition partition = new TopicPartition(topic.id(), 0);
    Map<Long, String> records = log.records(partition);
    acknowledged
        .get(topic.settings().durability())
        .forEach(
            (sequence, offset) ->
                assertThat(records).containsEntry(offset, CrashWriter.body(sequence)));
    int expected = 0;
    for (Map.Entry<Long, String> record : records.entrySet()) {
      assertThat(record.getKey()).isEqualTo(expected);
      assertThat(record.getValue()).isEqualTo(CrashWriter.body(expected));
      expected++;
    }
  }
}
