package io.weir.backend.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.BackendException.OffsetOutOfRange;
import io.weir.backend.Retention;
import io.weir.backend.TopicPartition;
import io.weir.backend.TopicSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes at the beginning of a partition: by trimming, and by retention. */
abstract class TrimContract extends Contract {

  @Test
  void whatLiesBeforeTheNewStartIsGone() {
    TopicPartition partition = partition();
    append(partition, Batch.of("a"));
    append(partition, Batch.of("b"));
    append(partition, Batch.of("c"));

    assertThat(get(backend.log().trim(partition, 2))).isEqualTo(2);

    assertThat(offsets(partition).logStart()).isEqualTo(2);
    assertThat(offsets(partition).highWatermark()).isEqualTo(3);
    assertThat(values(partition)).containsExactly("c");
    OffsetOutOfRange failure =
        failure(OffsetOutOfRange.class, backend.log().read(reading(partition, 1)));
    assertThat(failure.offsets().logStart()).isEqualTo(2);
  }

  @Test
  void aStartInsideABatchServesTheWholeBatch() {
    TopicPartition partition = partition();
    append(partition, Batch.of("a", "b", "c"));

    get(backend.log().trim(partition, 1));

    assertThat(read(partition, 1)).singleElement().extracting(Stored::baseOffset).isEqualTo(0L);
    failure(OffsetOutOfRange.class, backend.log().read(reading(partition, 0)));
  }

  @Test
  void theStartNeverMovesBack() {
    TopicPartition partition = partition();
    append(partition, Batch.of("a", "b", "c"));
    get(backend.log().trim(partition, 2));

    assertThat(get(backend.log().trim(partition, 1))).isEqualTo(2);
    assertThat(get(backend.log().trim(partition, 0))).isEqualTo(2);
    assertThat(offsets(partition).logStart()).isEqualTo(2);
  }

  @Test
  void everythingMayGoAndOffsetsGoOn() {
    TopicPartition partition = partition();
    append(partition, Batch.of("a", "b"));

    assertThat(get(backend.log().trim(partition, 2))).isEqualTo(2);

    assertThat(values(partition)).isEmpty();
    assertThat(append(partition, Batch.of("c"))).isEqualTo(2);
    assertThat(values(partition)).containsExactly("c");
  }

  @Test
  void pastTheEndIsOutOfRangeAndChangesNothing() {
    TopicPartition partition = partition();
    append(partition, Batch.of("a", "b"));

    failure(OffsetOutOfRange.class, backend.log().trim(partition, 3));

    assertThat(values(partition)).containsExactly("a", "b");
  }

  @Test
  void theStartSurvivesARestartAndACrash() throws Exception {
    TopicPartition partition = partition();
    for (String value : List.of("a", "b", "c", "d")) {
      append(partition, Batch.of(value));
    }
    get(backend.log().trim(partition, 1));
    restart();
    assertThat(offsets(partition).logStart()).isEqualTo(1);
    assertThat(values(partition)).containsExactly("b", "c", "d");

    get(backend.log().trim(partition, 4));
    crash();
    assertThat(offsets(partition).logStart()).isEqualTo(4);
    assertThat(end(partition)).isEqualTo(4);
    assertThat(append(partition, Batch.of("e"))).isEqualTo(4);
  }

  @Test
  void retentionByTimeKeepsWhatIsYoungEnough() throws Exception {
    long now = System.currentTimeMillis();
    long hour = 3_600_000;
    TopicSettings settings = settings().withRetention(new Retention(hour, Retention.UNLIMITED));
    TopicPartition partition = partition(settings);
    for (int i = 0; i < 20; i++) {
      append(partition, Batch.at(now - 2 * hour));
    }
    for (int i = 0; i < 20; i++) {
      append(partition, Batch.at(now));
    }

    cleanUp();

    assertThat(offsets(partition).logStart()).isBetween(0L, 20L);
    assertThat(end(partition)).isEqualTo(40);
    assertThat(readAll(partition).getLast().nextOffset()).isEqualTo(40);
    assertThat(readAll(partition).getFirst().baseOffset()).isEqualTo(offsets(partition).logStart());
  }

  @Test
  void retentionBySizeKeepsAtLeastThatMuch() throws Exception {
    Batch batch = Batch.sized(1000);
    int kept = 10 * batch.size();
    TopicSettings settings =
        settings().withRetention(new Retention(settings().retention().millis(), kept));
    TopicPartition partition = partition(settings);
    for (int i = 0; i < 40; i++) {
      append(partition, batch);
    }

    cleanUp();

    assertThat(offsets(partition).logStart()).isBetween(0L, 30L);
    assertThat(readAll(partition)).hasSizeGreaterThanOrEqualTo(10);
    assertThat(end(partition)).isEqualTo(40);
  }

  @Test
  void withoutABoundThatIsReachedNothingGoes() throws Exception {
    TopicPartition partition = partition(settings());
    for (int i = 0; i < 40; i++) {
      append(partition, Batch.at(System.currentTimeMillis()));
    }

    cleanUp();

    assertThat(readAll(partition)).hasSize(40);
  }
}
