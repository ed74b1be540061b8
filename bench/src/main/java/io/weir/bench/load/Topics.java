package io.weir.bench.load;

import io.weir.bench.server.BenchException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates and deletes topics of one server. */
public final class Topics implements AutoCloseable {
  private static final int TIMEOUT_SECONDS = 30;
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Admin admin;

  /** Of the server at a host and port. */
  public Topics(String bootstrap) {
    admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
  }

  /**
   * Creates a topic with one replica, and waits until each partition's leader answers.
   *
   * <p>That a topic was created, and that a leader is known, is not enough: an Apache Kafka broker
   * can still refuse the first batch of an idempotent producer, take the second, and then refuse
   * the first for ever as out of order.
   */
  public void create(String name, int partitions, Map<String, String> settings) {
    var topic = new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(settings);
    await(admin.createTopics(List.of(topic)).all(), "create topic " + name);
    Map<TopicPartition, OffsetSpec> ends =
        IntStream.range(0, partitions)
            .mapToObj(partition -> new TopicPartition(name, partition))
            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
    long start = System.nanoTime();
    while (!answers(ends)) {
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS)) {
        throw new BenchException("Topic " + name + " was created, but did not become known");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** Whether the server knows of the partitions; waits until their leaders answer if it does. */
  private boolean answers(Map<TopicPartition, OffsetSpec> partitions) {
    try {
      await(admin.listOffsets(partitions).all(), "find the ends of " + partitions.keySet());
      return true;
    } catch (BenchException e) {
      if (e.getCause() instanceof ExecutionException failure
          && failure.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
  }

  /** Deletes a topic, and waits for the answer. */
  public void delete(String name) {
    await(admin.deleteTopics(List.of(name)).all(), "delete topic " + name);
  }

  @Override
  public void close() {
    admin.close();
  }

  private static void await(KafkaFuture<?> future, String what) {
    try {
      future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new BenchException("Could not " + what + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted", e);
    }
  }
}
