package io.weir.backend.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.weir.backend.AppendResult;
import io.weir.backend.AppendResult.Appended;
import io.weir.backend.AppendResult.Duplicate;
import io.weir.backend.BackendException.InvalidBatch;
import io.weir.backend.BackendException.UnknownTopic;
import io.weir.backend.Capabilities.Feature;
import io.weir.backend.PartitionAppend;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

abstract class AppendAllContract extends Contract {

  @Test
  void resultsComeInTheOrderOfTheAppends() {
    TopicDescription one = topic(2, settings());
    TopicPartition p0 = partition(one, 0);
    TopicPartition p1 = partition(one, 1);
    TopicPartition other = partition();
    append(p1, Batch.of("before"));

    List<AppendResult> results =
        get(
            backend
                .log()
                .appendAll(
                    List.of(
                        to(p1, Batch.of("x")),
                        to(other, Batch.of("y", "z")),
                        to(p0, Batch.of("w")))));

    assertThat(results).extracting(AppendResult::baseOffset).containsExactly(1L, 0L, 0L);
    assertThat(values(p0)).containsExactly("w");
    assertThat(values(p1)).containsExactly("before", "x");
    assertThat(values(other)).containsExactly("y", "z");
  }

  @Test
  void aPartitionMayOccurMoreThanOnce() {
    TopicPartition partition = partition();

    List<AppendResult> results =
        get(
            backend
                .log()
                .appendAll(
                    List.of(to(partition, Batch.of("a", "b")), to(partition, Batch.of("c")))));

    assertThat(results).containsExactly(new Appended(0, 0), new Appended(2, 0));
    assertThat(values(partition)).containsExactly("a", "b", "c");
  }

  @Test
  void oneAppendIsAsGoodAsAny() {
    TopicPartition partition = partition();

    assertThat(get(backend.log().appendAll(List.of(to(partition, Batch.of("a"))))))
        .containsExactly(new Appended(0, 0));
  }

  @Test
  void ofSeveralNoneCarriesAProducerId() {
    TopicPartition a = partition();
    TopicPartition b = partition();
    Batch produced = Batch.of("produced").by(get(backend.producers().newProducer()), 0);

    InvalidBatch failure =
        failure(
            InvalidBatch.class, backend.log().appendAll(List.of(to(a, produced), to(b, produced))));

    assertThat(failure.reason()).isEqualTo(InvalidBatch.Reason.INVALID);
    assertThat(get(backend.log().appendAll(List.of(to(a, produced))))).hasSize(1);
    assertThat(get(backend.log().appendAll(List.of(to(a, produced)))))
        .containsExactly(new Duplicate(0));
  }

  @Test
  void theFirstCauseIsWhatTheCallFailsWith() {
    TopicPartition nowhere = new TopicPartition(UUID.randomUUID(), 0);

    failure(
        UnknownTopic.class,
        backend
            .log()
            .appendAll(List.of(to(partition(), Batch.of("a")), to(nowhere, Batch.of("b")))));
  }

  @Test
  void oneThatIsRefusedTakesAllWithIt() {
    needs(Feature.ATOMIC_APPEND);
    TopicPartition a = partition();
    TopicPartition b = partition(settings().withMaxBatchBytes(2000));
    append(b, Batch.of("before"));
    PartitionAppend rubbish = new PartitionAppend(b, give(Unpooled.wrappedBuffer(new byte[99])));

    failure(InvalidBatch.class, backend.log().appendAll(List.of(to(a, Batch.of("a")), rubbish)));
    failure(
        InvalidBatch.class,
        backend
            .log()
            .appendAll(
                List.of(
                    to(a, Batch.of("a")),
                    to(b, Batch.of("b")),
                    to(b, Batch.sized(3000)),
                    to(a, Batch.of("c")))));
    failure(
        UnknownTopic.class,
        backend
            .log()
            .appendAll(
                List.of(
                    to(a, Batch.of("a")), to(new TopicPartition(a.topic(), 5), Batch.of("b")))));

    assertThat(committed(a)).isEmpty();
    assertThat(committed(b)).containsExactly("before");
    get(backend.log().appendAll(List.of(to(a, Batch.of("a")), to(b, Batch.of("b")))));
    assertThat(committed(a)).containsExactly("a");
    assertThat(committed(b)).containsExactly("before", "b");
  }

  @Test
  void allOrNoneIsThereAfterACrash() throws Exception {
    needs(Feature.ATOMIC_APPEND);
    List<TopicPartition> partitions = List.of(partition(), partition(), partition());
    for (int i = 0; i < 10; i++) {
      List<PartitionAppend> appends = new ArrayList<>();
      for (TopicPartition partition : partitions) {
        appends.add(to(partition, Batch.of("all " + i)));
      }
      get(backend.log().appendAll(appends));
    }
    // these are on their way when the process dies: each wholly there afterwards, or not at all
    for (int i = 10; i < 30; i++) {
      List<PartitionAppend> appends = new ArrayList<>();
      for (TopicPartition partition : partitions) {
        appends.add(to(partition, Batch.of("all " + i)));
      }
      backend.log().appendAll(appends);
    }

    crash();

    List<String> first = committed(partitions.getFirst());
    assertThat(first).hasSizeGreaterThanOrEqualTo(10);
    for (TopicPartition partition : partitions) {
      assertThat(committed(partition)).isEqualTo(first);
    }
  }
}
