package io.weir.backend.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.weir.backend.Isolation;
import io.weir.backend.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Where results arrive, and that no other failure than the contract's escapes. */
abstract class ThreadsContract extends Contract {

  @Test
  void whatIsCalledOnAContextCompletesOnIt() {
    TopicPartition here = partition();
    append(here, Batch.of("a"));
    for (Supplier<Future<?>> call : callsOn(here)) {
      assertThatItCompletesOnItsContext(call);
    }
  }

  @Test
  void whatFailsFailsOnItsContextToo() {
    TopicPartition nowhere = new TopicPartition(new UUID(1, 2), 0);
    for (Supplier<Future<?>> call : callsOn(nowhere)) {
      assertThatItCompletesOnItsContext(call);
    }
    TopicPartition here = partition();
    assertThatItCompletesOnItsContext(() -> backend.log().append(here, give(Unpooled.buffer())));
    assertThatItCompletesOnItsContext(() -> backend.log().read(reading(here, 99)));
  }

  @Test
  void aWaitIsCompletedOnTheContextThatBeganIt() {
    TopicPartition partition = partition();
    Context context = vertx.getOrCreateContext();
    Promise<Void> waiting = Promise.promise();
    Promise<Boolean> sameContext = Promise.promise();

    context.runOnContext(
        go -> {
          backend
              .log()
              .awaitAppend(partition, 0, Isolation.COMMITTED)
              .future()
              .onComplete(done -> sameContext.complete(Vertx.currentContext() == context));
          waiting.complete();
        });
    get(waiting.future());
    append(partition, Batch.of("a"));

    assertThat(get(sameContext.future())).isTrue();
  }

  @Test
  void callsOfOneContextOnOnePartitionCompleteInTheirOrder() {
    TopicPartition partition = partition();
    Context context = vertx.getOrCreateContext();
    List<Integer> completed = new ArrayList<>();
    Promise<List<Integer>> all = Promise.promise();
    int calls = 100;

    context.runOnContext(
        go -> {
          for (int i = 0; i < calls; i++) {
            int number = i;
            backend
                .log()
                .append(partition, give(Batch.of("v" + i)))
                .onComplete(
                    done -> {
                      completed.add(number);
                      if (completed.size() == calls) {
                        all.complete(completed);
                      }
                    });
          }
        });

    assertThat(get(all.future())).isSorted();
  }

  private List<Supplier<Future<?>>> callsOn(TopicPartition partition) {
    return List.of(
        () -> appending(partition, Batch.of("x")),
        () -> backend.log().appendAll(List.of(to(partition, Batch.of("x")))),
        () -> backend.log().read(reading(partition, 0)).onSuccess(r -> r.batches().release()),
        () -> backend.log().offsets(partition),
        () -> backend.log().awaitAppend(partition, 0, Isolation.COMMITTED).future(),
        () -> backend.log().offsetForTimestamp(partition, 0),
        () -> backend.log().offsetOfMaxTimestamp(partition),
        () -> backend.log().endOfEpoch(partition, 0),
        () -> backend.log().trim(partition, 0),
        () -> backend.log().claim(partition),
        () -> backend.topics().list(),
        () -> backend.topics().sizes(List.of(partition.topic())),
        () -> backend.topics().create("made-" + UUID.randomUUID(), 1, settings()),
        () -> backend.topics().alter(partition.topic(), 2, settings()),
        () -> backend.producers().newProducer());
  }

  private void assertThatItCompletesOnItsContext(Supplier<Future<?>> call) {
    Context context = vertx.getOrCreateContext();
    Promise<Boolean> sameContext = Promise.promise();
    context.runOnContext(
        go ->
            call.get().onComplete(done -> sameContext.complete(Vertx.currentContext() == context)));
    assertThat(get(sameContext.future())).as("completed on the caller's context").isTrue();
  }
}
