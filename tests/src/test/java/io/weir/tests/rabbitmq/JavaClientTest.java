package io.weir.tests.rabbitmq;

import static io.weir.tests.rabbitmq.Entities.newName;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.RpcClient;
import com.rabbitmq.client.RpcClientParams;
import com.rabbitmq.client.ShutdownSignalException;
import io.weir.tests.servers.AmqpServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** RabbitMQ's own client for Java. */
@OnEachAmqpServer
class JavaClientTest {
  private static final long SECONDS = 30;

  @Parameter AmqpServer server;

  private Connection connection;
  private Channel channel;

  @BeforeEach
  void connect() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(server.uri());
    connection = factory.newConnection("tests");
    channel = connection.createChannel();
  }

  @AfterEach
  void disconnect() throws IOException {
    connection.abort();
  }

  @Test
  void theServerSaysWhatTheClientHeeds() {
    assertThat(connection.getServerProperties().get("product")).hasToString("RabbitMQ");
    assertThat(connection.getChannelMax()).isEqualTo(2047);
    assertThat(connection.getFrameMax()).isEqualTo(131_072);
    assertThat(connection.getHeartbeat()).isEqualTo(60);
  }

  @Test
  void whatIsConfirmedIsDeliveredInItsOrder() throws Exception {
    String queue = durable("java", Map.of());
    channel.confirmSelect();
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      sent.add("message " + i);
      channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, bytes("message " + i));
    }
    channel.waitForConfirmsOrDie(TimeUnit.SECONDS.toMillis(SECONDS));

    channel.basicQos(20);
    BlockingQueue<Delivery> deliveries = consume(channel, queue);
    List<String> received = new ArrayList<>();
    while (received.size() < sent.size()) {
      Delivery delivery = next(deliveries);
      received.add(text(delivery.getBody()));
      if (received.size() % 10 == 0) {
        channel.basicAck(delivery.getEnvelope().getDeliveryTag(), true);
      }
    }
    assertThat(received).isEqualTo(sent);
    channel.queueDelete(queue);
  }

  @Test
  void whatIsRejectedGoesToTheExchangeForDeadLetters() throws Exception {
    String dead = durable("dead", Map.of());
    String exchange = newName("dlx");
    channel.exchangeDeclare(exchange, BuiltinExchangeType.FANOUT, true);
    channel.queueBind(dead, exchange, "");
    String queue = durable("work", Map.of("x-dead-letter-exchange", exchange));
    BlockingQueue<Delivery> letters = consume(channel, dead);
    channel.basicPublish("", queue, null, bytes("bad"));

    GetResponse bad = get(queue);
    channel.basicReject(bad.getEnvelope().getDeliveryTag(), false);

    Delivery letter = next(letters);
    assertThat(text(letter.getBody())).isEqualTo("bad");
    assertThat(letter.getEnvelope().getExchange()).isEqualTo(exchange);
    assertThat(letter.getProperties().getHeaders().get("x-first-death-reason"))
        .hasToString("rejected");
    channel.queueDelete(queue);
    channel.queueDelete(dead);
    channel.exchangeDelete(exchange);
  }

  @Test
  void whatIsGotAndNotSettledComesBack() throws Exception {
    String queue = durable("got", Map.of());
    channel.basicPublish("", queue, null, bytes("once"));
    assertThat(get(queue).getEnvelope().isRedeliver()).isFalse();
    channel.close();

    channel = connection.createChannel();
    GetResponse again = get(queue);
    assertThat(again.getEnvelope().isRedeliver()).isTrue();
    channel.basicAck(again.getEnvelope().getDeliveryTag(), false);
    assertThat(channel.basicGet(queue, true)).isNull();
    channel.queueDelete(queue);
  }

  @Test
  void aQuestionIsAnsweredDirectly() throws Exception {
    String queue = channel.queueDeclare().getQueue();
    Channel answering = connection.createChannel();
    answering.basicConsume(
        queue,
        true,
        (tag, question) -> {
          AMQP.BasicProperties asked = question.getProperties();
          answering.basicPublish(
              "",
              asked.getReplyTo(),
              new AMQP.BasicProperties.Builder().correlationId(asked.getCorrelationId()).build(),
              bytes("answer to " + text(question.getBody())));
        },
        tag -> {});

    try (RpcClient client =
        new RpcClient(new RpcClientParams().channel(channel).exchange("").routingKey(queue))) {
      assertThat(client.stringCall("one")).isEqualTo("answer to one");
      assertThat(client.stringCall("two")).isEqualTo("answer to two");
    }
  }

  @Test
  void whatMustBeRoutedAndIsNotComesBackBeforeItsConfirm() throws Exception {
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    channel.addReturnListener((Return back) -> events.add("returned " + back.getReplyText()));
    channel.addConfirmListener((tag, multiple) -> events.add("confirmed"), (tag, multiple) -> {});
    channel.confirmSelect();

    channel.basicPublish("", newName("nowhere"), true, null, bytes("back"));

    assertThat(next(events)).isEqualTo("returned NO_ROUTE");
    assertThat(next(events)).isEqualTo("confirmed");
  }

  @Test
  void exchangesAndQueuesAreBoundAndUnbound() throws Exception {
    String first = newName("first");
    String second = newName("second");
    channel.exchangeDeclare(first, BuiltinExchangeType.TOPIC, true);
    channel.exchangeDeclare(second, BuiltinExchangeType.HEADERS, true);
    channel.exchangeBind(second, first, "orders.#");
    String queue = durable("bound", Map.of("x-max-length", 10));
    channel.queueBind(queue, second, "", Map.of("x-match", "any", "colour", "red"));
    AMQP.BasicProperties red =
        new AMQP.BasicProperties.Builder().headers(Map.of("colour", "red")).build();

    channel.basicPublish(first, "orders.new", red, bytes("yes"));
    channel.basicPublish(first, "orders.new", null, bytes("no"));
    channel.basicPublish(first, "other", red, bytes("no"));

    assertThat(text(get(queue).getBody())).isEqualTo("yes");
    assertThat(channel.messageCount(queue)).isZero();
    channel.exchangeUnbind(second, first, "orders.#");
    channel.exchangeDelete(first, true);
    channel.queueUnbind(queue, second, "", Map.of("x-match", "any", "colour", "red"));
    channel.exchangeDelete(second, true);
    channel.queueDelete(queue, true, true);
  }

  @Test
  void aTransactionHappensWholeOrNotAtAll() throws Exception {
    String queue = durable("tx", Map.of());
    channel.txSelect();
    channel.basicPublish("", queue, null, bytes("never"));
    channel.txRollback();
    channel.basicPublish("", queue, null, bytes("one"));
    channel.basicPublish("", queue, null, bytes("two"));
    channel.txCommit();

    assertThat(channel.messageCount(queue)).isEqualTo(2);
    channel.queueDelete(queue);
  }

  @Test
  void aConsumerIsToldThatItsQueueIsGone() throws Exception {
    String queue = durable("gone", Map.of());
    BlockingQueue<String> cancelled = new LinkedBlockingQueue<>();
    channel.basicConsume(queue, (tag, delivery) -> {}, tag -> cancelled.add(tag));
    Channel other = connection.createChannel();

    other.queueDelete(queue);

    assertThat(next(cancelled)).startsWith("amq.ctag-");
  }

  @Test
  void anotherDeclarationIsRefusedAndClosesTheChannelAlone() throws Exception {
    String queue = durable("again", Map.of());

    assertThatThrownBy(() -> channel.queueDeclare(queue, false, false, false, Map.of()))
        .isInstanceOf(IOException.class)
        .cause()
        .isInstanceOf(ShutdownSignalException.class)
        .hasMessageContaining("reply-code=406")
        .hasMessageContaining("inequivalent arg 'durable' for queue '" + queue + "'");
    assertThatThrownBy(() -> channel.basicQos(1)).isInstanceOf(AlreadyClosedException.class);
    channel = connection.createChannel();
    channel.queueDelete(queue);
  }

  private String durable(String name, Map<String, Object> arguments) throws IOException {
    return channel.queueDeclare(newName(name), true, false, false, arguments).getQueue();
  }

  private static BlockingQueue<Delivery> consume(Channel channel, String queue) throws IOException {
    BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
    channel.basicConsume(queue, (tag, delivery) -> deliveries.add(delivery), tag -> {});
    return deliveries;
  }

  /** What is there; publications that were not confirmed are, as they went the same way. */
  private GetResponse get(String queue) throws IOException {
    GetResponse response = channel.basicGet(queue, false);
    assertThat(response).isNotNull();
    return response;
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(SECONDS, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
