package io.weir.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.load.Consumers;
import io.weir.tests.load.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Holds the log, read again from its beginning, against what was promised and shown. */
final class LogCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String bootstrap;
  private final Ledger ledger;

  LogCheck(String bootstrap, Ledger ledger) {
    this.bootstrap = bootstrap;
    this.ledger = ledger;
  }

  /** Messages 0 to count - 1, in this order, each once, each where it was acknowledged. */
  void holdsEachOnce(TopicPartition partition, long count) {
    List<Long> numbers = read(partition);
    assertThat(numbers).as("%s", partition).hasSize((int) count);
    for (int offset = 0; offset < numbers.size(); offset++) {
      assertThat(numbers.get(offset)).as("%s at %d", partition, offset).isEqualTo(offset);
    }
    Map<Long, Long> acknowledged = ledger.acknowledged(partition);
    assertThat(acknowledged).as("%s", partition).hasSize((int) count);
    acknowledged.forEach(
        (number, offset) ->
            assertThat(offset).as("%s message %d", partition, number).isEqualTo(number));
  }

  /**
   * Every acknowledged message where it was acknowledged; some repeated, but none before its turn.
   */
  void holdsEachAtLeastOnce(TopicPartition partition) {
    List<Long> numbers = read(partition);
    ledger
        .acknowledged(partition)
        .forEach(
            (number, offset) ->
                assertThat(numbers.get(offset.intValue()))
                    .as("%s at %d", partition, offset)
                    .isEqualTo(number));
    assertThat(numbers).as("%s", partition).isSorted().isNotEmpty();
  }

  /** The group's offsets are at least those of the last commit that was acknowledged. */
  void commitsWereKept(String group) {
    Map<TopicPartition, Long> acknowledged = ledger.committed();
    assertThat(acknowledged).isNotEmpty();
    try (Consumer<byte[], byte[]> consumer =
        Consumers.following(bootstrap, Map.of("group.id", group))) {
      Map<TopicPartition, OffsetAndMetadata> kept =
          consumer.committed(acknowledged.keySet(), PATIENCE);
      acknowledged.forEach(
          (partition, offset) ->
              assertThat(kept.get(partition).offset())
                  .as("%s", partition)
                  .isGreaterThanOrEqualTo(offset));
    }
  }

  /**
   * The numbers of all messages by their offset; fails where there is a hole, foreign bytes, or
   * what a reader did not see.
   */
  private List<Long> read(TopicPartition partition) {
    Map<Long, Integer> seen = ledger.seen(partition);
    List<Long> numbers = new ArrayList<>();
    try (Consumer<byte[], byte[]> consumer = Consumers.following(bootstrap, Map.of())) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, 0);
      long end = consumer.endOffsets(List.of(partition), PATIENCE).get(partition);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (consumer.position(partition) < end && System.nanoTime() < deadline) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          assertThat(record.offset()).as("%s", partition).isEqualTo(numbers.size());
          Integer before = seen.remove(record.offset());
          if (before != null) {
            assertThat(Ledger.checksum(record.value()))
                .as("what a reader saw of %s at %d", partition, record.offset())
                .isEqualTo(before);
          }
          numbers.add(Payload.numberOf(partition.toString(), record.value()));
        }
      }
      assertThat(numbers).as("%s", partition).hasSize((int) end);
    }
    assertThat(seen).as("seen in %s and gone", partition).isEmpty();
    return numbers;
  }
}
