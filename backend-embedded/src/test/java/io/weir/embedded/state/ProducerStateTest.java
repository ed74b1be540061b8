package io.weir.embedded.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.TopicSettings;
import io.weir.embedded.state.ProducerState.Verdict;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The five-batch window of a producer. */
class ProducerStateTest {
  private static final int LAST = Integer.MAX_VALUE;

  @Test
  void theLastFiveBatchesAreKnownAndNoMore() {
    ProducerState state = ProducerState.first((short) 0, 0, 9, 100, 0);
    for (int i = 1; i <= 5; i++) {
      state = state.with((short) 0, i * 10, i * 10 + 9, 100 + i * 10, 0);
    }
    assertThat(state.judge((short) 0, 10, 19)).isEqualTo(new Verdict.Known(110));
    assertThat(state.judge((short) 0, 50, 59)).isEqualTo(new Verdict.Known(150));
    assertThat(state.judge((short) 0, 0, 9)).isEqualTo(new Verdict.Gap(60));
    assertThat(state.judge((short) 0, 10, 15)).isEqualTo(new Verdict.Gap(60));
    assertThat(state.judge((short) 0, 60, 60)).isEqualTo(new Verdict.Next());
  }

  @Test
  void sequencesWrapToZeroAlsoInsideABatch() {
    assertThat(ProducerState.lastSequence(LAST - 1, 2)).isEqualTo(LAST);
    assertThat(ProducerState.lastSequence(LAST - 1, 4)).isEqualTo(1);
    ProducerState atEnd = ProducerState.first((short) 0, LAST, LAST, 0, 0);
    assertThat(atEnd.judge((short) 0, 0, 5)).isEqualTo(new Verdict.Next());
    ProducerState over = ProducerState.first((short) 0, LAST - 1, 1, 0, 0);
    assertThat(over.judge((short) 0, 2, 2)).isEqualTo(new Verdict.Next());
    assertThat(over.judge((short) 0, LAST - 1, 1)).isEqualTo(new Verdict.Known(0));
  }

  @Test
  void aNewerEpochBeginsAtZeroAndAnOlderOneIsStale() {
    ProducerState state = ProducerState.first((short) 3, 5, 5, 0, 0);
    assertThat(state.judge((short) 4, 0, 0)).isEqualTo(new Verdict.Next());
    assertThat(state.judge((short) 4, 6, 6)).isEqualTo(new Verdict.Gap(0));
    assertThat(state.judge((short) 2, 6, 6)).isEqualTo(new Verdict.Stale((short) 3));
    ProducerState next = state.with((short) 4, 0, 0, 9, 0);
    assertThat(next.judge((short) 4, 5, 5)).isEqualTo(new Verdict.Gap(1));
  }

  @Test
  void producersAreForgottenByAgeAndByNumberTheLongestSilentFirst() {
    ProducerTable table = new ProducerTable();
    for (int i = 0; i <= ProducerTable.MOST; i++) {
      table.put(new ProducerTable.Key(0, i), ProducerState.first((short) 0, 0, 0, 0, i));
    }
    assertThat(table.size()).isEqualTo(ProducerTable.MOST);
    assertThat(table.get(new ProducerTable.Key(0, 0))).isNull();

    table.expire(ProducerTable.EXPIRY_MILLIS + 1000, partitions(partition(0)));

    assertThat(table.size()).isEqualTo(ProducerTable.MOST - 999);
    assertThat(table.get(new ProducerTable.Key(0, 1000))).isNotNull();
  }

  @Test
  void producersAreForgottenWithTheirPartition() {
    Partition kept = partition(7);
    Partition deleted = partition(8);
    PartitionTable partitions = partitions(kept, deleted);
    ProducerTable table = new ProducerTable();
    for (Partition partition : List.of(kept, deleted)) {
      table.put(
          new ProducerTable.Key(partition.number(), 1),
          ProducerState.first((short) 0, 0, 0, 0, 1000));
    }

    partitions.remove(deleted);
    table.partitionsDeleted();
    table.expire(1000, partitions);

    assertThat(table.get(new ProducerTable.Key(7, 1))).isNotNull();
    assertThat(table.get(new ProducerTable.Key(8, 1))).isNull();
  }

  private static Partition partition(int number) {
    return new Partition(
        new Topic(UUID.randomUUID(), "t", TopicSettings.DEFAULT, new Changes()), 0, number);
  }

  private static PartitionTable partitions(Partition... partitions) {
    PartitionTable table = new PartitionTable();
    for (Partition partition : partitions) {
      table.add(partition);
    }
    return table;
  }
}
