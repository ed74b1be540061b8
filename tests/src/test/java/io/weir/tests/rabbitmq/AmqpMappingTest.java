package io.weir.tests.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.LongString;
import io.weir.tests.http.MappingTable;
import io.weir.tests.kafka.Clients;
import io.weir.tests.servers.SharedWeir;
import io.weir.tests.servers.Side;
import io.weir.tests.servers.User;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every row of {@code docs/mapping.md} between RabbitMQ's client and those of Kafka and HTTP,
 * through a gateway, both ways; and headers of all types through the log and back.
 */
class AmqpMappingTest {
  private static final SharedWeir WEIR = SharedWeir.STANDARD;
  private static final User USER = Side.user().orElse(new User("guest", "guest"));
  private static final long MINUTE = 60_000;

  private static HttpClient http;
  private static Producer<byte[], byte[]> producer;
  private static KafkaConsumer<byte[], byte[]> consumer;
  private static Connection connection;

  private final String name = Clients.newName("mapping");

  @BeforeAll
  static void connect() throws Exception {
    http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    Map<String, Object> config = Clients.config(WEIR.kafka(), "fetch.max.wait.ms", "20");
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(USER.amqp(WEIR.amqp()));
    connection = factory.newConnection("mapping");
  }

  @AfterAll
  static void disconnect() {
    connection.abort();
    consumer.close();
    producer.close();
    http.close();
  }

  static List<Map<String, String>> properties() {
    return MappingTable.rows("Properties");
  }

  @Test
  void theTableIsThere() {
    assertThat(properties()).hasSizeGreaterThan(15);
  }

  /** What a publisher of AMQP 0-9-1 says, and what it is in the other tables' words. */
  private record Said(BasicProperties properties, String body) {
    static Said of(String field, String example) {
      BasicProperties.Builder properties = new BasicProperties.Builder().deliveryMode(2);
      String body = "x";
      switch (field) {
        case "body" -> body = example;
        case "an empty body" -> body = "";
        case "content-type" -> properties.contentType(example);
        case "content-encoding" -> properties.contentEncoding(example);
        case "message-id" -> properties.messageId(example);
        case "correlation-id" -> properties.correlationId(example);
        case "reply-to" -> properties.replyTo(example);
        case "app-id" -> properties.appId(example);
        case "user-id" -> properties.userId(USER.name());
        case "type" -> properties.type(example);
        case "priority" -> properties.priority(Integer.valueOf(example));
        case "timestamp" -> properties.timestamp(new Date(Long.parseLong(example)));
        case "expiration" -> properties.expiration(Long.toString(MINUTE));
        case "headers:x-delay" -> properties.headers(Map.of("x-delay", MINUTE));
        default -> properties.headers(Map.of(field.substring("headers:".length()), example));
      }
      return new Said(properties.build(), body);
    }
  }

  static List<Map<String, String>> said() {
    // No publisher of it says a time of its own, no body at all, or a key.
    // What is delayed is in no topic until it is due, and then says no more of that.
    return properties().stream()
        .filter(
            row ->
                !List.of("timestamp", "null", "key", "header:deliver-at")
                    .contains(row.get("Kafka")))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("said")
  void whatAmqpPublishesOthersSeeWhereTheRowSays(Map<String, String> row) throws Exception {
    String field = field(row);
    Said said = Said.of(field, row.get("Example"));
    long before = System.currentTimeMillis();
    try (Channel channel = connection.createChannel()) {
      channel.confirmSelect();
      channel.queueDeclare(name, true, false, false, Map.of());
      channel.basicPublish("", name, said.properties(), said.body().getBytes(UTF_8));
      channel.waitForConfirmsOrDie(30_000);
    }
    long after = System.currentTimeMillis();

    ConsumerRecord<byte[], byte[]> record = consume();
    HttpResponse<String> read = read();
    if (field.equals("body")) {
      assertThat(record.value()).asString(UTF_8).isEqualTo(row.get("Example"));
      assertThat(read.body()).isEqualTo(row.get("Example"));
      return;
    }
    String seen = new String(header(record, row.get("Kafka")), UTF_8);
    switch (field) {
      case "expiration" ->
          assertThat(Long.parseLong(seen)).isBetween(before + MINUTE, after + MINUTE);
      case "user-id" -> assertThat(seen).isEqualTo(USER.name());
      default -> assertThat(seen).isEqualTo(row.get("Example"));
    }
    assertThat(read.headers().firstValue(row.get("HTTP"))).hasValue(seen);
  }

  @ParameterizedTest
  @MethodSource("properties")
  void whatAKafkaProducerSendsAmqpSeesInAQueueAndInAStream(Map<String, String> row)
      throws Exception {
    String kafka = row.get("Kafka");
    String example = row.get("Example");
    long later = System.currentTimeMillis() + MINUTE;
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            name,
            0,
            kafka.equals("timestamp") ? Long.parseLong(example) : System.currentTimeMillis(),
            kafka.equals("key") ? example.getBytes(UTF_8) : null,
            kafka.equals("null") ? null : (kafka.equals("value") ? example : "x").getBytes(UTF_8));
    if (kafka.startsWith("header:")) {
      String value = field(row).equals("expiration") ? Long.toString(later) : example;
      record.headers().add(kafka.substring("header:".length()), value.getBytes(UTF_8));
    }
    producer.send(record).get(30, TimeUnit.SECONDS);
    try (Channel channel = connection.createChannel()) {
      channel.queueDeclare(name, true, false, false, Map.of());
      GetResponse got = await().until(() -> channel.basicGet(name, true), Objects::nonNull);
      assertSeen(row, got.getEnvelope().getRoutingKey(), got.getProps(), got.getBody());
      Delivery streamed = fromStream(channel);
      assertSeen(
          row,
          streamed.getEnvelope().getRoutingKey(),
          streamed.getProperties(),
          streamed.getBody());
    }
  }

  private Delivery fromStream(Channel channel) throws Exception {
    String stream = name + "-stream";
    channel.queueDeclare(
        stream, true, false, false, Map.of("x-queue-type", "stream", "x-weir-topic", name));
    channel.basicQos(10);
    BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
    channel.basicConsume(
        stream,
        false,
        Map.of("x-stream-offset", "first"),
        (tag, delivery) -> deliveries.add(delivery),
        tag -> {});
    Delivery first = deliveries.poll(30, TimeUnit.SECONDS);
    assertThat(first).isNotNull();
    return first;
  }

  private static void assertSeen(
      Map<String, String> row, String key, BasicProperties properties, byte[] body) {
    String example = row.get("Example");
    String field = field(row);
    assertThat(properties.getDeliveryMode()).isEqualTo(2);
    switch (field) {
      case "body" -> assertThat(body).asString(UTF_8).isEqualTo(example);
      case "an empty body" -> assertThat(body).isEmpty();
      case "the routing key" -> assertThat(key).isEqualTo(example);
      case "none" -> assertThat(properties.getTimestamp()).isNull();
      case "content-type" -> assertThat(properties.getContentType()).isEqualTo(example);
      case "content-encoding" -> assertThat(properties.getContentEncoding()).isEqualTo(example);
      case "message-id" -> assertThat(properties.getMessageId()).isEqualTo(example);
      case "correlation-id" -> assertThat(properties.getCorrelationId()).isEqualTo(example);
      case "reply-to" -> assertThat(properties.getReplyTo()).isEqualTo(example);
      case "app-id" -> assertThat(properties.getAppId()).isEqualTo(example);
      case "user-id" -> assertThat(properties.getUserId()).isEqualTo(example);
      case "type" -> assertThat(properties.getType()).isEqualTo(example);
      case "priority" -> assertThat(properties.getPriority()).hasToString(example);
      case "timestamp" ->
          assertThat(properties.getTimestamp()).isEqualTo(new Date(Long.parseLong(example)));
      case "expiration" ->
          assertThat(Long.parseLong(properties.getExpiration())).isBetween(1L, MINUTE);
      // It was in the past, and is over.
      case "headers:x-delay" -> assertThat(body).asString(UTF_8).isEqualTo("x");
      default ->
          assertThat(properties.getHeaders().get(field.substring("headers:".length())))
              .hasToString(example);
    }
  }

  @Test
  void whatIsDelayedIsInATopicWhenItIsDue() throws Exception {
    int delay = 300;
    try (Channel channel = connection.createChannel()) {
      channel.confirmSelect();
      channel.queueDeclare(name, true, false, false, Map.of());
      channel.exchangeDeclare(
          name, "x-delayed-message", true, false, Map.of("x-delayed-type", "fanout"));
      channel.queueBind(name, name, "");
      long before = System.currentTimeMillis();
      channel.basicPublish(
          name,
          "",
          new BasicProperties.Builder().headers(Map.of("x-delay", delay)).build(),
          "x".getBytes(UTF_8));
      channel.waitForConfirmsOrDie(30_000);
      ConsumerRecord<byte[], byte[]> record = consume();
      assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(before + delay);
      assertThat(record.headers().lastHeader("deliver-at")).isNull();
      // Elsewhere it is a header like others.
      channel.basicPublish(
          "",
          name,
          new BasicProperties.Builder().headers(Map.of("x-delay", MINUTE)).build(),
          "y".getBytes(UTF_8));
      channel.waitForConfirmsOrDie(30_000);
      channel.basicGet(name, true);
      GetResponse got = await().until(() -> channel.basicGet(name, true), Objects::nonNull);
      assertThat(got.getBody()).asString(UTF_8).isEqualTo("y");
      assertThat(got.getProps().getHeaders()).containsEntry("x-delay", MINUTE);
    }
  }

  @Test
  void headersOfAllTypesComeBackAsTheyWent() throws Exception {
    Map<String, Object> headers = new LinkedHashMap<>();
    headers.put("byte", (byte) 7);
    headers.put("short", (short) 7);
    headers.put("int", 7);
    headers.put("long", 7L);
    headers.put("float", 1.5f);
    headers.put("double", 1.5);
    headers.put("decimal", new BigDecimal("3.14"));
    headers.put("flag", true);
    headers.put("time", new Date(1_700_000_000_000L));
    headers.put("bytes", new byte[] {1, 2});
    headers.put("list", List.of(1, "two", List.of(3L)));
    headers.put("table", Map.of("a", true, "b", Map.of("c", (short) 1)));
    headers.put("nothing", null);
    try (Channel channel = connection.createChannel()) {
      channel.confirmSelect();
      channel.queueDeclare(name + "-letters", true, false, false, Map.of());
      channel.queueDeclare(
          name,
          true,
          false,
          false,
          Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", name + "-letters"));
      channel.basicPublish(
          "",
          name,
          new BasicProperties.Builder().deliveryMode(1).headers(headers).build(),
          "x".getBytes(UTF_8));
      channel.waitForConfirmsOrDie(30_000);
      // Kafka's clients and HTTP's see text.
      assertThat(header(consume(), "header:long")).asString(UTF_8).isEqualTo("7");
      assertThat(read().headers().firstValue("X-Prop-flag")).hasValue("true");

      GetResponse got = await().until(() -> channel.basicGet(name, false), Objects::nonNull);
      assertThat(texts(got.getProps().getHeaders())).isEqualTo(texts(headers));
      assertThat(got.getProps().getDeliveryMode()).isEqualTo(1);
      channel.basicReject(got.getEnvelope().getDeliveryTag(), false);
      GetResponse letter =
          await().until(() -> channel.basicGet(name + "-letters", true), Objects::nonNull);
      Map<String, Object> left = new LinkedHashMap<>(letter.getProps().getHeaders());
      left.keySet().removeIf(key -> key.startsWith("x-"));
      assertThat(texts(left)).isEqualTo(texts(headers));
    }
  }

  /** With their types, and in a form that can be compared. */
  private static Map<String, String> texts(Map<String, Object> headers) {
    Map<String, String> texts = new LinkedHashMap<>();
    headers.forEach((key, value) -> texts.put(key, text(value)));
    return texts;
  }

  private static String text(Object value) {
    return switch (value) {
      case null -> "nothing";
      case LongString text -> "String " + text;
      case String text -> "String " + text;
      case byte[] bytes -> "bytes " + List.of(bytes[0], bytes[1]);
      case List<?> list -> "list " + list.stream().map(AmqpMappingTest::text).toList();
      case Map<?, ?> map -> {
        List<String> fields = new ArrayList<>();
        map.forEach((key, each) -> fields.add(key + "=" + text(each)));
        yield "table " + fields.stream().sorted().toList();
      }
      default -> value.getClass().getSimpleName() + " " + value;
    };
  }

  private static String field(Map<String, String> row) {
    return row.get("AMQP 0-9-1").replaceAll("[`]", "").replaceAll(",.*", "");
  }

  private static byte[] header(ConsumerRecord<byte[], byte[]> record, String cell) {
    return record.headers().lastHeader(cell.substring("header:".length())).value();
  }

  private ConsumerRecord<byte[], byte[]> consume() {
    TopicPartition place = new TopicPartition(name, 0);
    consumer.assign(List.of(place));
    consumer.seek(place, 0);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int poll = 0; records.isEmpty() && poll < 100; poll++) {
      consumer.poll(Duration.ofMillis(300)).forEach(records::add);
    }
    assertThat(records).isNotEmpty();
    return records.getFirst();
  }

  /** The first message, as it is. */
  private HttpResponse<String> read() throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(WEIR.http() + "/topics/" + name + "/partitions/0/records?offset=0"))
            .header("Accept", "application/octet-stream");
    Side.user().ifPresent(user -> request.header("Authorization", user.basic()));
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
