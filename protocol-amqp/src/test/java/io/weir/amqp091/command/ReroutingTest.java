package io.weir.amqp091.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.weir.amqp091.TestServer;
import io.weir.amqp091.mapping.KeptHeaders;
import io.weir.core.CoreOptions;
import io.weir.protocol.ConnectionBounds;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that are routed again out of a log, by headers that are no texts. */
class ReroutingTest {
  private static final Map<String, Object> HEADERS =
      Map.of("size", 7, "urgent", true, "ratio", 0.5, "colour", "red");

  private final TestServer server =
      new TestServer(
          CoreOptions.DEFAULT.withHeaderTypes(List.of(new KeptHeaders())),
          ConnectionBounds.DEFAULT);
  private Connection connection;
  private Channel channel;

  @BeforeEach
  void connect() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(server.port());
    connection = factory.newConnection();
    channel = connection.createChannel();
    channel.confirmSelect();
    channel.queueDeclare("fits", true, false, false, Map.of());
    channel.queueDeclare("differs", true, false, false, Map.of());
  }

  @AfterEach
  void disconnect() {
    connection.abort();
    server.close();
  }

  private void bind(String exchange) throws IOException {
    channel.queueBind(
        "fits",
        exchange,
        "",
        Map.of("x-match", "all", "size", 7, "urgent", true, "ratio", 0.5, "colour", "red"));
    // What the text of a header is, is not what it was.
    channel.queueBind("differs", exchange, "", Map.of("x-match", "any", "size", "7"));
    channel.queueBind("differs", exchange, "", Map.of("x-match", "any", "urgent", false));
  }

  private void publish(String exchange, String key, Map<String, Object> headers) throws Exception {
    BasicProperties properties =
        new BasicProperties.Builder().deliveryMode(2).headers(headers).build();
    channel.basicPublish(exchange, key, properties, "hello".getBytes(UTF_8));
    channel.waitForConfirmsOrDie(30_000);
  }

  private GetResponse arrived() {
    return await().until(() -> channel.basicGet("fits", true), Objects::nonNull);
  }

  private void assertRoutedByTypes() throws IOException {
    Map<String, Object> headers = arrived().getProps().getHeaders();
    assertThat(headers).containsEntry("size", 7).containsEntry("urgent", true);
    assertThat(headers).containsEntry("ratio", 0.5);
    assertThat(channel.basicGet("differs", true)).isNull();
  }

  @Test
  void aDeadLetterIsRoutedByWhatItsHeadersWere() throws Exception {
    channel.exchangeDeclare("letters", "headers", true);
    bind("letters");
    channel.queueDeclare("first", true, false, false, Map.of("x-dead-letter-exchange", "letters"));
    publish("", "first", HEADERS);
    GetResponse got = await().until(() -> channel.basicGet("first", false), Objects::nonNull);
    channel.basicReject(got.getEnvelope().getDeliveryTag(), false);
    assertRoutedByTypes();
  }

  @Test
  void aDelayedMessageIsToo() throws Exception {
    channel.exchangeDeclare(
        "later", "x-delayed-message", true, false, Map.of("x-delayed-type", "headers"));
    bind("later");
    publish(
        "later",
        "",
        Map.of("size", 7, "urgent", true, "ratio", 0.5, "colour", "red", "x-delay", 50));
    assertRoutedByTypes();
  }
}
