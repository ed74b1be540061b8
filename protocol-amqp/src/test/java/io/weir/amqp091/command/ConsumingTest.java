package io.weir.amqp091.command;

import static io.weir.amqp091.JavaClients.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.RpcClient;
import com.rabbitmq.client.RpcClientParams;
import com.rabbitmq.client.impl.AMQImpl;
import io.weir.amqp091.JavaClients;
import io.weir.amqp091.TestServer;
import io.weir.testing.Leaks;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Consuming, taking single messages, and settling. */
@ExtendWith(Leaks.class)
class ConsumingTest {
  private TestServer server;
  private Connection connection;
  private Channel channel;
  private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
  private final List<String> cancelled = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
    connection = JavaClients.connect(server.port());
    channel = connection.createChannel();
    channel.queueDeclare("q", true, false, false, null);
  }

  @AfterEach
  void stop() {
    connection.abort();
    server.close();
  }

  private void publish(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      channel.basicPublish("", "q", null, ("m" + i).getBytes(StandardCharsets.UTF_8));
    }
  }

  private String consume(Channel on, boolean autoAck) throws Exception {
    return on.basicConsume(
        "q", autoAck, (tag, delivery) -> deliveries.add(delivery), tag -> cancelled.add(tag));
  }

  private Delivery next() throws Exception {
    Delivery delivery = deliveries.poll(20, TimeUnit.SECONDS);
    assertThat(delivery).as("a delivery").isNotNull();
    return delivery;
  }

  private static String text(Delivery delivery) {
    return new String(delivery.getBody(), StandardCharsets.UTF_8);
  }

  private long ready() throws Exception {
    return channel.queueDeclarePassive("q").getMessageCount();
  }

  @Test
  void whatAConsumerHasRoomForIsNotGivenToWhoAsksForASingleOne() throws Exception {
    consume(channel, false);
    for (int i = 0; i < 20; i++) {
      publish(1);
      assertThat(channel.basicGet("q", true)).isNull();
      assertThat(text(next())).isEqualTo("m0");
    }
    channel.basicQos(1);
    channel.queueDeclare("other", true, false, false, null);
    channel.basicConsume("other", false, (tag, delivery) -> deliveries.add(delivery), tag -> {});
    channel.basicPublish("", "other", null, new byte[] {'1'});
    channel.basicPublish("", "other", null, new byte[] {'2'});
    assertThat(text(next())).isEqualTo("1");
    assertThat(channel.basicGet("other", true).getBody()).isEqualTo(new byte[] {'2'});
  }

  @Test
  void manyMessagesComeInOrderAndAreSettledTogether() throws Exception {
    publish(2_000);
    consume(channel, false);
    Delivery last = null;
    for (int i = 0; i < 2_000; i++) {
      last = next();
      assertThat(text(last)).isEqualTo("m" + i);
      assertThat(last.getEnvelope().getDeliveryTag()).isEqualTo(i + 1);
    }
    channel.basicAck(last.getEnvelope().getDeliveryTag(), true);
    channel.close();
    assertThat(connection.createChannel().queueDeclarePassive("q").getMessageCount()).isZero();
  }

  @Test
  void whatNeedNotBeSettledIsGoneOnceItIsDelivered() throws Exception {
    publish(1_000);
    consume(channel, true);
    for (int i = 0; i < 1_000; i++) {
      assertThat(text(next())).isEqualTo("m" + i);
    }
    assertThat(ready()).isZero();
  }

  @Test
  void prefetchBoundsWhatAConsumerHas() throws Exception {
    publish(10);
    channel.basicQos(3);
    consume(channel, false);
    for (int i = 0; i < 3; i++) {
      next();
    }
    await().untilAsserted(() -> assertThat(ready()).isEqualTo(7));
    assertThat(deliveries).isEmpty();
    channel.basicAck(1, false);
    assertThat(text(next())).isEqualTo("m3");
  }

  @Test
  void prefetchOfAChannelIsSharedByItsConsumers() throws Exception {
    publish(10);
    channel.basicQos(0, 4, true);
    consume(channel, false);
    consume(channel, false);
    for (int i = 0; i < 4; i++) {
      next();
    }
    await().untilAsserted(() -> assertThat(ready()).isEqualTo(6));
    assertThat(deliveries).isEmpty();
  }

  @Test
  void prefetchInBytesIsNotImplementedAnywhere() {
    assertThat(refusal(540, () -> channel.basicQos(1, 1, false))).contains("prefetch_size!=0");
  }

  @Test
  void whatIsGivenBackComesAgainAtItsPlaceAndFlagged() throws Exception {
    publish(3);
    assertThat(channel.basicGet("q", false).getEnvelope().isRedeliver()).isFalse();
    channel.basicNack(1, false, true);
    var again = channel.basicGet("q", false);
    assertThat(again.getBody()).asString().isEqualTo("m0");
    assertThat(again.getEnvelope().isRedeliver()).isTrue();
    channel.basicReject(again.getEnvelope().getDeliveryTag(), false);
    assertThat(ready()).isEqualTo(2);
    channel.basicGet("q", false);
    channel.basicGet("q", false);
    channel.basicRecover(true);
    assertThat(ready()).isEqualTo(2);
    assertThat(channel.basicGet("q", true).getBody()).asString().isEqualTo("m1");
  }

  @Test
  void aChannelThatClosesGivesBackWhatItHas() throws Exception {
    publish(5);
    Channel other = connection.createChannel();
    consume(other, false);
    for (int i = 0; i < 5; i++) {
      next();
    }
    other.close();
    assertThat(ready()).isEqualTo(5);
  }

  @Test
  void aTagThatNamesNothingClosesTheChannel() throws Exception {
    publish(1);
    channel.basicGet("q", false);
    channel.basicAck(1, false);
    channel.basicAck(1, false);
    assertThat(refusal(406, this::ready)).isEqualTo("PRECONDITION_FAILED - unknown delivery tag 1");
  }

  @Test
  void recoveringWithoutRequeueingIsNotImplementedAnywhere() {
    assertThat(refusal(540, () -> channel.basicRecover(false))).contains("requeue=false");
  }

  @Test
  void getSaysHowManyAreLeftAndWhenThereIsNone() throws Exception {
    assertThat(channel.basicGet("q", true)).isNull();
    publish(2);
    assertThat(channel.basicGet("q", true).getMessageCount()).isEqualTo(1);
    channel.queueDelete("q");
    channel.queueDeclare("q", true, false, false, null);
    assertThat(channel.basicGet("q", true)).isNull();
    assertThat(refusal(404, () -> channel.basicGet("nowhere", true)))
        .contains("no queue 'nowhere'");
  }

  @Test
  void aConsumerThatIsCancelledGetsNothingMoreAndMayStillSettle() throws Exception {
    publish(1);
    String tag = consume(channel, false);
    Delivery first = next();
    channel.basicCancel(tag);
    publish(1);
    assertThat(ready()).isEqualTo(1);
    channel.basicAck(first.getEnvelope().getDeliveryTag(), false);
    assertThat(ready()).isEqualTo(1);
    assertThat(channel.queueDeclarePassive("q").getConsumerCount()).isZero();
    assertThat(deliveries).isEmpty();
  }

  @Test
  void aQueueThatGoesWithItsLastConsumerIsGoneWhenThatIsCancelled() throws Exception {
    channel.queueDeclare("brief", true, false, true, null);
    String tag = channel.basicConsume("brief", false, (t, d) -> {}, t -> {});
    channel.basicCancel(tag);
    refusal(404, () -> channel.queueDeclarePassive("brief"));
  }

  @Test
  void aConsumerWhoseQueueGoesIsTold() throws Exception {
    String tag = consume(channel, false);
    connection.createChannel().queueDelete("q");
    await().untilAsserted(() -> assertThat(cancelled).containsExactly(tag));
  }

  @Test
  void tagsOfConsumersAreTheServersOrTheClientsAndNotUsedTwice() throws Exception {
    assertThat(consume(channel, false)).startsWith("amq.ctag-");
    channel.basicConsume("q", false, "mine", (t, d) -> {}, t -> {});
    assertThat(refusal(530, () -> channel.basicConsume("q", false, "mine", (t, d) -> {}, t -> {})))
        .contains("attempt to reuse consumer tag 'mine'");
  }

  @Test
  void anExclusiveConsumerIsAlone() throws Exception {
    channel.basicConsume("q", false, "", false, true, null, (t, d) -> {}, t -> {});
    Channel other = connection.createChannel();
    assertThat(refusal(403, () -> other.basicConsume("q", (t, d) -> {}, t -> {})))
        .contains("queue 'q' in vhost '/' in exclusive use");
  }

  @Test
  void anArgumentOfAConsumerThatCannotBeIsRefused() {
    assertThat(
            refusal(
                406,
                () ->
                    channel.basicConsume(
                        "q", false, Map.of("x-priority", "high"), (t, d) -> {}, t -> {})))
        .contains("invalid arg 'x-priority'");
  }

  @Test
  void readersOfStreamsSayHowMuchTheyTake() throws Exception {
    channel.queueDeclare("s", true, false, false, Map.of("x-queue-type", "stream"));
    assertThat(refusal(406, () -> channel.basicConsume("s", false, (t, d) -> {}, t -> {})))
        .contains("consumer prefetch count is not set for stream queue 's'");
    Channel other = connection.createChannel();
    other.basicQos(10);
    other.basicConsume("s", false, Map.of("x-stream-offset", "first"), (t, d) -> {}, t -> {});
    assertThat(refusal(540, () -> other.basicConsume("s", true, (t, d) -> {}, t -> {})))
        .contains("automatic acknowledgement not supported");
  }

  @Test
  void repliesGoStraightToWhoAsked() throws Exception {
    Channel server = connection.createChannel();
    server.basicConsume(
        "q",
        true,
        (tag, asked) ->
            server.basicPublish(
                "",
                asked.getProperties().getReplyTo(),
                new AMQP.BasicProperties.Builder()
                    .correlationId(asked.getProperties().getCorrelationId())
                    .build(),
                (text(asked) + "!").getBytes(StandardCharsets.UTF_8)),
        tag -> {});
    try (RpcClient client =
        new RpcClient(
            new RpcClientParams()
                .channel(channel)
                .exchange("")
                .routingKey("q")
                .replyTo("amq.rabbitmq.reply-to")
                .timeout(20_000))) {
      for (int i = 0; i < 20; i++) {
        assertThat(client.stringCall("hello")).isEqualTo("hello!");
      }
    }
  }

  @Test
  void aReplyConsumerDoesNotAcknowledge() {
    assertThat(
            refusal(
                406,
                () -> channel.basicConsume("amq.rabbitmq.reply-to", false, (t, d) -> {}, t -> {})))
        .contains("reply consumer cannot acknowledge");
  }

  @Test
  void aFlowThatStopsTheServerIsNotImplementedAnywhere() throws Exception {
    assertThat(
            refusal(540, () -> channel.rpc(new AMQP.Channel.Flow.Builder().active(false).build())))
        .contains("active=false");
  }

  @Test
  void propertiesAndHeadersComeAsTheyWere() throws Exception {
    var properties =
        new AMQP.BasicProperties.Builder()
            .contentType("text/plain")
            .contentEncoding("gzip")
            .deliveryMode(1)
            .priority(7)
            .correlationId("c")
            .replyTo("r")
            .expiration("60000")
            .messageId("m")
            .timestamp(new java.util.Date(1_700_000_000_000L))
            .type("t")
            .appId("a")
            .clusterId("cl")
            .headers(
                Map.of(
                    "int",
                    5,
                    "long",
                    6L,
                    "bool",
                    true,
                    "double",
                    1.5,
                    "list",
                    List.of(1, "two"),
                    "table",
                    Map.of("deep", 3)))
            .build();
    channel.basicPublish("", "q", properties, new byte[] {1});
    AMQP.BasicProperties got = channel.basicGet("q", true).getProps();
    assertThat(got).hasToString(readBack(properties).toString());
  }

  /** As the client itself reads what it writes: texts become its LongString. */
  private static AMQP.BasicProperties readBack(AMQP.BasicProperties properties) throws Exception {
    byte[] payload = properties.toFrame(1, 0).getPayload();
    return (AMQP.BasicProperties)
        AMQImpl.readContentHeaderFrom(new DataInputStream(new ByteArrayInputStream(payload)));
  }
}
