package io.weir.embedded;

import io.vertx.core.Future;
import io.weir.backend.BackendException.Unsupported;
import io.weir.backend.ProducerStore;
import io.weir.backend.TopicPartition;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The producers, as callers see them: ids and windows, no transactions. */
final class EmbeddedProducers implements ProducerStore {
  private final Sequencer sequencer;

  EmbeddedProducers(Sequencer sequencer) {
    this.sequencer = sequencer;
  }

  @Override
  public Future<ProducerEpoch> newProducer() {
    ProducerIdTask task = new ProducerIdTask();
    sequencer.submit(task);
    return task.reply().future();
  }

  @Override
  public Future<ProducerEpoch> newTransactionalProducer(
      String transactionalId, int timeoutMillis, @Nullable ProducerEpoch expected) {
    return unsupported();
  }

  @Override
  public Future<Void> enlist(
      String transactionalId, ProducerEpoch producer, Set<TopicPartition> partitions) {
    return unsupported();
  }

  @Override
  public Future<ProducerEpoch> end(
      String transactionalId, ProducerEpoch producer, Outcome outcome) {
    return unsupported();
  }

  private static <T> Future<T> unsupported() {
    return Future.failedFuture(new Unsupported("the embedded log has no transactions"));
  }
}
