package io.weir.backend.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.weir.backend.BackendException.OffsetOutOfRange;
import io.weir.backend.TopicPartition;
import org.junit.jupiter.api.Test;

/** What the owner of a partition has settled goes by and by, and nothing else. */
abstract class SettleContract extends Contract {

  @Test
  void whatIsSettledFromTheLogStartOnGoes() throws Exception {
    TopicPartition partition = lettered("a", "b", "c");

    get(backend.log().settle(partition, 0, 2));
    cleanUp();

    assertThat(offsets(partition).logStart()).isEqualTo(2);
    assertThat(values(partition)).containsExactly("c");
  }

  @Test
  void whatIsNotSettledStays() throws Exception {
    TopicPartition partition = lettered("a", "b", "c", "d", "e");

    get(backend.log().settle(partition, 1, 2));
    get(backend.log().settle(partition, 3, 4));
    cleanUp();

    assertThat(offsets(partition).logStart()).isZero();
    assertThat(values(partition)).containsSubsequence("a", "c", "e");
    assertThat(end(partition)).isEqualTo(5);
  }

  @Test
  void whereSettledRecordsWereAReadFindsTheNext() throws Exception {
    TopicPartition partition = lettered("a", "b", "c", "d");
    get(backend.log().settle(partition, 1, 3));

    cleanUp();

    assertThat(read(partition, 1).getFirst().baseOffset()).isBetween(1L, 3L);
    assertThat(read(partition, 3).getFirst().values()).containsExactly("d");
  }

  @Test
  void aHoleThatMeetsTheLogStartGoesWithIt() throws Exception {
    TopicPartition partition = lettered("a", "b", "c", "d");
    get(backend.log().settle(partition, 1, 3));
    cleanUp();

    get(backend.log().settle(partition, 0, 1));
    cleanUp();

    assertThat(offsets(partition).logStart()).isEqualTo(3);
    assertThat(values(partition)).containsExactly("d");
  }

  @Test
  void aBatchOfWhichOneRecordIsLeftIsServed() throws Exception {
    TopicPartition partition = partition();
    append(partition, Batch.of("a", "b", "c"));

    get(backend.log().settle(partition, 0, 1));
    get(backend.log().settle(partition, 2, 3));
    cleanUp();

    assertThat(read(partition, 1).getFirst().values()).contains("b");
  }

  @Test
  void everythingMayBeSettledAndOffsetsGoOn() throws Exception {
    TopicPartition partition = lettered("a", "b");

    get(backend.log().settle(partition, 0, 2));
    cleanUp();

    assertThat(offsets(partition).logStart()).isEqualTo(2);
    assertThat(values(partition)).isEmpty();
    assertThat(append(partition, Batch.of("c"))).isEqualTo(2);
  }

  @Test
  void settlingAgainIsNothing() throws Exception {
    TopicPartition partition = lettered("a", "b", "c");
    get(backend.log().settle(partition, 0, 2));
    cleanUp();

    get(backend.log().settle(partition, 0, 2));
    get(backend.log().settle(partition, 1, 1));
    cleanUp();

    assertThat(offsets(partition).logStart()).isEqualTo(2);
    assertThat(values(partition)).containsExactly("c");
  }

  @Test
  void pastTheEndIsOutOfRangeAndChangesNothing() throws Exception {
    TopicPartition partition = lettered("a", "b");

    failure(OffsetOutOfRange.class, backend.log().settle(partition, 0, 3));
    cleanUp();

    assertThat(values(partition)).containsExactly("a", "b");
  }

  @Test
  void aRangeBackwardsIsRefused() {
    TopicPartition partition = lettered("a", "b");

    assertThatIllegalArgumentException().isThrownBy(() -> backend.log().settle(partition, 2, 1));
  }

  @Test
  void afterACrashWhatWasNotSettledIsThereAndSettlingGoesOn() throws Exception {
    TopicPartition partition = lettered("a", "b", "c", "d");
    get(backend.log().settle(partition, 0, 1));
    get(backend.log().settle(partition, 2, 3));

    crash();

    assertThat(values(partition)).containsSubsequence("b", "d");
    get(backend.log().settle(partition, 0, 3));
    cleanUp();
    assertThat(offsets(partition).logStart()).isEqualTo(3);
    assertThat(values(partition)).containsExactly("d");
  }

  private TopicPartition lettered(String... values) {
    TopicPartition partition = partition();
    for (String value : values) {
      append(partition, Batch.of(value));
    }
    return partition;
  }
}
