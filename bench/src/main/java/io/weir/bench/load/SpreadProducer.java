package io.weir.bench.load;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to several topics in turn as fast as one producer can, which Kafka's own tool does
 * not. A program of its own; its arguments are host and port, how many records of how many bytes,
 * the bytes of a batch (0 for the default), and the topics. A tenth of the records is its warm-up.
 */
public final class SpreadProducer {
  private SpreadProducer() {}

  /** Writes, and prints how fast it was. */
  public static void main(String[] arguments) {
    int records = Integer.parseInt(arguments[1]);
    byte[] body = new byte[Integer.parseInt(arguments[2])];
    new Random(records).nextBytes(body);
    List<String> topics = List.of(arguments).subList(4, arguments.length);
    var settings = new HashMap<String, Object>();
    settings.putAll(new Batching(Integer.parseInt(arguments[3])).settings());
    settings.putAll(
        Map.of(
            "bootstrap.servers",
            arguments[0],
            "acks",
            "all",
            "key.serializer",
            ByteArraySerializer.class,
            "value.serializer",
            ByteArraySerializer.class));
    var failure = new AtomicReference<@Nullable Exception>();
    int warmUp = records / 10;
    long start = System.nanoTime();
    try (var producer = new KafkaProducer<byte[], byte[]>(settings)) {
      for (int i = 0; i < records && failure.get() == null; i++) {
        if (i == warmUp) {
          producer.flush();
          start = System.nanoTime();
        }
        // The callback hears of every outcome, so the future is not needed.
        var unused =
            producer.send(
                new ProducerRecord<>(topics.get(i % topics.size()), body),
                (metadata, exception) -> {
                  if (exception != null) {
                    failure.compareAndSet(null, exception);
                  }
                });
      }
      producer.flush();
    }
    if (failure.get() != null) {
      throw new IllegalStateException("a record was refused", failure.get());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%d records after the warm-up, %.1f records/s%n",
        records - warmUp,
        (records - warmUp) / seconds);
  }
}
