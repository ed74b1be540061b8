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
   * Creates topics with one replica, and waits until each partition's leader answers.
   *
   * <p>That a topic was created, and that a leader is known, is not enough: an Apache Kafka broker
   * can still refuse the first batch of an idempotent producer, take the second, and then refuse
   * the first for ever as out of order.
   */
  public void create(List<String> names, int partitions, Map<String, String> settings) {
    List<NewTopic> topics =
        names.stream()
            .map(name -> new NewTopic(name, Optional.of(partitions), Optional.empty()))
            .map(topic -> topic.configs(settings))
            .toList();
    await(admin.createTopics(topics).all(), "create " + inWords(names));
    Map<TopicPartition, OffsetSpec> ends =
        names.stream()
            .flatMap(
                name -> IntStream.range(0, partitions).mapToObj(i -> new TopicPartition(name, i)))
            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
    long start = System.nanoTime();
    while (!answers(ends, inWords(names))) {
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS)) {
        throw new BenchException(inWords(names) + " was created, but did not become known");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** Whether the server knows of the partitions; waits until their leaders answer if it does. */
  private boolean answers(Map<TopicPartition, OffsetSpec> partitions, String names) {
    try {
      await(admin.listOffsets(partitions).all(), "find the ends of " + names);
      return true;
    } catch (BenchException e) {
      if (e.getCause() instanceof ExecutionException failure
          && failure.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
  }

  /** Deletes topics, and waits for the answer. */
  public void delete(List<String> names) {
    await(admin.deleteTopics(names).all(), "delete " + inWords(names));
  }

  private static String inWords(List<String> names) {
    return names.size() == 1
        ? "topic " + names.getFirst()
        : "%d topics, the first %s".formatted(names.size(), names.getFirst());
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
