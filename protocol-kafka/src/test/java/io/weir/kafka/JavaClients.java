package io.weir.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Apache Kafka's Java clients of one gateway, with the settings they come with but for those given.
 */
record JavaClients(TestGateway gateway) {

  private Map<String, Object> settings(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", gateway.bootstrap());
    settings.putAll(more);
    return settings;
  }

  KafkaProducer<String, String> producer(Map<String, Object> more) {
    return new KafkaProducer<>(settings(more), new StringSerializer(), new StringSerializer());
  }

  KafkaConsumer<String, String> consumer(Map<String, Object> more) {
    return new KafkaConsumer<>(settings(more), new StringDeserializer(), new StringDeserializer());
  }

  Admin admin() {
    return Admin.create(settings(Map.of()));
  }

  /** Polls until a consumer has given so many records, or it has taken too long. */
  static List<ConsumerRecord<String, String>> take(
      KafkaConsumer<String, String> consumer, int count) {
    List<ConsumerRecord<String, String>> taken = new ArrayList<>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (taken.size() < count && System.nanoTime() < end) {
      consumer.poll(Duration.ofMillis(200)).forEach(taken::add);
    }
    return taken;
  }

  /** A number that a producer keeps of itself. */
  static double metric(KafkaProducer<?, ?> producer, String name) {
    return producer.metrics().entrySet().stream()
        .filter(it -> it.getKey().name().equals(name))
        .filter(it -> it.getKey().group().equals("producer-metrics"))
        .mapToDouble(it -> (Double) it.getValue().metricValue())
        .sum();
  }
}
