package io.weir.embedded.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.ProducerStore.Outcome;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import io.weir.embedded.TestLog;
import io.weir.embedded.Verifying;
import io.weir.embedded.collection.Collector;
import io.weir.embedded.fixture.LogFiles;
import io.weir.embedded.fixture.TestTransaction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Logs that earlier formats left behind, killed under way: topic orders with two partitions and
 * sixty messages over three or four segments. The second format has six more of transactions that
 * were aborted, and one of a transaction that was open.
 */
class FormatUpgradeTest {
  @TempDir Path directory;

  @Test
  void aLogOfTheFirstFormatIsReadAndGoesOnInTheNewOne() throws IOException {
    unpack("format-1.zip");

    TestLog log = TestLog.in(directory);

    assertThat(directory.resolve("format")).hasContent("weir-log 3");
    assertThat(orders(log)).containsExactlyInAnyOrderElementsOf(sixty());
    TopicPartition first = partitions(log).getFirst();
    new TestTransaction(log, "tx").begin(first).write(first, "order 60 ").end(Outcome.COMMIT);
    log.crash();
    assertThat(orders(log)).hasSize(61).containsAll(sixty()).contains("order 60");
    log.close();
  }

  @Test
  void aLogOfTheSecondFormatIsReadAndItsSegmentsAreCollected() throws IOException {
    unpack("format-2.zip");

    TestLog log = TestLog.in(directory);

    assertThat(directory.resolve("format")).hasContent("weir-log 3");
    assertThat(orders(log)).containsExactlyInAnyOrderElementsOf(sixty());
    TopicPartition second = partitions(log).getLast();
    TestLog.get(log.backend.log().trim(second, log.end(second)));
    List<String> left = orders(log);
    log.sweep();
    TestLog.get(log.backend.collect(Collector.WORTH_PERCENT));
    assertThat(LogFiles.segments(directory).toString()).contains("1073741824.log");
    assertThat(orders(log)).isEqualTo(left);
    log.crash();
    assertThat(orders(log)).isEqualTo(left);
    log.close();
    assertThat(Verifying.of(directory).faults).isEmpty();
  }

  private static List<String> sixty() {
    return IntStream.range(0, 60).mapToObj(i -> "order " + i).toList();
  }

  private static List<String> orders(TestLog log) {
    List<String> orders = new ArrayList<>();
    for (TopicPartition partition : partitions(log)) {
      for (String value : TestTransaction.committed(log, partition, 1 << 20)) {
        orders.add(value.substring(0, value.lastIndexOf(' ')));
      }
    }
    return orders;
  }

  private static List<TopicPartition> partitions(TestLog log) {
    TopicDescription topic =
        TestLog.get(log.backend.topics().list()).stream()
            .filter(each -> each.name().endsWith("orders"))
            .findFirst()
            .orElseThrow();
    return IntStream.range(0, topic.partitions())
        .mapToObj(partition -> new TopicPartition(topic.id(), partition))
        .toList();
  }

  private void unpack(String name) throws IOException {
    try (InputStream in = FormatUpgradeTest.class.getResourceAsStream("/" + name);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Files.copy(zip, directory.resolve(entry.getName()));
      }
    }
  }
}
