package io.weir.backend.reference;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.vertx.core.Future;
import io.weir.backend.BackendException.Fenced;
import io.weir.backend.BackendException.InvalidTransaction;
import io.weir.backend.Capabilities.Feature;
import io.weir.backend.ProducerStore;
import io.weir.backend.TopicPartition;
import io.weir.backend.reference.Store.Phase;
import io.weir.backend.reference.Store.Transaction;
import io.weir.record.BatchBuilder;
import io.weir.record.RecordBatch;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Producers and their transactions; each end of a transaction gives its producer the next epoch.
 */
record ReferenceProducers(ReferenceBackend backend) implements ProducerStore {

  /** Transactions that an earlier life left open run out as well. */
  void resume() {
    synchronized (backend.store) {
      backend.store.transactions.values().stream()
          .filter(t -> t.phase == Phase.OPEN)
          .forEach(this::limit);
    }
  }

  @Override
  public Future<ProducerEpoch> newProducer() {
    return backend.answer(() -> new ProducerEpoch(backend.store.nextProducer++, (short) 0));
  }

  @Override
  public Future<ProducerEpoch> newTransactionalProducer(
      String transactionalId, int timeoutMillis, @Nullable ProducerEpoch expected) {
    return backend.answer(
        () -> {
          backend.require(Feature.TRANSACTIONS);
          Store store = backend.store;
          Transaction known = store.transactions.get(transactionalId);
          if (known == null) {
            known = new Transaction(new ProducerEpoch(store.nextProducer++, (short) 0));
            store.transactions.put(transactionalId, known);
          } else {
            if (expected != null && !expected.equals(known.producer)) {
              throw new Fenced(transactionalId + " belongs to a newer producer");
            }
            if (known.phase == Phase.OPEN) {
              finish(known, Outcome.ABORT);
            } else {
              known.producer = next(known.producer);
            }
            known.endedBy = null;
            known.phase = Phase.EMPTY;
          }
          known.timeoutMillis = timeoutMillis;
          return known.producer;
        });
  }

  @Override
  public Future<Void> enlist(
      String transactionalId, ProducerEpoch producer, Set<TopicPartition> partitions) {
    return backend.answer(
        () -> {
          Transaction transaction = transaction(transactionalId);
          if (!producer.equals(transaction.producer)) {
            throw new Fenced(transactionalId + " belongs to a newer producer");
          }
          partitions.forEach(backend.store::partition);
          if (transaction.phase != Phase.OPEN) {
            transaction.phase = Phase.OPEN;
            transaction.enlisted.clear();
            limit(transaction);
          }
          transaction.enlisted.addAll(partitions);
          return null;
        });
  }

  @Override
  public Future<ProducerEpoch> end(
      String transactionalId, ProducerEpoch producer, Outcome outcome) {
    return backend.answer(
        () -> {
          Transaction transaction = transaction(transactionalId);
          Phase ended = outcome == Outcome.COMMIT ? Phase.COMMITTED : Phase.ABORTED;
          if (producer.equals(transaction.endedBy) && transaction.phase != Phase.OPEN) {
            if (transaction.phase != ended) {
              throw new InvalidTransaction("the transaction has ended the other way");
            }
            return transaction.producer;
          }
          if (!producer.equals(transaction.producer)) {
            throw new Fenced(transactionalId + " belongs to a newer producer");
          }
          if (transaction.phase != Phase.OPEN) {
            throw new InvalidTransaction("no transaction is open");
          }
          finish(transaction, outcome);
          transaction.endedBy = producer;
          return transaction.producer;
        });
  }

  static void checkEnlisted(Store store, TopicPartition partition, RecordBatch batch) {
    Transaction transaction =
        store.transactions.values().stream()
            .filter(t -> t.producer.id() == batch.producerId())
            .findAny()
            .orElse(null);
    if (transaction == null) {
      throw new InvalidTransaction("producer " + batch.producerId() + " has no transactional id");
    }
    if (batch.producerEpoch() < transaction.producer.epoch()) {
      throw new Fenced("a newer producer has taken over");
    }
    if (transaction.phase != Phase.OPEN || !transaction.enlisted.contains(partition)) {
      throw new InvalidTransaction(partition + " is not part of the transaction");
    }
  }

  private Transaction transaction(String transactionalId) {
    backend.require(Feature.TRANSACTIONS);
    Transaction transaction = backend.store.transactions.get(transactionalId);
    if (transaction == null) {
      throw new InvalidTransaction("no producer has the transactional id " + transactionalId);
    }
    return transaction;
  }

  private void limit(Transaction transaction) {
    long serial = ++transaction.serial;
    backend.later(
        transaction.timeoutMillis,
        () -> {
          if (transaction.phase == Phase.OPEN && transaction.serial == serial) {
            finish(transaction, Outcome.ABORT);
          }
        });
  }

  private void finish(Transaction transaction, Outcome outcome) {
    transaction.producer = next(transaction.producer);
    transaction.phase = outcome == Outcome.COMMIT ? Phase.COMMITTED : Phase.ABORTED;
    ByteBuf marker = marker(transaction.producer, outcome);
    for (TopicPartition partition : transaction.enlisted) {
      if (backend.store.topics.containsKey(partition.topic())) {
        backend
            .store
            .partition(partition)
            .mark(RecordBatch.only(marker), outcome == Outcome.COMMIT);
      }
    }
  }

  /** Apache Kafka's end marker: key version 0 and type, value version 0 and coordinator epoch 0. */
  private static ByteBuf marker(ProducerEpoch producer, Outcome outcome) {
    ByteBuf key = Unpooled.copyShort(0, outcome == Outcome.COMMIT ? 1 : 0);
    try (BatchBuilder builder = BatchBuilder.create(UnpooledByteBufAllocator.DEFAULT)) {
      return builder
          .add(System.currentTimeMillis(), key, Unpooled.buffer().writeZero(6), List.of())
          .producer(producer.id(), producer.epoch(), RecordBatch.NONE)
          .transactional()
          .control()
          .build();
    }
  }

  private static ProducerEpoch next(ProducerEpoch producer) {
    return new ProducerEpoch(producer.id(), (short) (producer.epoch() + 1));
  }
}
