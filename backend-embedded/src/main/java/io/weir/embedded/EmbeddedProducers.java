package io.weir.embedded;

import io.vertx.core.Future;
import io.weir.backend.BackendException;
import io.weir.backend.BackendException.InvalidTransaction;
import io.weir.backend.ProducerStore;
import io.weir.backend.TopicPartition;
import io.weir.embedded.sequencer.MetaTask;
import io.weir.embedded.sequencer.Sequencer;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.Partition;
import io.weir.embedded.task.HousekeepingTask;
import io.weir.embedded.task.ProducerIdTask;
import io.weir.embedded.task.TransactionTasks;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The producers and their transactions, as callers see them. */
public final class EmbeddedProducers implements ProducerStore {
  private static final int MOST_ID_BYTES = 640;

  private final LogState state;
  private final Sequencer sequencer;

  EmbeddedProducers(LogState state, Sequencer sequencer) {
    this.state = state;
    this.sequencer = sequencer;
  }

  @Override
  public Future<ProducerEpoch> newProducer() {
    return submit(new ProducerIdTask());
  }

  @Override
  public Future<ProducerEpoch> newTransactionalProducer(
      String transactionalId, int timeoutMillis, @Nullable ProducerEpoch expected) {
    int bytes = transactionalId.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > MOST_ID_BYTES) {
      return Future.failedFuture(
          new InvalidTransaction(
              "a transactional id of %d bytes; it has 1 to %d".formatted(bytes, MOST_ID_BYTES)));
    }
    return submit(new TransactionTasks.Begin(transactionalId, timeoutMillis, expected, state));
  }

  @Override
  public Future<Void> enlist(
      String transactionalId, ProducerEpoch producer, Set<TopicPartition> partitions) {
    List<Partition> found = new ArrayList<>(partitions.size());
    try {
      partitions.forEach(partition -> found.add(state.partition(partition)));
    } catch (BackendException e) {
      return Future.failedFuture(e);
    }
    return submit(new TransactionTasks.Enlist(transactionalId, producer, found, state));
  }

  @Override
  public Future<ProducerEpoch> end(
      String transactionalId, ProducerEpoch producer, Outcome outcome) {
    return submit(new TransactionTasks.End(transactionalId, producer, outcome, state));
  }

  /** Aborts what was left open for too long, or must not be committed. */
  public void endOverdue(long nowMillis) {
    if (state.transactions().isAnyOpen()) {
      sequencer.submit(
          new HousekeepingTask(
              unused ->
                  state
                      .transactions()
                      .overdue(nowMillis)
                      .forEach(each -> sequencer.submit(new TransactionTasks.Abort(each, state)))));
    }
  }

  private <T> Future<T> submit(MetaTask<T> task) {
    sequencer.submit(task);
    return task.reply().future();
  }
}
