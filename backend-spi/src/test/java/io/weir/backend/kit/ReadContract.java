package io.weir.backend.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.BackendException.OffsetOutOfRange;
import io.weir.backend.Isolation;
import io.weir.backend.Offsets;
import io.weir.backend.Read;
import io.weir.backend.ReadResult;
import io.weir.backend.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

abstract class ReadContract extends Contract {

  @Test
  void anOffsetInsideABatchGivesTheWholeBatch() {
    TopicPartition partition = partition();
    append(partition, Batch.of("a"));
    append(partition, Batch.of("b", "c", "d"));
    append(partition, Batch.of("e"));

    for (long inside = 1; inside <= 3; inside++) {
      List<Stored> read = read(partition, inside);

      assertThat(read.getFirst().baseOffset()).isEqualTo(1);
      assertThat(read.getFirst().values()).containsExactly("b", "c", "d");
    }
  }

  @ParameterizedTest
  @EnumSource
  void atTheEndThereIsNothing(Isolation isolation) {
    TopicPartition partition = partition();
    append(partition, Batch.of("a", "b"));

    assertThat(read(new Read(partition, 2, PLENTY, isolation))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, 4, Long.MAX_VALUE})
  void outsideOfWhatIsThereIsOutOfRange(long offset) {
    TopicPartition partition = partition();
    append(partition, Batch.of("a", "b", "c"));

    OffsetOutOfRange failure =
        failure(OffsetOutOfRange.class, backend.log().read(reading(partition, offset)));

    assertThat(failure.offsets()).isEqualTo(offsets(partition));
  }

  @Test
  void theResultSaysWhereThePartitionBeginsAndEnds() {
    TopicPartition partition = partition();
    append(partition, Batch.of("a", "b", "c"));
    get(backend.log().trim(partition, 1));

    ReadResult result = get(backend.log().read(reading(partition, 1)));
    result.batches().release();

    Offsets offsets = result.offsets();
    assertThat(offsets).isEqualTo(offsets(partition));
    assertThat(offsets.logStart()).isEqualTo(1);
    assertThat(offsets.lastStable()).isEqualTo(3);
    assertThat(offsets.highWatermark()).isEqualTo(3);
    assertThat(result.aborted()).isEmpty();
  }

  @Test
  void noMoreThanMaxBytesComesInWholeBatches() {
    TopicPartition partition = partition();
    int size = Batch.sized(1000).size();
    for (int i = 0; i < 10; i++) {
      append(partition, Batch.sized(1000));
    }

    int maxBytes = 3 * size + 1;
    List<Stored> seen = new ArrayList<>();
    while (seen.size() < 10) {
      long next = seen.isEmpty() ? 0 : seen.getLast().nextOffset();
      ReadResult result =
          get(backend.log().read(new Read(partition, next, maxBytes, Isolation.UNCOMMITTED)));
      assertThat(result.batches().readableBytes()).isBetween(size, 3 * size);
      seen.addAll(Stored.in(result.batches()));
      result.batches().release();
    }
    assertThat(seen).isEqualTo(readAll(partition));
  }

  @Test
  void theFirstBatchComesHoweverSmallMaxBytesIs() {
    TopicPartition partition = partition();
    append(partition, Batch.sized(5000));
    append(partition, Batch.of("small"));

    List<Stored> read = read(new Read(partition, 0, 1, Isolation.UNCOMMITTED));

    assertThat(read).singleElement().extracting(Stored::nextOffset).isEqualTo(1L);
  }

  @Test
  void whatWasReadStaysReadableUntilReleased() {
    TopicPartition partition = partition();
    append(partition, Batch.of("a", "b"));
    ReadResult held = get(backend.log().read(reading(partition, 0)));

    for (int i = 0; i < 50; i++) {
      append(partition, Batch.sized(10_000));
    }
    get(backend.log().trim(partition, 50));
    get(backend.topics().delete(partition.topic()));
    get(backend.close());

    assertThat(Stored.in(held.batches()).getFirst().values()).containsExactly("a", "b");
    held.batches().release();
  }

  @Test
  void manyReadersSeeTheSame() {
    TopicPartition partition = partition();
    for (int i = 0; i < 20; i++) {
      append(partition, Batch.of("v" + i));
    }
    List<ReadResult> results = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      results.add(get(backend.log().read(reading(partition, 5))));
    }

    List<Stored> expected = read(partition, 5);
    for (ReadResult result : results) {
      assertThat(Stored.in(result.batches())).isEqualTo(expected);
      result.batches().release();
    }
  }
}
