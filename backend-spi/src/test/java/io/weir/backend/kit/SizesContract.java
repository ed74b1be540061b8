package io.weir.backend.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.backend.Capabilities.Feature;
import io.weir.backend.Cleanup;
import io.weir.backend.Compaction;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How much topics keep. */
abstract class SizesContract extends Contract {
  /** Together more than the smallest segment of any log. */
  private static final int BATCHES = 40;

  private static final Batch LARGE = Batch.sized(100_000);

  @Test
  void allPartitionsCountAndTheAnswerIsInTheOrderOfTheTopics() {
    TopicDescription empty = topic(3, settings());
    TopicDescription spread = topic(3, settings());
    TopicDescription single = topic(1, settings());
    Batch some = Batch.of("some");
    Batch more = Batch.of("more", "and more");
    append(partition(spread, 0), some);
    append(partition(spread, 2), more);
    append(partition(spread, 2), some);
    append(partition(single, 0), more);

    long inSpread = 2L * some.size() + more.size();
    long inSingle = more.size();
    assertThat(sizes(single.id(), empty.id(), spread.id(), single.id()))
        .containsExactly(inSingle, 0, inSpread, inSingle);
    assertThat(sizes()).isEmpty();
  }

  @Test
  void whatIsNotThereHasNoBytes() {
    TopicPartition deleted = partition();
    append(deleted, Batch.of("deleted"));
    get(backend.topics().delete(deleted.topic()));
    TopicPartition there = partition();
    Batch batch = Batch.of("there");
    append(there, batch);

    assertThat(sizes(deleted.topic(), there.topic(), new UUID(1, 2)))
        .containsExactly(0, batch.size(), 0);
  }

  @Test
  void theyAreTheSameAfterARestartAndACrash() throws Exception {
    TopicPartition partition = partition();
    fill(partition);
    long[] before = sizes(partition.topic());

    restart();
    assertThat(sizes(partition.topic())).isEqualTo(before);
    crash();
    assertThat(sizes(partition.topic())).isEqualTo(before);
  }

  @Test
  void whatWasTrimmedCountsNoMoreOnceItsSpaceIsFreed() throws Exception {
    TopicPartition partition = partition();
    fill(partition);

    get(backend.log().trim(partition, BATCHES - 1));
    cleanUp();

    assertLittleIsLeft(partition);
    restart();
    assertLittleIsLeft(partition);
  }

  @Test
  void whatWasCompactedCountsNoMoreOnceItsSpaceIsFreed() throws Exception {
    needs(Feature.COMPACTION);
    TopicPartition partition =
        partition(
            settings()
                .withCleanup(Cleanup.COMPACT)
                .withCompaction(Compaction.DEFAULT.withDirtyRatio(0)));
    String body = LARGE.entries().getFirst().value();
    for (int i = 0; i < BATCHES; i++) {
      append(partition, Batch.keyed("key", body));
    }

    cleanUp();

    assertLittleIsLeft(partition);
    restart();
    assertLittleIsLeft(partition);
  }

  private void fill(TopicPartition partition) {
    List<Future<?>> appends = new ArrayList<>();
    for (int i = 0; i < BATCHES; i++) {
      appends.add(appending(partition, LARGE));
    }
    appends.forEach(Contract::get);
    assertThat(sizes(partition.topic())).containsExactly((long) BATCHES * LARGE.size());
  }

  /** No less than the batch that is there; a backend that frees whole segments keeps some more. */
  private void assertLittleIsLeft(TopicPartition partition) {
    assertThat(sizes(partition.topic())[0])
        .isBetween((long) LARGE.size(), (long) BATCHES / 2 * LARGE.size());
  }

  private long[] sizes(UUID... topics) {
    return get(backend.topics().sizes(List.of(topics)));
  }
}
