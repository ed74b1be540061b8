package io.weir.backend.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.backend.AppendWait;
import io.weir.backend.BackendException.Unavailable;
import io.weir.backend.BackendException.UnknownTopic;
import io.weir.backend.Isolation;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

abstract class AwaitContract extends Contract {

  @ParameterizedTest
  @EnumSource
  void whatIsThereAlreadyIsNotWaitedFor(Isolation isolation) {
    TopicPartition partition = partition();
    append(partition, Batch.of("a"));

    get(backend.log().awaitAppend(partition, 0, isolation).future());
  }

  @ParameterizedTest
  @EnumSource
  void anAppendAtTheOffsetEndsTheWait(Isolation isolation) {
    TopicPartition partition = partition();
    append(partition, Batch.of("a"));
    AppendWait wait = backend.log().awaitAppend(partition, 1, isolation);

    append(partition, Batch.of("b"));

    get(wait.future());
    assertThat(read(partition, 1).getFirst().values()).containsExactly("b");
  }

  @Test
  void anAppendBeforeTheOffsetDoesNotEndTheWait() {
    TopicPartition partition = partition();
    AppendWait far = backend.log().awaitAppend(partition, 2, Isolation.UNCOMMITTED);
    AppendWait near = backend.log().awaitAppend(partition, 1, Isolation.UNCOMMITTED);

    append(partition, Batch.of("a", "b"));
    get(near.future());
    assertThat(far.future().isComplete()).isFalse();

    append(partition, Batch.of("c"));
    get(far.future());
  }

  @Test
  void otherPartitionsDoNotEndTheWait() {
    TopicDescription topic = topic(2, settings());
    AppendWait here = backend.log().awaitAppend(partition(topic, 0), 0, Isolation.UNCOMMITTED);
    AppendWait there = backend.log().awaitAppend(partition(topic, 1), 0, Isolation.UNCOMMITTED);

    append(partition(topic, 1), Batch.of("a"));

    get(there.future());
    assertThat(here.future().isComplete()).isFalse();
  }

  @Test
  void everyoneWhoWaitsIsTold() {
    TopicPartition partition = partition();
    List<AppendWait> waits = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      waits.add(backend.log().awaitAppend(partition, 0, Isolation.COMMITTED));
    }

    append(partition, Batch.of("a"));

    waits.forEach(wait -> get(wait.future()));
  }

  @Test
  void aCancelledWaitNeverCompletes() {
    TopicPartition partition = partition();
    AppendWait cancelled = backend.log().awaitAppend(partition, 0, Isolation.UNCOMMITTED);
    AppendWait other = backend.log().awaitAppend(partition, 0, Isolation.UNCOMMITTED);

    cancelled.cancel();
    append(partition, Batch.of("a"));
    get(other.future());
    append(partition, Batch.of("b"));

    assertThat(cancelled.future().isComplete()).isFalse();
  }

  @Test
  void cancellingAWaitThatIsOverChangesNothing() {
    TopicPartition partition = partition();
    append(partition, Batch.of("a"));
    AppendWait wait = backend.log().awaitAppend(partition, 0, Isolation.UNCOMMITTED);
    get(wait.future());

    wait.cancel();
    wait.cancel();

    assertThat(wait.future().succeeded()).isTrue();
  }

  @Test
  void deletingTheTopicEndsTheWait() {
    TopicPartition partition = partition();
    AppendWait wait = backend.log().awaitAppend(partition, 0, Isolation.COMMITTED);

    get(backend.topics().delete(partition.topic()));

    failure(UnknownTopic.class, wait.future());
  }

  @Test
  void closingTheBackendEndsTheWait() {
    Future<Void> wait = backend.log().awaitAppend(partition(), 0, Isolation.COMMITTED).future();

    get(backend.close());

    failure(Unavailable.class, wait);
  }
}
