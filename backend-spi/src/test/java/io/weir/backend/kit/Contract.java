package io.weir.backend.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.backend.AppendResult;
import io.weir.backend.Backend;
import io.weir.backend.BackendException;
import io.weir.backend.Capabilities.Feature;
import io.weir.backend.Isolation;
import io.weir.backend.Offsets;
import io.weir.backend.PartitionAppend;
import io.weir.backend.Read;
import io.weir.backend.ReadResult;
import io.weir.backend.ReadResult.AbortedTransaction;
import io.weir.backend.Retention;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import io.weir.backend.TopicSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What all themes share: a backend on fresh storage for each test, and the words in which the tests
 * are written.
 *
 * <p>Every buffer given to a backend by {@link #give} is counted: once the backend has closed, it
 * must have released it exactly once, in every test.
 */
@ExtendWith(SharedVertx.class)
abstract class Contract {
  /** Far beyond what any call takes: its end is a failure, not a measurement. */
  private static final long PATIENCE_SECONDS = 30;

  static final int PLENTY = 1 << 20;

  private final Queue<ByteBuf> given = new ConcurrentLinkedQueue<>();
  private final AtomicInteger names = new AtomicInteger();
  Vertx vertx;
  Backend backend;
  private BackendFixture fixture;

  abstract BackendFixture newFixture() throws Exception;

  @BeforeEach
  void open(Vertx shared) throws Exception {
    vertx = shared;
    fixture = newFixture();
    backend = fixture.open(vertx);
  }

  @AfterEach
  void close() throws Exception {
    try {
      get(backend.close());
      assertThatAllBuffersAreReleased();
    } finally {
      fixture.close();
    }
  }

  // ---- lives of the backend

  /** Ends the backend in order and opens the next one on the same storage. */
  void restart() throws Exception {
    get(backend.close());
    assertThatAllBuffersAreReleased();
    backend = fixture.open(vertx);
  }

  /** Ends the backend without warning and opens the next one on the same storage. */
  void crash() throws Exception {
    fixture.kill(backend);
    given.clear(); // a process that dies releases nothing
    backend = fixture.open(vertx);
  }

  void cleanUp() throws Exception {
    fixture.cleanUp(backend);
  }

  /** Skips the test, by name, on a backend that does not declare a feature. */
  void needs(Feature feature) {
    assumeTrue(
        backend.capabilities().can(feature), () -> "the backend does not declare " + feature);
  }

  // ---- given

  /** A topic of one partition: that partition. */
  TopicPartition partition() {
    return partition(settings());
  }

  TopicPartition partition(TopicSettings settings) {
    return partition(topic(1, settings), 0);
  }

  TopicPartition partition(TopicDescription topic, int number) {
    return new TopicPartition(topic.id(), number);
  }

  TopicDescription topic(int partitions, TopicSettings settings) {
    return get(backend.topics().create("topic-" + names.incrementAndGet(), partitions, settings));
  }

  /** Settings that the backend takes: the strongest durability, kept as long as it can. */
  TopicSettings settings() {
    var declared = backend.capabilities();
    var strongest = declared.durabilities().stream().min(Enum::compareTo).orElseThrow();
    Retention longest = new Retention(declared.maxRetentionMillis(), Retention.UNLIMITED);
    return TopicSettings.STATE.withDurability(strongest).withRetention(longest);
  }

  // ---- when

  /** The bytes of a batch, to be given away; watched until the backend closes. */
  ByteBuf give(Batch batch) {
    return give(batch.bytes());
  }

  ByteBuf give(ByteBuf bytes) {
    given.add(bytes.retain()); // ours, so that a release too many shows as one too few
    return bytes;
  }

  PartitionAppend to(TopicPartition partition, Batch batch) {
    return new PartitionAppend(partition, give(batch));
  }

  Future<AppendResult> appending(TopicPartition partition, Batch batch) {
    return backend.log().append(partition, give(batch));
  }

  /** Appends, and gives the base offset of what must be new in the log. */
  long append(TopicPartition partition, Batch batch) {
    AppendResult result = get(appending(partition, batch));
    assertThat(result).isInstanceOf(AppendResult.Appended.class);
    return result.baseOffset();
  }

  // ---- then

  Offsets offsets(TopicPartition partition) {
    return get(backend.log().offsets(partition));
  }

  long end(TopicPartition partition) {
    return offsets(partition).highWatermark();
  }

  /** All batches from the start of a partition that anybody may see. */
  List<Stored> readAll(TopicPartition partition) {
    return readAll(partition, Isolation.UNCOMMITTED);
  }

  List<Stored> readAll(TopicPartition partition, Isolation isolation) {
    List<Stored> all = new ArrayList<>();
    long next = offsets(partition).logStart();
    while (true) {
      List<Stored> some = read(new Read(partition, next, PLENTY, isolation));
      if (some.isEmpty()) {
        return all;
      }
      all.addAll(some);
      next = some.getLast().nextOffset();
    }
  }

  /** The bodies of all records in a partition but control records, in their order. */
  List<String> values(TopicPartition partition) {
    return readAll(partition).stream()
        .filter(b -> !b.control())
        .flatMap(b -> b.values().stream())
        .toList();
  }

  static Read reading(TopicPartition partition, long offset) {
    return new Read(partition, offset, PLENTY, Isolation.UNCOMMITTED);
  }

  /** The bodies that a committed reader hands on: up to the stable offset, without aborted ones. */
  List<String> committed(TopicPartition partition) {
    List<String> values = new ArrayList<>();
    Set<AbortedTransaction> aborted = new HashSet<>();
    Set<Long> abortedProducers = new HashSet<>();
    long next = offsets(partition).logStart();
    while (true) {
      ReadResult result =
          get(backend.log().read(new Read(partition, next, PLENTY, Isolation.COMMITTED)));
      List<Stored> batches;
      try {
        batches = Stored.in(result.batches());
      } finally {
        result.batches().release();
      }
      aborted.addAll(result.aborted());
      if (batches.isEmpty()) {
        return values;
      }
      for (Stored batch : batches) {
        for (AbortedTransaction one : aborted) {
          if (batch.baseOffset() == one.firstOffset()) {
            abortedProducers.add(one.producerId());
          }
        }
        if (batch.control()) {
          abortedProducers.remove(batch.producerId());
        } else if (!abortedProducers.contains(batch.producerId())) {
          values.addAll(batch.values());
        }
        next = batch.nextOffset();
      }
    }
  }

  List<Stored> read(TopicPartition partition, long offset) {
    return read(reading(partition, offset));
  }

  List<Stored> read(Read read) {
    ReadResult result = get(backend.log().read(read));
    try {
      return Stored.in(result.batches());
    } finally {
      result.batches().release();
    }
  }

  /** What a future completes with; its failure is the test's. */
  static <T> T get(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("failed where it should not: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("not completed after " + PATIENCE_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** What a future fails with; anything else, also success, is the test's failure. */
  static <E extends BackendException> E failure(Class<E> type, Future<?> future) {
    return type.cast(failure(future, type));
  }

  /** The failure of a future, which is of one of several types. */
  @SafeVarargs
  static BackendException failure(Future<?> future, Class<? extends BackendException>... types) {
    Throwable failure = null;
    try {
      Object result =
          future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      throw new AssertionError("completed with " + result + " where it should have failed");
    } catch (ExecutionException e) {
      failure = e.getCause();
    } catch (TimeoutException e) {
      throw new AssertionError("not completed after " + PATIENCE_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    assertThat(failure).isInstanceOfAny(types);
    return (BackendException) failure;
  }

  private void assertThatAllBuffersAreReleased() {
    List<Integer> wrong = new ArrayList<>();
    for (ByteBuf buffer = given.poll(); buffer != null; buffer = given.poll()) {
      int count = buffer.refCnt();
      if (count != 1) {
        wrong.add(count);
      }
      if (count > 0) {
        buffer.release(count);
      }
    }
    assertThat(wrong)
        .as("reference counts of buffers not released exactly once (over 1: leaked, 0: twice)")
        .isEmpty();
  }
}
