package io.weir.bench.load;

import io.weir.bench.server.BenchException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends records at a fixed rate, each as soon as it is due ({@code linger.ms=0}), with {@code
 * acks=all}, and measures the time to each acknowledgement, from where {@link Pace} starts its
 * clock.
 */
public final class PacedProducer {
  private final int rate;
  private final byte[] body;

  /**
   * @param rate records a second
   * @param recordBytes the size of a record's value
   */
  public PacedProducer(int rate, int recordBytes) {
    this.rate = rate;
    this.body = new byte[recordBytes];
    new Random(rate).nextBytes(body);
  }

  /**
   * Sends for a while, and returns once the last record is acknowledged.
   *
   * @param topics that take turns
   * @param warmUpSeconds how long before what is measured begins
   * @param seconds how long it then goes on
   * @param atStart is called when what is measured begins
   * @throws BenchException if a record is not acknowledged
   */
  public Latencies run(
      String bootstrap, List<String> topics, int warmUpSeconds, int seconds, Runnable atStart) {
    int warmUp = rate * warmUpSeconds;
    var nanos = new long[warmUp + rate * seconds];
    var failure = new AtomicReference<Exception>();
    try (var producer = new KafkaProducer<byte[], byte[]>(settings(bootstrap))) {
      topics.forEach(producer::partitionsFor);
      var pace = new Pace(rate);
      for (int i = 0; i < nanos.length && failure.get() == null; i++) {
        if (i == warmUp) {
          atStart.run();
        }
        send(producer, topics.get(i % topics.size()), pace.await(), nanos, i, failure);
      }
    }
    if (failure.get() != null) {
      throw new BenchException(
          "A record was refused: " + failure.get().getMessage(), failure.get());
    }
    return Latencies.of(Arrays.copyOfRange(nanos, warmUp, nanos.length));
  }

  private void send(
      KafkaProducer<byte[], byte[]> producer,
      String topic,
      long start,
      long[] nanos,
      int index,
      AtomicReference<Exception> failure) {
    // The callback hears of every outcome, so the future is not needed.
    var unused =
        producer.send(
            new ProducerRecord<>(topic, body),
            (metadata, exception) -> {
              nanos[index] = System.nanoTime() - start;
              if (exception != null) {
                failure.compareAndSet(null, exception);
              }
            });
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
