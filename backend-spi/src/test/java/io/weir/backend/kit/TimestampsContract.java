package io.weir.backend.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.TimestampedOffset;
import io.weir.backend.TopicPartition;
import io.weir.record.Compression;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

abstract class TimestampsContract extends Contract {
  private static final long T = 1_700_000_000_000L;

  @ParameterizedTest
  @EnumSource
  void theFirstRecordNotBeforeATimeIsFoundAlsoInsideABatch(Compression compression)
      throws Exception {
    TopicPartition partition = partition();
    append(partition, Batch.at(T, T + 10, T + 20).compressed(compression));
    append(partition, Batch.at(T + 30, T + 40).compressed(compression));
    append(partition, Batch.at(T + 50).compressed(compression));

    for (int life = 0; life < 2; life++) {
      assertThat(offsetFor(partition, 0)).contains(0L);
      assertThat(offsetFor(partition, T)).contains(0L);
      assertThat(offsetFor(partition, T + 1)).contains(1L);
      assertThat(offsetFor(partition, T + 20)).contains(2L);
      assertThat(offsetFor(partition, T + 21)).contains(3L);
      assertThat(offsetFor(partition, T + 40)).contains(4L);
      assertThat(offsetFor(partition, T + 50)).contains(5L);
      assertThat(offsetFor(partition, T + 51)).isEmpty();
      restart();
    }
  }

  @Test
  void theAnswerCarriesTheRecordsOwnTimeAndEpoch() {
    TopicPartition partition = partition();
    append(partition, Batch.at(T, T + 10));

    TimestampedOffset found = get(backend.log().offsetForTimestamp(partition, T + 5)).orElseThrow();

    assertThat(found).isEqualTo(new TimestampedOffset(1, T + 10, offsets(partition).leaderEpoch()));
  }

  @Test
  void ofRecordsOfOneTimeTheFirstIsFound() {
    TopicPartition partition = partition();
    append(partition, Batch.at(T));
    append(partition, Batch.at(T + 10, T + 10));
    append(partition, Batch.at(T + 10));

    assertThat(offsetFor(partition, T + 10)).contains(1L);
    assertThat(offsetOfMax(partition)).contains(1L);
  }

  @Test
  void timesThatGoBackAreSearchedInTheOrderOfOffsets() {
    TopicPartition partition = partition();
    append(partition, Batch.at(T + 100, T + 20));
    append(partition, Batch.at(T + 50, T + 300, T + 10));
    append(partition, Batch.at(T + 200));

    assertThat(offsetFor(partition, T + 30)).contains(0L);
    assertThat(offsetFor(partition, T + 101)).contains(3L);
    assertThat(offsetFor(partition, T + 301)).isEmpty();
    assertThat(offsetOfMax(partition)).contains(3L);
  }

  @Test
  void anEmptyPartitionHasNoTimes() {
    TopicPartition partition = partition();

    assertThat(offsetFor(partition, 0)).isEmpty();
    assertThat(offsetOfMax(partition)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void theGreatestTimeIsFoundToTheRecord(Compression compression) throws Exception {
    TopicPartition partition = partition();
    append(partition, Batch.at(T, T + 7, T + 3).compressed(compression));
    assertThat(offsetOfMax(partition)).contains(1L);
    append(partition, Batch.at(T + 8).compressed(compression));
    assertThat(offsetOfMax(partition)).contains(3L);

    restart();
    assertThat(offsetOfMax(partition)).contains(3L);
  }

  @Test
  void whatIsTrimmedAwayIsNotFound() {
    TopicPartition partition = partition();
    append(partition, Batch.at(T + 99, T, T + 10, T + 20));
    append(partition, Batch.at(T + 30));

    get(backend.log().trim(partition, 2));

    assertThat(offsetFor(partition, T)).contains(2L);
    assertThat(offsetOfMax(partition)).contains(4L);
    get(backend.log().trim(partition, 5));
    assertThat(offsetFor(partition, T)).isEmpty();
    assertThat(offsetOfMax(partition)).isEmpty();
  }

  private Optional<Long> offsetFor(TopicPartition partition, long timestamp) {
    return get(backend.log().offsetForTimestamp(partition, timestamp))
        .map(TimestampedOffset::offset);
  }

  private Optional<Long> offsetOfMax(TopicPartition partition) {
    return get(backend.log().offsetOfMaxTimestamp(partition)).map(TimestampedOffset::offset);
  }
}
