package io.weir.amqp091.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.weir.amqp091.JavaClients;
import io.weir.amqp091.TestServer;
import io.weir.amqp091.WireClient;
import io.weir.amqp091.codec.BasicMethod;
import io.weir.amqp091.codec.BasicProperties;
import io.weir.amqp091.codec.ConnectionMethod;
import io.weir.amqp091.codec.QueueMethod;
import io.weir.amqp091.codec.Table;
import io.weir.core.CoreOptions;
import io.weir.core.limit.Limit;
import io.weir.core.limit.LimitTree;
import io.weir.protocol.ConnectionBounds;
import io.weir.protocol.SessionView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients hear of what an operator does. */
class OperatorTest {
  private final LimitTree limits = new LimitTree();
  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer(CoreOptions.DEFAULT.withLimits(limits), ConnectionBounds.DEFAULT);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aConnectionThatAnOperatorEndsIsToldWhy() {
    try (var client = WireClient.open(server.port())) {
      SessionView seen = server.sessions().views().getFirst();
      assertThat(seen.details()).containsEntry("vhost", "/");
      assertThat(server.sessions().dismiss(all -> true, "maintenance")).isEqualTo(1);
      ConnectionMethod.Close close = client.expect(0, ConnectionMethod.Close.class);
      assertThat(close.replyCode()).isEqualTo(320);
      assertThat(close.replyText()).isEqualTo("CONNECTION_FORCED - maintenance");
      client.send(0, new ConnectionMethod.CloseOk());
      client.expectEnd();
    }
  }

  @Test
  void whoPublishesDuringAnAlarmIsBlockedAndTheMessageComesWhenItIsOver() {
    try (var client = WireClient.open(server.port());
        var other = WireClient.open(server.port())) {
      client.send(
          1, new QueueMethod.Declare(0, "q", false, true, false, false, false, Table.EMPTY));
      client.expect(1, QueueMethod.DeclareOk.class);
      limits.alarms().raise(Limit.MEMORY);
      client.publish(1, "q", BasicProperties.EMPTY, "held");
      assertThat(client.expect(0, ConnectionMethod.Blocked.class).reason())
          .hasToString("the limit of memory of this gateway is reached");
      other.send(1, new BasicMethod.Get(0, "q", true));
      other.expect(1, BasicMethod.GetEmpty.class);

      limits.alarms().clear(Limit.MEMORY);
      client.expect(0, ConnectionMethod.Unblocked.class);
      client.send(1, new BasicMethod.Get(0, "q", true));
      client.expect(1, BasicMethod.GetOk.class);
      assertThat(client.content()).isEqualTo("held");
    }
  }

  @Test
  void whatGoesNowhereIsHeldUpToo() {
    try (var client = WireClient.open(server.port())) {
      limits.alarms().raise(Limit.DISK);
      client.publish(1, "nowhere", BasicProperties.EMPTY, "lost");
      client.expect(0, ConnectionMethod.Blocked.class);
      limits.alarms().clear(Limit.DISK);
      client.expect(0, ConnectionMethod.Unblocked.class);
    }
  }

  @Test
  void aTransactionIsCommittedWhenTheAlarmIsOver() throws Exception {
    try (Connection connection = JavaClients.connect(server.port())) {
      Channel channel = connection.createChannel();
      channel.queueDeclare("q", true, false, false, null);
      CountDownLatch blocked = new CountDownLatch(1);
      connection.addBlockedListener(reason -> blocked.countDown(), () -> {});
      channel.txSelect();
      channel.basicPublish("", "q", null, new byte[] {'1'});
      channel.basicPublish("", "q", null, new byte[] {'2'});
      channel.basicGet("q", true);
      limits.alarms().raise(Limit.DISK);
      CompletableFuture<Void> committed =
          CompletableFuture.runAsync(
              () -> {
                try {
                  channel.txCommit();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      assertThat(blocked.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(committed).isNotDone();
      limits.alarms().clear(Limit.DISK);
      committed.get(20, TimeUnit.SECONDS);
      assertThat(channel.basicGet("q", true).getBody()).isEqualTo(new byte[] {'1'});
      assertThat(channel.basicGet("q", true).getBody()).isEqualTo(new byte[] {'2'});
    }
  }
}
