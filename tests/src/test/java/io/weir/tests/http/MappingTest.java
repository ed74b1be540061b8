package io.weir.tests.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.kafka.Clients;
import io.weir.tests.servers.SharedWeir;
import io.weir.tests.servers.Side;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every row of {@code docs/mapping.md}, from an HTTP publisher to a Kafka consumer and from a Kafka
 * producer to an HTTP reader.
 */
class MappingTest {
  private static final byte[] NOTHING = null;

  private static final SharedWeir WEIR = SharedWeir.STANDARD;

  private static HttpClient http;
  private static Producer<byte[], byte[]> producer;
  private static KafkaConsumer<byte[], byte[]> consumer;

  private final TopicPartition place = new TopicPartition(Clients.newName("mapping"), 0);

  @BeforeAll
  static void connect() {
    http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    // Who reads another topic next does not wait long for more of the last one.
    Map<String, Object> config = Clients.config(WEIR.kafka(), "fetch.max.wait.ms", "20");
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @AfterAll
  static void disconnect() {
    consumer.close();
    producer.close();
    http.close();
  }

  static List<Map<String, String>> properties() {
    return MappingTable.rows("Properties");
  }

  static List<Map<String, String>> texts() {
    return MappingTable.rows("Names and values in HTTP headers");
  }

  static List<Map<String, String>> addresses() {
    return MappingTable.rows("Addresses");
  }

  @Test
  void theTablesAreThere() {
    assertThat(properties()).hasSizeGreaterThan(15);
    assertThat(texts()).hasSizeGreaterThan(5);
    assertThat(addresses()).hasSizeGreaterThan(5);
  }

  @ParameterizedTest
  @MethodSource("properties")
  void whatHttpPublishesAKafkaConsumerSeesWhereTheRowSays(Map<String, String> row)
      throws Exception {
    String example = row.get("Example");
    switch (row.get("HTTP")) {
      case "body" -> post("", example);
      case "X-Key" -> post("/" + example, "x");
      case "X-Tombstone" -> post("", "", "X-Tombstone", example);
      default -> post("", "x", row.get("HTTP"), example);
    }

    ConsumerRecord<byte[], byte[]> record = consume(place, 0);
    switch (row.get("Kafka")) {
      case "value" -> assertThat(record.value()).asString(UTF_8).isEqualTo(example);
      case "null" -> assertThat(record.value()).isNull();
      case "key" -> assertThat(record.key()).asString(UTF_8).isEqualTo(example);
      case "timestamp" -> assertThat(record.timestamp()).isEqualTo(Long.parseLong(example));
      default ->
          assertThat(record.headers().lastHeader(name(row.get("Kafka"))).value())
              .asString(UTF_8)
              .isEqualTo(example);
    }
  }

  @ParameterizedTest
  @MethodSource("properties")
  void whatAKafkaProducerSendsAnHttpReaderSeesWhereTheRowSays(Map<String, String> row)
      throws Exception {
    String field = row.get("Kafka");
    String example = row.get("Example");
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            place.topic(),
            0,
            field.equals("timestamp") ? Long.parseLong(example) : 1L,
            field.equals("key") ? example.getBytes(UTF_8) : NOTHING,
            field.equals("null")
                ? NOTHING
                : (field.equals("value") ? example : "x").getBytes(UTF_8));
    if (field.startsWith("header:")) {
      record.headers().add(name(field), example.getBytes(UTF_8));
    }
    send(record);

    HttpResponse<String> message = read();
    if (row.get("HTTP").equals("body")) {
      assertThat(message.body()).isEqualTo(example);
    } else {
      assertThat(message.headers().firstValue(row.get("HTTP"))).hasValue(example);
    }
  }

  @ParameterizedTest
  @MethodSource("texts")
  void namesAndValuesCrossAsTheRowSays(Map<String, String> row) throws Exception {
    RecordHeader header = header(row.get("Record"));
    String[] line = row.get("HTTP").split(": ", 2);

    send(new ProducerRecord<>(place.topic(), 0, NOTHING, new byte[1], List.of(header)));
    assertThat(read().headers().firstValue(line[0])).hasValue(line[1]);

    post("", "x", line[0], line[1]);
    assertThat(consume(place, 1).headers().lastHeader(header.key())).isEqualTo(header);
  }

  @ParameterizedTest
  @MethodSource("addresses")
  void addressesAreTopicsAndKeysForKafkaToo(Map<String, String> row) throws Exception {
    String path = row.get("HTTP");
    HttpResponse<String> placed =
        http.send(
            request(path).POST(HttpRequest.BodyPublishers.ofString("address")).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(placed.statusCode()).as(placed.body()).isEqualTo(200);
    long offset = Long.parseLong(placed.body().replaceAll(".*\"offset\":(\\d+).*", "$1").strip());

    TopicPartition topic = new TopicPartition(kafkaName(row.get("Topic")), 0);
    ConsumerRecord<byte[], byte[]> record = consume(topic, offset);
    assertThat(record.value()).asString(UTF_8).isEqualTo("address");
    if (row.get("Key").equals("none")) {
      assertThat(record.key()).isNull();
    } else {
      assertThat(record.key()).asString(UTF_8).isEqualTo(row.get("Key").replace("\"\"", ""));
    }
  }

  /**
   * Names that Kafka does not allow are shown to it in an escaped form, which begins as the name
   * does.
   */
  private static String kafkaName(String topic) {
    return topic.matches("[A-Za-z0-9._-]+")
        ? topic
        : consumer.listTopics().keySet().stream()
            .filter(name -> name.startsWith(topic.split("[^A-Za-z0-9._-]", 2)[0]))
            .findFirst()
            .orElseThrow();
  }

  private void post(String path, String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        request("/topics/" + place.topic() + path).POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  /** The first message, as it is. */
  private HttpResponse<String> read() throws Exception {
    return http.send(
        request("/topics/" + place.topic() + "/partitions/0/records?offset=0")
            .header("Accept", "application/octet-stream")
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(WEIR.http() + path));
    Side.user().ifPresent(user -> request.header("Authorization", user.basic()));
    return request;
  }

  private static void send(ProducerRecord<byte[], byte[]> record) throws Exception {
    producer.send(record).get(30, TimeUnit.SECONDS);
  }

  private static ConsumerRecord<byte[], byte[]> consume(TopicPartition from, long offset) {
    consumer.assign(List.of(from));
    consumer.seek(from, offset);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int poll = 0; records.isEmpty() && poll < 100; poll++) {
      consumer.poll(Duration.ofMillis(300)).forEach(records::add);
    }
    assertThat(records).as("%s from %d", from, offset).isNotEmpty();
    return records.getFirst();
  }

  private static String name(String header) {
    assertThat(header).startsWith("header:");
    return header.substring("header:".length());
  }

  /**
   * Reads {@code header:name = value}; the value may be in quotes, with escapes, or hexadecimal.
   */
  private static RecordHeader header(String text) {
    String[] parts = name(text).split(" = ", 2);
    String value = parts[1];
    if (value.startsWith("0x")) {
      return new RecordHeader(parts[0], HexFormat.of().parseHex(value.substring(2)));
    }
    boolean quoted = value.startsWith("\"");
    String plain = quoted ? value.substring(1, value.length() - 1).translateEscapes() : value;
    return new RecordHeader(parts[0], plain.getBytes(UTF_8));
  }
}
