package io.weir.backend.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.EpochEnd;
import io.weir.backend.TopicPartition;
import java.util.List;
import org.junit.jupiter.api.Test;

abstract class EpochsContract extends Contract {

  @Test
  void theEpochOfNowEndsAtTheHighWatermark() {
    TopicPartition partition = partition();
    append(partition, Batch.of("a", "b"));
    int epoch = offsets(partition).leaderEpoch();

    assertThat(epoch).isNotNegative();
    assertThat(get(backend.log().endOfEpoch(partition, epoch))).contains(new EpochEnd(epoch, 2));
    assertThat(get(backend.log().endOfEpoch(partition, Integer.MAX_VALUE)))
        .contains(new EpochEnd(epoch, 2));
  }

  @Test
  void anEpochOlderThanAllIsUnknown() {
    TopicPartition partition = partition();
    append(partition, Batch.of("a"));

    assertThat(get(backend.log().endOfEpoch(partition, -1))).isEmpty();
  }

  @Test
  void batchesCarryTheEpochTheyWereWrittenUnder() throws Exception {
    TopicPartition partition = partition();
    append(partition, Batch.of("a"));
    int first = offsets(partition).leaderEpoch();

    crash();
    append(partition, Batch.of("b"));
    int second = offsets(partition).leaderEpoch();

    assertThat(second).isGreaterThanOrEqualTo(first);
    assertThat(readAll(partition)).extracting(Stored::leaderEpoch).containsExactly(first, second);
  }

  @Test
  void everyEpochEndsWhereTheNextBegins() throws Exception {
    TopicPartition partition = partition();
    for (int life = 0; life < 4; life++) {
      append(partition, Batch.of("a", "b"));
      append(partition, Batch.of("c"));
      if (life % 2 == 0) {
        crash();
      } else {
        restart();
      }
    }
    append(partition, Batch.of("last"));

    List<Stored> all = readAll(partition);
    assertThat(all).extracting(Stored::leaderEpoch).isSorted();
    for (Stored batch : all) {
      long end =
          all.stream()
              .filter(later -> later.leaderEpoch() > batch.leaderEpoch())
              .mapToLong(Stored::baseOffset)
              .min()
              .orElse(end(partition));
      assertThat(get(backend.log().endOfEpoch(partition, batch.leaderEpoch())))
          .contains(new EpochEnd(batch.leaderEpoch(), end));
    }
  }
}
