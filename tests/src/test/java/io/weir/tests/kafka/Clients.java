package io.weir.tests.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** Java's clients with their defaults, and what the tests do with them again and again. */
public final class Clients {
  /** How long a test waits for what must happen. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final AtomicInteger TOPICS = new AtomicInteger();

  private Clients() {}

  /**
   * A producer as the library configures it (idempotent, acks=all), but for these settings: name,
   * value, name, ...
   */
  public static Producer<byte[], byte[]> producer(String bootstrap, String... settings) {
    Map<String, Object> config = config(bootstrap, settings);
    Marks.addTo(config);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * A consumer that begins at the beginning and commits only when told to, but for these settings.
   */
  public static Consumer<byte[], byte[]> consumer(String bootstrap, String... settings) {
    Map<String, Object> config = config(bootstrap, settings);
    Marks.addTo(config);
    config.putIfAbsent("auto.offset.reset", "earliest");
    config.putIfAbsent("enable.auto.commit", "false");
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Of topics, groups and all that, with these settings. */
  public static Admin admin(String bootstrap, String... settings) {
    return Admin.create(config(bootstrap, settings));
  }

  /** What a client of a suite that makes its own is told at least. */
  public static Map<String, Object> config(String bootstrap, String... settings) {
    Map<String, Object> config = new HashMap<>(LogIn.settings());
    config.put("bootstrap.servers", bootstrap);
    for (int i = 0; i < settings.length; i += 2) {
      config.put(settings[i], settings[i + 1]);
    }
    return config;
  }

  /**
   * A topic name that no other test uses, and that is the same wherever the same tests run in the
   * same order.
   */
  public static String newName(String name) {
    return name + "-" + TOPICS.incrementAndGet();
  }

  /** Creates a topic with a name that no other test uses, and returns the name once it serves. */
  static String newTopic(String bootstrap, String name, int partitions) {
    String topic = newName(name);
    try (Admin admin = admin(bootstrap)) {
      create(admin, new NewTopic(topic, partitions, (short) 1));
    }
    return topic;
  }

  /**
   * Creates a topic and waits until every partition serves. A broker of Apache Kafka does not know
   * a topic at once, and refuses what comes too early; a producer with several requests under way
   * may then see its second batch stored and its first one refused for good.
   */
  public static void create(Admin admin, NewTopic topic) {
    get(admin.createTopics(List.of(topic)).all());
    Awaitility.await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .ignoreExceptionsMatching(RetriableException.class::isInstance)
        .until(
            () -> {
              int partitions = describe(admin, topic.name()).partitions().size();
              get(admin.listOffsets(endsOf(topic.name(), partitions)).all());
              return true;
            });
  }

  static TopicDescription describe(Admin admin, String topic) {
    return get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
  }

  private static Map<TopicPartition, OffsetSpec> endsOf(String topic, int partitions) {
    return IntStream.range(0, partitions)
        .boxed()
        .collect(
            Collectors.toMap(
                partition -> new TopicPartition(topic, partition),
                partition -> OffsetSpec.latest()));
  }

  /** Waits for what the client promised. Fails with what it failed with. */
  public static <T> T get(Future<T> future) {
    try {
      return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(e);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer within " + PATIENCE, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sends all without waiting for each, then waits for all; gives where each lies. */
  static List<RecordMetadata> sendAll(
      Producer<byte[], byte[]> producer, Stream<ProducerRecord<byte[], byte[]>> records) {
    List<Future<RecordMetadata>> sent = records.map(producer::send).toList();
    producer.flush();
    return sent.stream().map(Clients::get).toList();
  }

  /** Polls until so many records have come, and fails if they do not. */
  public static List<ConsumerRecord<byte[], byte[]>> poll(
      Consumer<byte[], byte[]> consumer, int count) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (records.size() < count && System.nanoTime() < deadline) {
      consumer.poll(Duration.ofMillis(200)).forEach(records::add);
    }
    assertThat(records).as("records polled within %s", PATIENCE).hasSizeGreaterThanOrEqualTo(count);
    return records;
  }

  /** Reads partitions from their beginning to their end as it is now, on a consumer of its own. */
  static List<ConsumerRecord<byte[], byte[]>> readAll(
      String bootstrap, TopicPartition... partitions) {
    try (Consumer<byte[], byte[]> consumer = consumer(bootstrap)) {
      List<TopicPartition> assigned = List.of(partitions);
      consumer.assign(assigned);
      consumer.seekToBeginning(assigned);
      long count =
          consumer.endOffsets(assigned).values().stream().mapToLong(end -> end).sum()
              - consumer.beginningOffsets(assigned).values().stream()
                  .mapToLong(begin -> begin)
                  .sum();
      return poll(consumer, (int) count);
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /** What they say. */
  public static List<String> values(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream().map(record -> text(record.value())).toList();
  }
}
