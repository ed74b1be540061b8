package io.weir.amqp091.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import io.weir.amqp091.JavaClients;
import io.weir.amqp091.TestServer;
import io.weir.amqp091.WireClient;
import io.weir.amqp091.codec.BasicMethod;
import io.weir.amqp091.codec.BasicProperties;
import io.weir.amqp091.codec.ChannelMethod;
import io.weir.amqp091.codec.ContentHeader;
import io.weir.amqp091.codec.QueueMethod;
import io.weir.amqp091.codec.Table;
import io.weir.amqp091.codec.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long a client may have a message of a quorum queue without settling it. */
class ConsumerTimeoutTest {
  private static final String TIMEOUT = "x-consumer-timeout";

  private TestServer server;
  private Connection connection;
  private Channel channel;
  private final List<Delivery> first = new CopyOnWriteArrayList<>();
  private final List<Delivery> second = new CopyOnWriteArrayList<>();
  private final List<String> cancelled = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
    connection = JavaClients.connect(server.port());
    channel = connection.createChannel();
  }

  @AfterEach
  void stop() {
    connection.abort();
    server.close();
  }

  private void declare(String type, Map<String, Object> more) throws Exception {
    Map<String, Object> arguments = new HashMap<>(more);
    arguments.put("x-queue-type", type);
    channel.queueDeclare("q", true, false, false, arguments);
  }

  private void publish(String... bodies) throws Exception {
    for (String body : bodies) {
      channel.basicPublish("", "q", null, body.getBytes());
    }
  }

  private void consume(List<Delivery> into, String tag, Map<String, Object> arguments)
      throws Exception {
    channel.basicConsume(
        "q",
        false,
        tag,
        false,
        false,
        arguments,
        (of, delivery) -> into.add(delivery),
        of -> cancelled.add(of));
  }

  @Test
  void whatIsHeldForTooLongGoesToAnotherAndDoesNotCountAsFailed() throws Exception {
    declare("quorum", Map.of());
    publish("a", "b");
    consume(first, "slow", Map.of(TIMEOUT, 50));
    await().until(() -> first.size() == 2);

    await().until(() -> cancelled.equals(List.of("slow")));
    consume(second, "other", Map.of());
    await().until(() -> second.size() == 2);

    assertThat(second).allMatch(delivery -> delivery.getEnvelope().isRedeliver());
    assertThat(second)
        .allMatch(
            delivery -> delivery.getProperties().getHeaders().get("x-acquired-count").equals(1L))
        .noneMatch(
            delivery -> delivery.getProperties().getHeaders().containsKey("x-delivery-count"));
  }

  @Test
  void settlingItAfterwardsIsNoFaultAndChangesNothing() throws Exception {
    declare("quorum", Map.of(TIMEOUT, 50));
    publish("a", "b");
    consume(first, "slow", Map.of());
    await().until(() -> cancelled.equals(List.of("slow")));

    channel.basicAck(first.get(0).getEnvelope().getDeliveryTag(), false);
    channel.basicAck(first.get(1).getEnvelope().getDeliveryTag(), true);
    assertThat(channel.queueDeclarePassive("q").getMessageCount()).isEqualTo(2);
  }

  @Test
  void whoeverSettlesInTimeGoesOn() throws Exception {
    declare("quorum", Map.of(TIMEOUT, 600_000));
    consume(first, "quick", Map.of(TIMEOUT, 200));
    for (int i = 0; i < 20; i++) {
      publish("m" + i);
      int expected = i + 1;
      await().until(() -> first.size() == expected);
      channel.basicAck(first.get(i).getEnvelope().getDeliveryTag(), false);
    }
    assertThat(cancelled).isEmpty();
  }

  @Test
  void aConsumersOwnTimeComesBeforeItsQueues() throws Exception {
    declare("quorum", Map.of(TIMEOUT, 50));
    publish("a");
    channel.basicQos(1);
    consume(first, "patient", Map.of(TIMEOUT, 0));
    await().until(() -> first.size() == 1);
    consume(second, "hasty", Map.of());
    publish("b");
    await().until(() -> cancelled.equals(List.of("hasty")));
    assertThat(channel.queueDeclarePassive("q").getConsumerCount()).isEqualTo(1);
  }

  @Test
  void aClassicQueueHasNoneAsInRabbitMq() throws Exception {
    declare("classic", Map.of());
    publish("a");
    consume(first, "slow", Map.of(TIMEOUT, 1));
    channel.queueDeclare("other", true, false, false, Map.of("x-queue-type", "quorum"));
    channel.basicPublish("", "other", null, "b".getBytes());
    channel.basicConsume(
        "other",
        false,
        "hasty",
        false,
        false,
        Map.of(TIMEOUT, 50),
        (of, delivery) -> {},
        of -> cancelled.add(of));

    await().until(() -> !cancelled.isEmpty());
    assertThat(cancelled).containsExactly("hasty");
  }

  @Test
  void aClientThatDoesNotHearOfCancellationLosesItsChannel() throws Exception {
    try (WireClient client = new WireClient(server.port())) {
      client.connect(WireClient.capabilities(false), 0);
      client.send(1, new ChannelMethod.Open(""));
      client.expect(1, ChannelMethod.OpenOk.class);
      Table quorum = Table.builder().put("x-queue-type", "quorum").build();
      client.send(1, new QueueMethod.Declare(0, "q", false, true, false, false, false, quorum));
      client.expect(1, QueueMethod.DeclareOk.class);
      client.publish(1, "q", BasicProperties.EMPTY, "a");
      Table hasty = Table.builder().put(TIMEOUT, new Value.Int32(50)).build();
      client.send(1, new BasicMethod.Consume(0, "q", "c", false, false, false, false, hasty));
      client.expect(1, BasicMethod.ConsumeOk.class);
      client.expect(1, BasicMethod.Deliver.class);
      assertThat(client.next().what()).isInstanceOf(ContentHeader.class);
      assertThat(client.next().what()).isEqualTo("a");

      assertThat(client.expect(1, ChannelMethod.Close.class).replyCode()).isEqualTo(406);
    }
  }
}
