package io.weir.amqp091.command;

import static io.weir.amqp091.JavaClients.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.amqp091.JavaClients;
import io.weir.amqp091.TestServer;
import io.weir.amqp091.WireClient;
import io.weir.amqp091.codec.BasicMethod;
import io.weir.amqp091.codec.BasicProperties;
import io.weir.amqp091.codec.ConfirmMethod;
import io.weir.amqp091.codec.ConnectionMethod;
import io.weir.amqp091.codec.QueueMethod;
import io.weir.amqp091.codec.ShortString;
import io.weir.amqp091.codec.Table;
import io.weir.core.failure.Failure;
import io.weir.core.queue.Outcome;
import io.weir.protocol.ConnectionBounds;
import io.weir.testing.Leaks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Publishing, and what a publisher hears of it. */
@ExtendWith(Leaks.class)
class PublishingTest {
  private TestServer server;
  private Connection connection;
  private Channel channel;

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

  private static BasicMethod.Publish to(String exchange, String key, boolean mandatory) {
    return new BasicMethod.Publish(
        0, ShortString.of(exchange), ShortString.of(key), mandatory, false);
  }

  private static WireClient confirming(TestServer server) {
    WireClient client = WireClient.open(server.port());
    client.send(1, new ConfirmMethod.Select(false));
    client.expect(1, ConfirmMethod.SelectOk.class);
    return client;
  }

  // ---- confirms

  @Test
  void allThatIsPublishedIsConfirmed() throws Exception {
    channel.confirmSelect();
    for (int i = 0; i < 500; i++) {
      channel.basicPublish("", "q", null, new byte[] {1});
    }
    channel.waitForConfirmsOrDie(20_000);
    assertThat(channel.queueDeclarePassive("q").getMessageCount()).isEqualTo(500);
  }

  @Test
  void confirmsComeInOrderAndTogetherWhereTheyCan() {
    List<Promise<Outcome>> outcomes = new ArrayList<>();
    server.queues.instead =
        () -> {
          Promise<Outcome> outcome = Promise.promise();
          outcomes.add(outcome);
          return Optional.of(outcome.future());
        };
    try (var client = confirming(server)) {
      for (int i = 0; i < 4; i++) {
        client.publish(1, "q", BasicProperties.EMPTY, "body");
      }
      await().until(() -> outcomes.size() == 4);
      outcomes.get(2).complete(new Outcome.Stored(1));
      outcomes.get(1).complete(new Outcome.Stored(1));
      outcomes.get(0).complete(new Outcome.Stored(1));
      assertThat(client.expect(1, BasicMethod.Ack.class)).isEqualTo(new BasicMethod.Ack(3, true));
      outcomes.get(3).complete(new Outcome.Stored(1));
      assertThat(client.expect(1, BasicMethod.Ack.class)).isEqualTo(new BasicMethod.Ack(4, false));
    }
  }

  @Test
  void whatIsNotStoredIsToldSo() throws Exception {
    channel.queueDeclare(
        "small", true, false, false, Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
    try (var client = confirming(server)) {
      client.publish(1, "small", BasicProperties.EMPTY, "1");
      assertThat(client.expect(1, BasicMethod.Ack.class).deliveryTag()).isEqualTo(1);
      client.publish(1, "small", BasicProperties.EMPTY, "2");
      assertThat(client.expect(1, BasicMethod.Nack.class))
          .isEqualTo(new BasicMethod.Nack(2, false, false));
    }
  }

  @Test
  void whatCannotBeStoredNowIsToldSoAndPausesThePublisher() {
    server.queues.instead =
        () -> Optional.of(Future.failedFuture(new Failure.StorageFull("no space is left")));
    try (var client = confirming(server)) {
      client.publish(1, "q", BasicProperties.EMPTY, "1");
      assertThat(client.expect(0, ConnectionMethod.Blocked.class).reason())
          .isEqualTo("no space is left");
      client.expect(1, BasicMethod.Nack.class);
      client.expect(0, ConnectionMethod.Unblocked.class);
    }
  }

  @Test
  void whoIsOverALimitWaitsAndLosesNothing() {
    AtomicInteger tries = new AtomicInteger();
    server.queues.instead =
        () ->
            tries.incrementAndGet() == 1
                ? Optional.of(
                    Future.failedFuture(new Failure.Throttled("the limit is reached", 300)))
                : Optional.empty();
    try (var client = confirming(server)) {
      client.publish(1, "q", BasicProperties.EMPTY, "1");
      client.publish(1, "q", BasicProperties.EMPTY, "2");
      assertThat(client.expect(0, ConnectionMethod.Blocked.class).reason())
          .isEqualTo("the limit is reached");
      boolean isUnblocked = false;
      long confirmed = 0;
      while (confirmed < 2 || !isUnblocked) {
        switch (client.next().what()) {
          case BasicMethod.Ack ack -> confirmed = ack.deliveryTag();
          case ConnectionMethod.Unblocked unblocked -> isUnblocked = true;
          default -> throw new AssertionError("something else came");
        }
      }
      client.send(1, new BasicMethod.Get(0, "q", true));
      client.expect(1, BasicMethod.GetOk.class);
      assertThat(client.content()).isEqualTo("1");
    }
  }

  @Test
  void whoPublishesFasterThanIsStoredIsNotListenedToMeanwhile() throws Exception {
    int messages = 200;
    byte[] body = new byte[1024 * 1024];
    int most = ConnectionBounds.DEFAULT.maxUnansweredBytes() / body.length;
    Deque<Promise<Outcome>> open = new ConcurrentLinkedDeque<>();
    AtomicInteger peak = new AtomicInteger();
    server.queues.instead =
        () -> {
          Promise<Outcome> outcome = Promise.promise();
          open.add(outcome);
          peak.accumulateAndGet(open.size(), Math::max);
          return Optional.of(outcome.future());
        };
    var publishing =
        CompletableFuture.runAsync(
            () -> {
              try {
                for (int i = 0; i < messages; i++) {
                  channel.basicPublish("", "q", null, body);
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    for (int left = messages; left > 0; left--) {
      int expected = Math.min(most, left);
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> open.size() >= expected);
      open.remove().complete(new Outcome.Stored(1));
    }
    publishing.join();
    assertThat(peak.get()).isBetween(most, most + 1);
  }

  @Test
  void aClientThatDoesNotWantToHearOfPausesDoesNot() {
    server.queues.instead =
        () -> Optional.of(Future.failedFuture(new Failure.StorageFull("no space is left")));
    try (var client = new WireClient(server.port())) {
      client.connect(Table.EMPTY, 0);
      client.send(1, new io.weir.amqp091.codec.ChannelMethod.Open(""));
      client.expect(1, io.weir.amqp091.codec.ChannelMethod.OpenOk.class);
      client.send(1, new ConfirmMethod.Select(false));
      client.expect(1, ConfirmMethod.SelectOk.class);
      client.publish(1, "q", BasicProperties.EMPTY, "1");
      client.expect(1, BasicMethod.Nack.class);
    }
  }

  // ---- routing

  @Test
  void whatCannotBeRoutedIsReturnedBeforeItIsConfirmed() {
    try (var client = confirming(server)) {
      client.publish(1, to("amq.direct", "nobody", true), BasicProperties.EMPTY, "back");
      var returned = client.expect(1, BasicMethod.Return.class);
      assertThat(returned.replyCode()).isEqualTo(312);
      assertThat(returned.replyText()).hasToString("NO_ROUTE");
      assertThat(returned.routingKey()).hasToString("nobody");
      assertThat(client.content()).isEqualTo("back");
      client.expect(1, BasicMethod.Ack.class);
      client.publish(1, to("amq.direct", "nobody", false), BasicProperties.EMPTY, "lost");
      assertThat(client.expect(1, BasicMethod.Ack.class).deliveryTag()).isEqualTo(2);
    }
  }

  @Test
  void anExchangeThatThereIsNotClosesTheChannel() throws Exception {
    channel.basicPublish("nowhere", "", null, new byte[] {1});
    assertThat(refusal(404, () -> channel.queueDeclarePassive("q")))
        .contains("no exchange 'nowhere' in vhost '/'");
    Channel other = connection.createChannel();
    other.exchangeDeclare("inner", "fanout", true, false, true, null);
    other.basicPublish("inner", "", null, new byte[] {1});
    assertThat(refusal(403, () -> other.queueDeclarePassive("q")))
        .contains("cannot publish to internal exchange 'inner'");
  }

  @Test
  void copiesGoWhereTheirHeadersSay() throws Exception {
    channel.queueDeclare("cc", true, false, false, null);
    channel.queueDeclare("bcc", true, false, false, null);
    channel.basicPublish(
        "",
        "q",
        new AMQP.BasicProperties.Builder()
            .headers(Map.of("CC", List.of("cc"), "BCC", List.of("bcc")))
            .build(),
        new byte[] {1});
    assertThat(channel.basicGet("q", true).getProps().getHeaders()).containsOnlyKeys("CC");
    assertThat(channel.basicGet("cc", true)).isNotNull();
    assertThat(channel.basicGet("bcc", true)).isNotNull();
    channel.basicPublish(
        "",
        "q",
        new AMQP.BasicProperties.Builder().headers(Map.of("CC", "cc")).build(),
        new byte[] {1});
    refusal(406, () -> channel.queueDeclarePassive("q"));
  }

  @Test
  void whatNoMessageCanSayClosesTheChannel() throws Exception {
    assertThat(closedBy(new AMQP.BasicProperties.Builder().userId("another").build(), 406))
        .contains("user_id property set to 'another' but authenticated user was 'guest'");
    assertThat(closedBy(new AMQP.BasicProperties.Builder().expiration("soon").build(), 406))
        .contains("invalid expiration 'soon'");
    assertThat(
            closedBy(
                new AMQP.BasicProperties.Builder().replyTo("amq.rabbitmq.reply-to").build(), 406))
        .contains("fast reply consumer does not exist");
    channel.basicPublish(
        "", "q", new AMQP.BasicProperties.Builder().userId("guest").build(), new byte[] {1});
    assertThat(channel.basicGet("q", true)).isNotNull();
  }

  private String closedBy(AMQP.BasicProperties properties, int code) throws Exception {
    Channel other = connection.createChannel();
    other.basicPublish("", "q", properties, new byte[] {1});
    return refusal(code, () -> other.queueDeclarePassive("q"));
  }

  @Test
  void immediateIsNotImplementedAnywhere() throws Exception {
    channel.basicPublish("", "q", false, true, null, new byte[] {1});
    assertThat(refusal(540, () -> channel.queueDeclarePassive("q"))).contains("immediate=true");
  }

  @Test
  void bodiesOfAnyLengthComeAsTheyWere() throws Exception {
    for (int length : new int[] {0, 1, 4096, 131_064, 131_065, 1_000_000}) {
      byte[] body = new byte[length];
      java.util.Arrays.fill(body, (byte) length);
      channel.basicPublish("", "q", null, body);
      assertThat(channel.basicGet("q", true).getBody()).isEqualTo(body);
    }
  }

  // ---- transactions

  @Test
  void aTransactionHappensAsAWhole() throws Exception {
    Channel observer = connection.createChannel();
    channel.txSelect();
    channel.basicPublish("", "q", null, new byte[] {1});
    channel.basicPublish("", "q", null, new byte[] {2});
    channel.basicQos(1);
    assertThat(observer.queueDeclarePassive("q").getMessageCount()).isZero();
    channel.txCommit();
    assertThat(observer.queueDeclarePassive("q").getMessageCount()).isEqualTo(2);
    channel.basicPublish("", "q", null, new byte[] {3});
    channel.txRollback();
    assertThat(observer.queueDeclarePassive("q").getMessageCount()).isEqualTo(2);
  }

  @Test
  void whatATransactionSettlesIsSettledWithIt() throws Exception {
    channel.basicPublish("", "q", null, new byte[] {1});
    channel.txSelect();
    long tag = channel.basicGet("q", false).getEnvelope().getDeliveryTag();
    channel.basicAck(tag, false);
    channel.txRollback();
    channel.basicAck(tag, false);
    channel.txCommit();
    channel.close();
    assertThat(connection.createChannel().basicGet("q", true)).isNull();
  }

  @Test
  void whatATransactionCannotRouteIsReturnedWithTheCommit() {
    try (var client = WireClient.open(server.port())) {
      client.send(1, new io.weir.amqp091.codec.TxMethod.Select());
      client.expect(1, io.weir.amqp091.codec.TxMethod.SelectOk.class);
      client.publish(1, to("amq.direct", "nobody", true), BasicProperties.EMPTY, "back");
      client.send(1, new QueueMethod.Purge(0, "q", false));
      client.expect(1, QueueMethod.PurgeOk.class);
      client.send(1, new io.weir.amqp091.codec.TxMethod.Commit());
      client.expect(1, BasicMethod.Return.class);
      assertThat(client.content()).isEqualTo("back");
      client.expect(1, io.weir.amqp091.codec.TxMethod.CommitOk.class);
    }
  }

  @Test
  void confirmsAndTransactionsExcludeEachOther() throws Exception {
    channel.confirmSelect();
    assertThat(refusal(406, channel::txSelect)).contains("cannot switch from confirm to tx mode");
    Channel other = connection.createChannel();
    other.txSelect();
    assertThat(refusal(406, other::confirmSelect))
        .contains("cannot switch from tx to confirm mode");
    Channel third = connection.createChannel();
    assertThat(refusal(406, third::txCommit)).contains("channel is not transactional");
    Channel fourth = connection.createChannel();
    assertThat(refusal(406, fourth::txRollback)).contains("channel is not transactional");
  }

  @Test
  void whatIsPublishedBeforeACloseIsThere() throws Exception {
    Connection other = JavaClients.connect(server.port());
    Channel publisher = other.createChannel();
    for (int i = 0; i < 50; i++) {
      publisher.basicPublish("", "q", null, new byte[] {1});
    }
    other.close();
    assertThat(channel.queueDeclarePassive("q").getMessageCount()).isEqualTo(50);
  }
}
