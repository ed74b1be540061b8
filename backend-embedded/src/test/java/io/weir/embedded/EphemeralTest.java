package io.weir.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.backend.BackendException;
import io.weir.backend.BackendException.Full;
import io.weir.backend.TopicPartition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log in memory: bounded, and nothing on disk. */
class EphemeralTest {
  private static final String FILLER = "x".repeat(4000);

  @TempDir Path directory;
  private TestLog log;
  private TopicPartition partition;

  @BeforeEach
  void open() throws IOException {
    log = new TestLog(directory.resolve("data"), Map.of("memoryBytes", 1 << 20)).openInMemory();
    partition = log.partition("t");
  }

  @Test
  void itServesFromActiveAndSealedMemoryAndWritesNoFile() {
    for (int i = 0; i < 100; i++) {
      log.append(partition, i + FILLER);
    }

    assertThat(log.values(partition)).hasSize(100);
    assertThat(log.values(partition).get(3)).isEqualTo(3 + FILLER);
    assertThat(directory.resolve("data")).doesNotExist();
    log.close();
  }

  @Test
  void itIsFullAtItsBoundAndHasRoomAgainWhenRecordsAreTrimmed() {
    int count = fill();
    assertThat(count).isBetween(100, 270);
    assertThat(log.values(partition)).hasSize(count);

    TestLog.get(log.backend.log().trim(partition, count));

    await().untilAsserted(() -> log.append(partition, FILLER));
    log.close();
  }

  private int fill() {
    int count = 0;
    while (true) {
      try {
        TestLog.getOrThrow(log.appending(partition, FILLER));
        count++;
      } catch (BackendException e) {
        assertThat(e).isInstanceOf(Full.class).hasMessageContaining("memoryBytes");
        return count;
      }
    }
  }
}
