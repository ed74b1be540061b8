package io.weir.backend.reference;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.weir.backend.AppendResult;
import io.weir.backend.AppendWait;
import io.weir.backend.BackendException;
import io.weir.backend.BackendException.InvalidBatch;
import io.weir.backend.BackendException.InvalidBatch.Reason;
import io.weir.backend.Capabilities.Feature;
import io.weir.backend.Claim;
import io.weir.backend.EpochEnd;
import io.weir.backend.Isolation;
import io.weir.backend.KeyRead;
import io.weir.backend.KeyReadResult;
import io.weir.backend.Offsets;
import io.weir.backend.PartitionAppend;
import io.weir.backend.PartitionLog;
import io.weir.backend.Read;
import io.weir.backend.ReadResult;
import io.weir.backend.TimestampedOffset;
import io.weir.backend.TopicPartition;
import io.weir.record.InvalidBatchException;
import io.weir.record.RecordBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Partitions as lists. A claimed partition is written by its last claim alone. */
record ReferenceLog(ReferenceBackend backend) implements PartitionLog {
  private static final long UNCLAIMED = 0;

  @Override
  public Future<AppendResult> append(TopicPartition partition, ByteBuf batch) {
    List<PartitionAppend> one = List.of(new PartitionAppend(partition, batch));
    return giving(one, () -> appendUnder(UNCLAIMED, partition, one).getFirst());
  }

  @Override
  public Future<List<AppendResult>> appendAll(List<PartitionAppend> appends) {
    return giving(appends, () -> allOrNothing(UNCLAIMED, appends.getFirst().partition(), appends));
  }

  @Override
  public Future<Claim> claim(TopicPartition partition) {
    return backend.answer(
        () -> {
          Partition state = backend.store.partition(partition);
          state.reign = backend.store.nextReign++;
          return new ReferenceClaim(this, partition, state.reign);
        });
  }

  @Override
  public Future<ReadResult> read(Read read) {
    return backend.answer(() -> backend.store.partition(read.partition()).read(read, backend.flaw));
  }

  @Override
  public Future<KeyReadResult> readByKey(KeyRead read) {
    if (read.maxBytes() < 1) {
      throw new IllegalArgumentException("maxBytes is " + read.maxBytes());
    }
    return backend.answer(
        () -> {
          backend.require(Feature.KEY_INDEX);
          Partition partition = backend.store.partition(read.partition());
          return new ReferenceKeys(partition, backend.flaw).read(read);
        });
  }

  @Override
  public AppendWait awaitAppend(TopicPartition partition, long offset, Isolation isolation) {
    ContextInternal context = backend.context();
    synchronized (backend.store) {
      AppendWait wait = backend.waiters.add(context, backend.store, partition, offset, isolation);
      backend
          .answer(() -> true)
          .onFailure(closed -> backend.waiters.failAll((BackendException) closed));
      return wait;
    }
  }

  @Override
  public Future<Offsets> offsets(TopicPartition partition) {
    return backend.answer(() -> backend.store.partition(partition).offsets());
  }

  @Override
  public Future<Optional<TimestampedOffset>> offsetForTimestamp(
      TopicPartition partition, long timestamp) {
    return backend.answer(
        () -> backend.store.partition(partition).firstNotBefore(timestamp, backend.flaw));
  }

  @Override
  public Future<Optional<TimestampedOffset>> offsetOfMaxTimestamp(TopicPartition partition) {
    return backend.answer(() -> backend.store.partition(partition).latest());
  }

  @Override
  public Future<Optional<EpochEnd>> endOfEpoch(TopicPartition partition, int epoch) {
    return backend.answer(() -> backend.store.partition(partition).endOf(epoch));
  }

  @Override
  public Future<Long> trim(TopicPartition partition, long beforeOffset) {
    return backend.answer(() -> backend.store.partition(partition).trim(beforeOffset));
  }

  @Override
  public Future<Void> settle(TopicPartition partition, long from, long before) {
    if (from > before) {
      throw new IllegalArgumentException("settles from " + from + " to before " + before);
    }
    return backend.answer(() -> backend.store.partition(partition).settle(from, before)).mapEmpty();
  }

  /** Runs work that was given buffers, and releases them whatever comes of it. */
  <T> Future<T> giving(List<PartitionAppend> appends, java.util.function.Supplier<T> work) {
    Future<T> result = backend.answer(work);
    boolean leaks =
        backend.flaw == Flaw.LEAKS_A_BUFFER
            || (backend.flaw == Flaw.LEAKS_ON_FAILURE && result.failed());
    if (!leaks) {
      for (PartitionAppend append : appends) {
        append.batch().release(backend.flaw == Flaw.RELEASES_TWICE ? 2 : 1);
      }
    }
    return result;
  }

  List<AppendResult> allOrNothing(
      long reign, TopicPartition claimed, List<PartitionAppend> appends) {
    if (appends.size() == 1) {
      return appendUnder(reign, claimed, appends);
    }
    Map<TopicPartition, Partition> before = new HashMap<>();
    for (PartitionAppend append : appends) {
      before.computeIfAbsent(append.partition(), p -> backend.store.partition(p).copy());
    }
    try {
      return appendUnder(reign, claimed, appends);
    } catch (BackendException e) {
      if (backend.flaw != Flaw.APPENDS_HALF) {
        before.forEach(
            (p, state) -> backend.store.topic(p.topic()).partitions().set(p.partition(), state));
      }
      throw e;
    }
  }

  private List<AppendResult> appendUnder(
      long reign, TopicPartition claimed, List<PartitionAppend> appends) {
    List<AppendResult> results = new ArrayList<>();
    for (PartitionAppend append : appends) {
      results.add(
          appendOne(
              append.partition().equals(claimed) ? reign : UNCLAIMED, append, appends.size() > 1));
    }
    return results;
  }

  private AppendResult appendOne(long reign, PartitionAppend append, boolean several) {
    Partition partition = backend.store.partition(append.partition());
    if (partition.reign != reign && backend.flaw != Flaw.LETS_OLD_REIGNS_WRITE) {
      throw new BackendException.Fenced(
          "reign " + partition.reign + " holds " + append.partition());
    }
    RecordBatch batch = check(append);
    if (several && batch.hasProducer()) {
      throw new InvalidBatch(Reason.INVALID, "a producer's batch among several");
    }
    if (batch.isTransactional()) {
      backend.require(Feature.TRANSACTIONS);
      ReferenceProducers.checkEnlisted(backend.store, append.partition(), batch);
    }
    return partition.append(batch, backend.flaw);
  }

  private RecordBatch check(PartitionAppend append) {
    int limit =
        backend.store.topic(append.partition().topic()).description().settings().maxBatchBytes();
    if (append.batch().readableBytes() > Math.min(limit, backend.capabilities().maxBatchBytes())) {
      throw new InvalidBatch(Reason.TOO_LARGE, "more than " + limit + " bytes");
    }
    try {
      RecordBatch batch = RecordBatch.only(append.batch());
      if (backend.flaw != Flaw.SKIPS_VALIDATION) {
        batch.validate();
      }
      if (batch.isControl()) {
        throw new InvalidBatch(Reason.INVALID, "control batches are the log's own");
      }
      return batch;
    } catch (InvalidBatchException e) {
      boolean contradiction = e.fault() == InvalidBatchException.Fault.ARITHMETIC;
      throw new InvalidBatch(
          contradiction ? Reason.INVALID : Reason.CORRUPT, String.valueOf(e.getMessage()));
    }
  }
}
