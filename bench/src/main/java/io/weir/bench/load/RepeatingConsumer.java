package io.weir.bench.load;

import io.weir.bench.server.BenchException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topics from their beginning to their end, again and again, without a group, on a thread of
 * its own.
 */
public final class RepeatingConsumer implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final String bootstrap;
  private final List<String> topics;
  private final CompletableFuture<Long> bytes = new CompletableFuture<>();
  private final Thread thread = new Thread(this::run, "consumer-far-behind");
  private volatile boolean stopped;

  /** Begins when it is started. */
  public RepeatingConsumer(String bootstrap, List<String> topics) {
    this.bootstrap = bootstrap;
    this.topics = topics;
  }

  /** Begins to read. */
  public void start() {
    thread.start();
  }

  /**
   * Stops it.
   *
   * @return the bytes of the values that it has read
   */
  public long stop() {
    stopped = true;
    try {
      return bytes.get();
    } catch (ExecutionException e) {
      throw new BenchException("Could not read far behind: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted", e);
    }
  }

  @Override
  public void close() {
    stopped = true;
  }

  private void run() {
    try (var consumer = new KafkaConsumer<byte[], byte[]>(settings())) {
      List<TopicPartition> partitions =
          topics.stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long read = 0;
      while (!stopped) {
        consumer.seekToBeginning(partitions);
        while (!stopped && !isAtEnd(consumer, ends)) {
          for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
            read += each.serializedValueSize();
          }
        }
      }
      bytes.complete(read);
    } catch (RuntimeException e) {
      bytes.completeExceptionally(e);
    }
  }

  private static boolean isAtEnd(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private Map<String, Object> settings() {
    return Map.of(
        "bootstrap.servers",
        bootstrap,
        "enable.auto.commit",
        false,
        "key.deserializer",
        ByteArrayDeserializer.class,
        "value.deserializer",
        ByteArrayDeserializer.class);
  }
}
