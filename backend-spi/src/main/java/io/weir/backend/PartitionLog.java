package io.weir.backend;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * The partitions: sequences of record batches under dense, growing offsets.
 *
 * <p>A partition has, from left to right, a <em>log start offset</em> (what lies before it is
 * gone), a <em>last stable offset</em> (before it no transaction is open), a <em>high
 * watermark</em> (what lies before it is as durable as the topic promises; nobody sees more) and an
 * end. An offset that any reader was shown is never given to another record. What a completed
 * append wrote, every read after it sees.
 *
 * <p>Every method fails with {@link BackendException.UnknownTopic} for a partition that is not
 * there, and with {@link BackendException.Unavailable} when the backend cannot answer now.
 */
public interface PartitionLog {

  /**
   * Appends one batch to one partition.
   *
   * <p>The batch's base offset and leader epoch are assigned; nothing else of it changes. Control
   * batches are the log's own and not taken. Producer fields mean what they mean in Apache Kafka:
   * the last five batches of each producer are known per partition; one of them sent again is a
   * {@link AppendResult.Duplicate}; any other sequence but the next is {@link
   * BackendException.OutOfOrderSequence}; an epoch older than the newest seen is {@link
   * BackendException.Fenced}, and a newer one begins with sequence 0. A producer that the partition
   * does not know starts at any sequence.
   *
   * @param batch exactly one batch, valid by {@link io.weir.record.RecordBatch#validate}; given
   *     away
   * @return completes when the batch is as durable as the topic promises; fails with {@link
   *     BackendException.InvalidBatch} (also: too large for the topic), {@link
   *     BackendException.Full}, {@link BackendException.Throttled}; after such a failure the batch
   *     is not in the log. After {@link BackendException.Unavailable} it may be; a producer with an
   *     id asks again and cannot write it twice.
   */
  Future<AppendResult> append(TopicPartition partition, ByteBuf batch);

  /**
   * Appends one batch to each of several partitions in one call; a partition may occur more than
   * once.
   *
   * <p>Atomic if {@link Capabilities.Feature#ATOMIC_APPEND} is declared: then {@link
   * Isolation#COMMITTED committed} readers see either all batches, also after a crash, or none and
   * the call fails with the first cause. Without it, batches may be in the log although the call
   * failed.
   *
   * <p>Batches of a call for several carry no producer id, else they are {@link
   * BackendException.InvalidBatch}: a backend whose means of atomicity are its own transactions
   * writes producer fields of its own there, and markers behind the batches.
   *
   * @param appends at least one; all buffers are given away
   * @return the results in the order of the appends; fails with {@link
   *     BackendException.InvalidBatch} also when they are more than the backend ever takes in one
   *     call: together no more than {@link Capabilities#maxBatchBytes}, and a backend may count
   *     some bytes more for each batch
   */
  Future<List<AppendResult>> appendAll(List<PartitionAppend> appends);

  /**
   * Begins a reign over a state partition: a partition that one writer at a time owns. Every
   * earlier reign over it is over: from this call's completion on, its appends fail with {@link
   * BackendException.Fenced} and leave nothing readable behind.
   *
   * @return fails with {@link BackendException.Full} where not even what is kept free for the log's
   *     own records has room
   */
  Future<Claim> claim(TopicPartition partition);

  /**
   * Reads whole batches.
   *
   * @return fails with {@link BackendException.OffsetOutOfRange} if the offset lies before the log
   *     start offset or after the high watermark, and with {@link BackendException.Corrupt} if
   *     bytes there fail their checksum: what can be read after them is named in the exception
   */
  Future<ReadResult> read(Read read);

  /**
   * Reads whole batches that may have records with a key, ascending. None that has one is passed
   * over; ones that have none may be among them, and every batch has other records than those
   * looked for. Records without a key are found by no key, an empty key is one like others. Records
   * before the offset asked for may be found in the first batch.
   *
   * <p>For {@link Isolation#COMMITTED} what was aborted is left out, for no marker that ends an
   * aborted transaction would be among the batches.
   *
   * <p>A call looks at no more than its backend finds bearable, and then comes back with what it
   * has, also with nothing: {@link KeyReadResult#next} says where to go on. Where the topic has
   * {@link TopicSettings#keyIndex} that is seldom; where it has not, or got it later, everything is
   * looked through in steps.
   *
   * @return fails with {@link BackendException.OffsetOutOfRange} if the offset lies before the log
   *     start offset or after the high watermark; with {@link BackendException.Corrupt} if at the
   *     offset bytes fail their checksum of which nobody can say that the key is not among them:
   *     where to go on after them is named in the exception. Damage that lies further on ends the
   *     read before it. With {@link BackendException.Unsupported} where {@link
   *     Capabilities.Feature#KEY_INDEX} is not declared
   * @throws IllegalArgumentException if {@code maxBytes} is less than 1
   */
  Future<KeyReadResult> readByKey(KeyRead read);

  /**
   * Waits until there is something to read at an offset: until the high watermark (for {@link
   * Isolation#COMMITTED}, the last stable offset) exceeds it. The future completes at once if so
   * already; it fails if the topic is deleted.
   */
  AppendWait awaitAppend(TopicPartition partition, long offset, Isolation isolation);

  /** Where the partition begins and ends now. */
  Future<Offsets> offsets(TopicPartition partition);

  /**
   * The first record whose timestamp is not before a given one, exact to the record also inside a
   * compressed batch; empty if there is none before the high watermark.
   *
   * @param timestamp milliseconds since 1970
   */
  Future<Optional<TimestampedOffset>> offsetForTimestamp(TopicPartition partition, long timestamp);

  /** The first record with the greatest timestamp; empty if the partition is. */
  Future<Optional<TimestampedOffset>> offsetOfMaxTimestamp(TopicPartition partition);

  /**
   * Where a leader epoch ended: the largest epoch not after the one asked for, and the offset after
   * its last record. For an epoch older than anything known: empty, or that epoch with the offset
   * where the oldest known one begins, which is as good to whoever truncates by it.
   */
  Future<Optional<EpochEnd>> endOfEpoch(TopicPartition partition, int epoch);

  /**
   * Forgets all records before an offset: it becomes the log start offset, unless that is already
   * greater. Disk space is freed when the backend gets to it.
   *
   * @return the log start offset; fails with {@link BackendException.OffsetOutOfRange} past the
   *     high watermark, and with {@link BackendException.Full} where not even what is kept free for
   *     the log's own records has room
   */
  Future<Long> trim(TopicPartition partition, long beforeOffset);

  /**
   * Says that the records from one offset to before another are settled: nobody will read them any
   * more. It is for the sole owner of a partition, such as a queue, and its backend frees their
   * space when it gets to it: where everything from the log start on is settled, that moves; in the
   * middle, a read finds what is left, from the next record that is there on.
   *
   * <p>Cheap, and a hint: the backend may keep settled records for any time, and what it has not
   * yet carried out it forgets over a restart, or when it is told of more ranges than it keeps. So
   * an owner, who must know what is settled anyway, says it again: after a restart all of it, and
   * with every step of its floor all that is before that. What was not settled is never touched.
   * What lies before the log start may be settled, and settled again.
   *
   * @param before not past the high watermark
   * @return completes when the backend knows; fails with {@link BackendException.OffsetOutOfRange}
   *     past the high watermark
   * @throws IllegalArgumentException if {@code from} is greater than {@code before}
   */
  Future<Void> settle(TopicPartition partition, long from, long before);
}
