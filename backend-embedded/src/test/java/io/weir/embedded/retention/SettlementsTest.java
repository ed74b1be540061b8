package io.weir.embedded.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.backend.TopicPartition;
import io.weir.backend.TopicSettings;
import io.weir.embedded.TestLog;
import io.weir.embedded.fixture.LogFiles;
import io.weir.embedded.state.Changes;
import io.weir.embedded.state.Partition;
import io.weir.embedded.state.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettlementsTest {
  @TempDir Path directory;

  private final Settlements settlements = new Settlements();

  @Test
  void soManyRangesAreKeptOfAPartitionAndNoMore() {
    Partition partition = partition();
    for (int i = 0; i < Settlements.MOST_RANGES + 1; i++) {
      settlements.add(partition, 2L * i + 1, 2L * i + 2);
    }

    long last = 2L * Settlements.MOST_RANGES;
    assertThat(settlements.covers(partition, last - 1, last)).isTrue();
    assertThat(settlements.covers(partition, last + 1, last + 2)).isFalse();

    settlements.add(partition, last, last + 2);
    assertThat(settlements.covers(partition, last - 1, last + 2))
        .as("what meets a range is taken all the same")
        .isTrue();
  }

  @Test
  void whatIsCarriedOutIsForgotten() {
    Partition partition = partition();
    settlements.add(partition, 0, 3);
    settlements.add(partition, 5, 6);
    assertThat(settlements.due(partition)).isEqualTo(3);

    partition.moveLogStart(3);
    settlements.carriedOut(partition);
    assertThat(settlements.partitions()).containsExactly(partition);

    partition.moveLogStart(6);
    settlements.carriedOut(partition);
    assertThat(settlements.partitions()).isEmpty();
  }

  @Test
  void nothingIsKeptOfATopicThatIsDeleted() {
    Partition partition = partition();
    settlements.add(partition, 0, 3);

    partition.topic().markDeleted();
    settlements.carriedOut(partition);

    assertThat(settlements.partitions()).isEmpty();
  }

  @Test
  void aSettlementMovesTheLogStartWithTheNextSweepAndItsSegmentsGo() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition queue = log.partition("queue");
    while (LogFiles.segments(directory).size() < 4) {
      log.append(queue, "x".repeat(3000));
    }
    log.backend.awaitSegments();

    TestLog.get(log.backend.log().settle(queue, 0, log.end(queue)));
    log.sweep();

    assertThat(log.start(queue)).isEqualTo(log.end(queue));
    await()
        .untilAsserted(
            () ->
                assertThat(LogFiles.segments(directory))
                    .as("the newest sealed one and the last; files go when nobody reads them")
                    .hasSize(2));
    log.close();
  }

  private static Partition partition() {
    Topic topic = new Topic(UUID.randomUUID(), "t", TopicSettings.DEFAULT, new Changes());
    return new Partition(topic, 0, 1);
  }
}
