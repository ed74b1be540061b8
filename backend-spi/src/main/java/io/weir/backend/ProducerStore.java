package io.weir.backend;

import io.vertx.core.Future;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Producers: who may write which sequence, and what belongs to which transaction, with the meaning
 * these have in Apache Kafka. Methods that take a transactional id, and {@link #enlist} and {@link
 * #end}, need {@link Capabilities.Feature#TRANSACTIONS}; without it they fail with {@link
 * BackendException.Unsupported}, and so does the append of a transactional batch.
 *
 * <p>Every method fails with {@link BackendException.Unavailable} when the backend cannot answer
 * now, and with {@link BackendException.Full} where not even what is kept free for the log's own
 * records has room. {@link #enlist} and {@link #end} fail with {@link BackendException.Fenced} for
 * whoever no longer holds the id.
 */
public interface ProducerStore {

  /** A new producer id with epoch 0, never given out before. */
  Future<ProducerEpoch> newProducer();

  /**
   * The producer behind a transactional id, with its next epoch: every earlier holder is fenced,
   * its open transaction aborted.
   *
   * @param transactionalId unique in the backend, 1 to 640 bytes of UTF-8
   * @param timeoutMillis after which a transaction left open is aborted; more than the backend
   *     allows is {@link BackendException.Unsupported}
   * @param expected the id and epoch that the caller holds, or null; if the store's are newer the
   *     caller is {@link BackendException.Fenced}
   */
  Future<ProducerEpoch> newTransactionalProducer(
      String transactionalId, int timeoutMillis, @Nullable ProducerEpoch expected);

  /**
   * Makes partitions part of the producer's transaction, and begins one if none is open. A
   * transactional batch for a partition that is not enlisted is refused ({@link
   * BackendException.InvalidTransaction}).
   *
   * @return fails with {@link BackendException.UnknownTopic} for a partition that is not there
   */
  Future<Void> enlist(
      String transactionalId, ProducerEpoch producer, Set<TopicPartition> partitions);

  /**
   * Ends the open transaction: atomically over all its partitions, also after a crash. Behind the
   * transaction's batches each partition gets a marker, a control batch in Apache Kafka's format,
   * that takes an offset like any record. Ending twice with the same outcome is no failure; with
   * another one, {@link BackendException.InvalidTransaction}.
   *
   * @return completes when the outcome is durable, so that nothing can change it any more, with
   *     what the producer writes as from now on: a backend may give it a new epoch (whose sequences
   *     begin with 0), so that nothing late slips into its next transaction. On a cluster the
   *     markers, and with them the last stable offsets, follow a moment later
   */
  Future<ProducerEpoch> end(String transactionalId, ProducerEpoch producer, Outcome outcome);

  /** A producer in one of its lives. */
  record ProducerEpoch(long id, short epoch) {}

  /** How a transaction ends. */
  enum Outcome {
    COMMIT,
    ABORT
  }
}
