package io.weir.backend.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.backend.AppendResult;
import io.weir.backend.AppendResult.Duplicate;
import io.weir.backend.BackendException.Fenced;
import io.weir.backend.BackendException.InvalidBatch;
import io.weir.backend.BackendException.OutOfOrderSequence;
import io.weir.backend.ProducerStore.ProducerEpoch;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

abstract class ProducersContract extends Contract {

  @Test
  void producerIdsAreNeverGivenOutTwice() throws Exception {
    Set<Long> ids = new HashSet<>();
    for (int i = 0; i < 30; i++) {
      ProducerEpoch producer = get(backend.producers().newProducer());

      assertThat(producer.epoch()).isZero();
      assertThat(producer.id()).isNotNegative();
      assertThat(ids.add(producer.id())).isTrue();
      if (i == 10) {
        restart();
      }
      if (i == 20) {
        crash();
      }
    }
  }

  @Test
  void theLastFiveBatchesSentAgainAreDuplicatesAtTheirPlace() {
    TopicPartition partition = partition();
    ProducerEpoch producer = producer();
    for (int i = 0; i < 7; i++) {
      append(partition, Batch.of("a" + i, "b" + i).by(producer, 2 * i));
    }

    for (int i = 6; i >= 2; i--) {
      AppendResult again =
          get(appending(partition, Batch.of("a" + i, "b" + i).by(producer, 2 * i)));
      assertThat(again).isEqualTo(new Duplicate(2L * i));
    }

    assertThat(end(partition)).isEqualTo(14);
    assertThat(append(partition, Batch.of("next").by(producer, 14))).isEqualTo(14);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 7, 100, Integer.MAX_VALUE})
  void anySequenceButTheNextAndTheLastFiveIsOutOfOrder(int sequence) {
    TopicPartition partition = partition();
    ProducerEpoch producer = producer();
    for (int i = 0; i < 6; i++) {
      append(partition, Batch.of("v" + i).by(producer, i));
    }

    // 0 is the sixth last; 1 and 5 are known with one record, not with two
    Batch odd = sequence == 0 ? Batch.of("odd") : Batch.of("odd", "odd");
    failure(OutOfOrderSequence.class, appending(partition, odd.by(producer, sequence)));

    assertThat(end(partition)).isEqualTo(6);
    assertThat(append(partition, Batch.of("v6").by(producer, 6))).isEqualTo(6);
  }

  @Test
  void aRefusedBatchMovesNoSequence() {
    TopicPartition partition = partition(settings().withMaxBatchBytes(1000));
    ProducerEpoch producer = producer();
    append(partition, Batch.of("a").by(producer, 0));

    failure(InvalidBatch.class, appending(partition, Batch.sized(2000).by(producer, 1)));

    assertThat(append(partition, Batch.of("b").by(producer, 1))).isEqualTo(1);
  }

  @Test
  void aProducerUnknownToThePartitionStartsAnywhere() {
    TopicDescription topic = topic(2, settings());
    ProducerEpoch producer = producer();

    append(partition(topic, 0), Batch.of("a").by(producer, 4000));

    append(partition(topic, 0), Batch.of("b").by(producer, 4001));
    append(partition(topic, 1), Batch.of("c").by(producer, 7));
    failure(
        OutOfOrderSequence.class, appending(partition(topic, 1), Batch.of("d").by(producer, 4002)));
  }

  @Test
  void sequencesWrapFromTheGreatestToZero() {
    TopicPartition partition = partition();
    ProducerEpoch producer = producer();
    int max = Integer.MAX_VALUE;

    append(partition, Batch.of("a", "b", "c").by(producer, max - 4));
    append(partition, Batch.of("d", "e", "f", "g").by(producer, max - 1)); // max-1, max, 0, 1
    append(partition, Batch.of("h").by(producer, 2));

    assertThat(get(appending(partition, Batch.of("d", "e", "f", "g").by(producer, max - 1))))
        .isEqualTo(new Duplicate(3));
    assertThat(get(appending(partition, Batch.of("h").by(producer, 2))))
        .isEqualTo(new Duplicate(7));
    failure(OutOfOrderSequence.class, appending(partition, Batch.of("x").by(producer, 4)));
    append(partition, Batch.of("i").by(producer, 3));
  }

  @Test
  void aBatchThatEndsAtTheGreatestSequenceIsFollowedByZero() {
    TopicPartition partition = partition();
    ProducerEpoch producer = producer();

    append(partition, Batch.of("a", "b").by(producer, Integer.MAX_VALUE - 1));

    append(partition, Batch.of("c").by(producer, 0));
  }

  @Test
  void aNewerEpochBeginsAtZeroAndFencesOlderOnes() {
    TopicPartition partition = partition();
    ProducerEpoch old = producer();
    ProducerEpoch newer = new ProducerEpoch(old.id(), (short) (old.epoch() + 1));
    append(partition, Batch.of("old").by(old, 0));

    failure(OutOfOrderSequence.class, appending(partition, Batch.of("gap").by(newer, 1)));
    append(partition, Batch.of("new").by(newer, 0));

    failure(Fenced.class, appending(partition, Batch.of("late").by(old, 1)));
    failure(Fenced.class, appending(partition, Batch.of("old").by(old, 0)));
    append(partition, Batch.of("newer").by(newer, 1));
    assertThat(values(partition)).containsExactly("old", "new", "newer");
  }

  @Test
  void producersDoNotDisturbOneAnother() {
    TopicPartition partition = partition();
    List<ProducerEpoch> producers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      producers.add(producer());
    }
    for (int sequence = 0; sequence < 5; sequence++) {
      for (ProducerEpoch producer : producers) {
        append(partition, Batch.of(producer.id() + "/" + sequence).by(producer, sequence));
      }
      append(partition, Batch.of("of nobody"));
    }

    for (ProducerEpoch producer : producers) {
      Future<AppendResult> again = appending(partition, Batch.of("again").by(producer, 0));
      assertThat(get(again)).isInstanceOf(Duplicate.class);
    }
    assertThat(values(partition)).hasSize(55);
  }

  @Test
  void manyBatchesInFlightKeepTheirOrder() {
    TopicPartition partition = partition();
    ProducerEpoch producer = producer();
    List<Future<AppendResult>> sent = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      sent.add(appending(partition, Batch.of("v" + i).by(producer, i)));
    }
    // sent again while the first attempts may still be on their way
    for (int i = 95; i < 100; i++) {
      sent.add(appending(partition, Batch.of("v" + i).by(producer, i)));
    }

    for (int i = 0; i < 100; i++) {
      assertThat(get(sent.get(i))).isEqualTo(new AppendResult.Appended(i, 0));
    }
    for (int i = 100; i < 105; i++) {
      assertThat(get(sent.get(i))).isEqualTo(new Duplicate(i - 5L));
    }
    assertThat(end(partition)).isEqualTo(100);
  }

  @Test
  void windowsSurviveARestart() throws Exception {
    assertThatWindowsSurvive(this::restart);
  }

  @Test
  void windowsSurviveACrash() throws Exception {
    assertThatWindowsSurvive(this::crash);
  }

  private void assertThatWindowsSurvive(Ending ending) throws Exception {
    TopicPartition partition = partition();
    ProducerEpoch producer = producer();
    ProducerEpoch newer = new ProducerEpoch(producer.id(), (short) 3);
    append(partition, Batch.of("old").by(producer, 0));
    for (int i = 0; i < 6; i++) {
      append(partition, Batch.of("v" + i).by(newer, i));
    }

    ending.happens();

    for (int i = 1; i < 6; i++) {
      assertThat(get(appending(partition, Batch.of("v" + i).by(newer, i))))
          .isEqualTo(new Duplicate(i + 1L));
    }
    failure(OutOfOrderSequence.class, appending(partition, Batch.of("v0").by(newer, 0)));
    failure(OutOfOrderSequence.class, appending(partition, Batch.of("gap").by(newer, 7)));
    failure(Fenced.class, appending(partition, Batch.of("late").by(producer, 1)));
    assertThat(append(partition, Batch.of("v6").by(newer, 6))).isEqualTo(7);
  }

  private ProducerEpoch producer() {
    return get(backend.producers().newProducer());
  }
}
