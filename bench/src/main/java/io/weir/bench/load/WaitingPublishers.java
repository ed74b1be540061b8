package io.weir.bench.load;

import io.weir.bench.server.BenchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Producers with a connection each that send a record when the one before is acknowledged, all in
 * this process.
 */
public final class WaitingPublishers {
  private final int number;
  private final byte[] body;

  /**
   * @param number how many
   * @param recordBytes the size of a record's value
   */
  public WaitingPublishers(int number, int recordBytes) {
    this.number = number;
    this.body = new byte[recordBytes];
    new Random(number).nextBytes(body);
  }

  /** What was acknowledged while it was measured. */
  public record Result(long records, Latencies latencies) {}

  /**
   * Publishes for a while.
   *
   * @param topics publishers are spread over them
   * @param warmUpSeconds how long before what is measured begins, from when all have had their
   *     first acknowledgement
   * @param seconds how long it then goes on
   * @param atStart is called when what is measured begins
   * @param atEnd is called when it ends, before the publishers close their connections
   * @throws BenchException if a record is not acknowledged
   */
  public Result run(
      String bootstrap,
      List<String> topics,
      int warmUpSeconds,
      int seconds,
      Runnable atStart,
      Runnable atEnd) {
    var ready = new CountDownLatch(number);
    var span = new Span();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var publishers = new ArrayList<Future<Histogram>>();
      for (int i = 0; i < number; i++) {
        String topic = topics.get(i % topics.size());
        publishers.add(threads.submit(() -> publish(bootstrap, topic, ready, span)));
      }
      try {
        ready.await();
        Thread.sleep(1_000L * warmUpSeconds);
        atStart.run();
        span.measured = true;
        Thread.sleep(1_000L * seconds);
        atEnd.run();
      } finally {
        span.over = true;
      }
      var all = new Histogram();
      for (Future<Histogram> publisher : publishers) {
        all.add(publisher.get());
      }
      return new Result(all.total(), all.latencies());
    } catch (ExecutionException e) {
      throw new BenchException("A record was refused: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted", e);
    }
  }

  private Histogram publish(String bootstrap, String topic, CountDownLatch ready, Span span)
      throws InterruptedException, ExecutionException {
    var latencies = new Histogram();
    try (var producer = new KafkaProducer<byte[], byte[]>(settings(bootstrap))) {
      try {
        producer.send(new ProducerRecord<>(topic, body)).get();
      } finally {
        ready.countDown();
      }
      while (!span.over) {
        boolean counts = span.measured;
        long start = System.nanoTime();
        producer.send(new ProducerRecord<>(topic, body)).get();
        if (counts && !span.over) {
          latencies.add(System.nanoTime() - start);
        }
      }
    }
    return latencies;
  }

  /** What counts, and how long it goes on. */
  private static final class Span {
    private volatile boolean measured;
    private volatile boolean over;
  }

  private static Map<String, Object> settings(String bootstrap) {
    return Map.of(
        "bootstrap.servers",
        bootstrap,
        "acks",
        "all",
        "linger.ms",
        0,
        "key.serializer",
        ByteArraySerializer.class,
        "value.serializer",
        ByteArraySerializer.class);
  }
}
