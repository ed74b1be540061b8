package io.weir.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.weir.backend.AppendResult;
import io.weir.backend.BackendEnvironment;
import io.weir.backend.BackendException;
import io.weir.backend.Durability;
import io.weir.backend.Isolation;
import io.weir.backend.PartitionAppend;
import io.weir.backend.Read;
import io.weir.backend.ReadResult;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import io.weir.backend.TopicSettings;
import io.weir.embedded.storage.Storage;
import io.weir.record.BatchBuilder;
import io.weir.record.BatchFormat;
import io.weir.record.Batches;
import io.weir.record.LogRecord;
import io.weir.record.RecordBatch;
import io.weir.record.Records;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** An embedded log in the words of its tests: it can end in several ways, and be opened again. */
public final class TestLog implements AutoCloseable {
  public static final Map<String, Object> SMALL =
      Map.of("segmentBytes", 64 << 10, "commitBytes", 8 << 10);

  public final Path directory;
  public final Map<String, Object> settings;
  public UUID boot = UUID.randomUUID();
  public LongSupplier clock = System::currentTimeMillis;
  public UnaryOperator<Storage> faults = UnaryOperator.identity();
  public EmbeddedBackend backend;

  public TestLog(Path directory, Map<String, Object> settings) {
    this.directory = directory;
    this.settings = settings;
  }

  public static TestLog in(Path directory) throws IOException {
    return new TestLog(directory, SMALL).open();
  }

  public TestLog open() throws IOException {
    backend = EmbeddedBackend.open(environment(false), boot, clock, faults);
    return this;
  }

  public TestLog openInMemory() throws IOException {
    backend = EmbeddedBackend.open(environment(true), boot, clock, faults);
    return this;
  }

  BackendEnvironment environment(boolean ephemeral) {
    // None of the log's own work needs Vert.x itself, only the contexts of callers.
    return new BackendEnvironment(null, directory, ephemeral, settings);
  }

  public void kill() {
    get(backend.kill());
  }

  @Override
  public void close() {
    get(backend.close());
  }

  public TestLog restart() throws IOException {
    close();
    return open();
  }

  public TestLog crash() throws IOException {
    kill();
    return open();
  }

  /**
   * The operating system goes down with the process; what it had not written is as the test left
   * it.
   */
  public TestLog powerCut() throws IOException {
    kill();
    boot = UUID.randomUUID();
    return open();
  }

  public void sweep() {
    get(backend.sweep(clock.getAsLong()));
  }

  public TopicDescription topic(String name, int partitions, TopicSettings settings) {
    return get(backend.topics().create(name, partitions, settings));
  }

  public TopicPartition partition(String name, Durability durability) {
    TopicDescription topic = topic(name, 1, TopicSettings.STATE.withDurability(durability));
    return new TopicPartition(topic.id(), 0);
  }

  public TopicPartition partition(String name) {
    return partition(name, Durability.SYNC);
  }

  public Future<AppendResult> appending(TopicPartition partition, String... values) {
    return backend.log().append(partition, batch(values));
  }

  public long append(TopicPartition partition, String... values) {
    return get(appending(partition, values)).baseOffset();
  }

  public Future<List<AppendResult>> appendingAll(Map<TopicPartition, String> values) {
    List<PartitionAppend> appends = new ArrayList<>();
    values.forEach((partition, value) -> appends.add(new PartitionAppend(partition, batch(value))));
    return backend.log().appendAll(appends);
  }

  public long end(TopicPartition partition) {
    return get(backend.log().offsets(partition)).highWatermark();
  }

  public long start(TopicPartition partition) {
    return get(backend.log().offsets(partition)).logStart();
  }

  public Future<ReadResult> reading(TopicPartition partition, long offset) {
    return backend.log().read(new Read(partition, offset, 1 << 20, Isolation.UNCOMMITTED));
  }

  public List<String> values(TopicPartition partition) {
    return List.copyOf(records(partition).values());
  }

  /**
   * All that can be read, by offset; where something is damaged, it goes on where it is told to.
   */
  public Map<Long, String> records(TopicPartition partition) {
    Map<Long, String> found = new LinkedHashMap<>();
    long next = start(partition);
    while (next < end(partition)) {
      try {
        long before = next;
        ReadResult result = getOrThrow(reading(partition, next));
        next = collect(result.batches(), found);
        if (next < before) {
          return found;
        }
      } catch (BackendException.Corrupt e) {
        assertThat(e.nextReadable()).isGreaterThan(next);
        assertThat(e).hasMessageContaining("offsets " + next + " to ");
        next = e.nextReadable();
      }
    }
    return found;
  }

  /** Puts what a buffer holds into a map, and says what is next; -1 if it holds nothing. */
  private static long collect(ByteBuf batches, Map<Long, String> found) {
    long next = -1;
    try {
      for (RecordBatch batch : Batches.in(batches)) {
        batch.validate();
        try (Records records = batch.records(1 << 20)) {
          for (LogRecord record : records) {
            found.put(record.offset(), record.value().toString(StandardCharsets.UTF_8));
          }
        }
        next = batch.nextOffset();
      }
    } finally {
      batches.release();
    }
    return next;
  }

  public static ByteBuf batch(String... values) {
    return fill(BatchBuilder.create(PooledByteBufAllocator.DEFAULT), values);
  }

  public static ByteBuf batch(long producer, int epoch, int sequence, String... values) {
    return fill(
        BatchBuilder.create(PooledByteBufAllocator.DEFAULT)
            .producer(producer, (short) epoch, sequence),
        values);
  }

  /** A batch that takes many offsets and few bytes, as a well compressed one does. */
  public static ByteBuf hollowBatch(int records) {
    ByteBuf batch = batch("one");
    batch.setInt(BatchFormat.COUNT, records).setInt(BatchFormat.LAST_OFFSET_DELTA, records - 1);
    return batch.setInt(BatchFormat.CRC, RecordBatch.only(batch).computeChecksum());
  }

  private static ByteBuf fill(BatchBuilder builder, String... values) {
    for (String value : values) {
      builder.add(
          System.currentTimeMillis(),
          null,
          Unpooled.copiedBuffer(value, StandardCharsets.UTF_8),
          List.of());
    }
    return builder.build();
  }

  public static <T> T get(Future<T> future) {
    try {
      return getOrThrow(future);
    } catch (BackendException e) {
      throw new AssertionError("failed where it should not: " + e, e);
    }
  }

  public static <T> T getOrThrow(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw (BackendException) e.getCause();
    } catch (TimeoutException | InterruptedException e) {
      throw new AssertionError("not completed", e);
    }
  }

  public static <E extends BackendException> E failure(Class<E> type, Future<?> future) {
    try {
      Object value = getOrThrow(future);
      throw new AssertionError("completed with " + value);
    } catch (BackendException e) {
      assertThat(e).isInstanceOf(type);
      return type.cast(e);
    }
  }
}
