package io.weir.embedded.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.ProducerStore.Outcome;
import io.weir.backend.TopicPartition;
import io.weir.embedded.TestLog;
import io.weir.embedded.Verifying;
import io.weir.embedded.fixture.LogFiles;
import io.weir.embedded.fixture.TestTransaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every index can be made again from the log, and says the same. */
class RebuildTest {
  @TempDir Path directory;

  @Test
  void everyIndexIsMadeAgainFromTheLogAndServes() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition orders = log.partition("orders");
    new TestTransaction(log, "tx").begin(orders).write(orders, "no").end(Outcome.ABORT);
    while (LogFiles.segments(directory).size() < 4) {
      log.append(orders, "x".repeat(3000));
    }
    long end = log.end(orders);
    log.close();
    List<Path> indexes = LogFiles.indexes(directory);
    Files.delete(indexes.get(0));
    LogFiles.flip(indexes.get(1), 60);
    Files.write(indexes.get(2), new byte[0]);
    assertThat(Verifying.of(directory).faults).hasSize(3);

    assertThat(Verifying.rebuilding(directory).faults).isEmpty();

    assertThat(Verifying.of(directory).faults).isEmpty();
    byte[] made = Files.readAllBytes(indexes.getFirst());
    log.open();
    assertThat(Files.readAllBytes(indexes.getFirst())).as("used as it is").isEqualTo(made);
    assertThat(log.end(orders)).isEqualTo(end);
    assertThat(TestTransaction.committed(log, orders, 1 << 20))
        .hasSize((int) end - 2)
        .doesNotContain("no");
    assertThat(TestLog.get(log.backend.log().offsetForTimestamp(orders, 0)))
        .hasValueSatisfying(first -> assertThat(first.offset()).isZero());
    log.close();
  }

  @Test
  void theRestIsLeftAsItIs() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition orders = log.partition("orders");
    while (LogFiles.segments(directory).size() < 3) {
      log.append(orders, "x".repeat(3000));
    }
    log.close();
    Path first = LogFiles.segments(directory).getFirst();
    int message = new String(Files.readAllBytes(first), StandardCharsets.ISO_8859_1).indexOf("xxx");
    LogFiles.flip(first, message);
    byte[] damaged = Files.readAllBytes(first);

    assertThat(Verifying.rebuilding(directory).faults).isNotEmpty();

    assertThat(Files.readAllBytes(first)).isEqualTo(damaged);
    assertThat(directory.resolve("stopped")).exists();
    assertThat(directory).isDirectoryNotContaining(file -> file.toString().endsWith(".new"));
  }
}
