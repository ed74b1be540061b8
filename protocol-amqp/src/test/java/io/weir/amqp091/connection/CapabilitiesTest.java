package io.weir.amqp091.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.amqp091.Doorman;
import io.weir.amqp091.TestServer;
import io.weir.amqp091.WireClient;
import io.weir.amqp091.codec.BasicMethod;
import io.weir.amqp091.codec.BasicProperties;
import io.weir.amqp091.codec.ConfirmMethod;
import io.weir.amqp091.codec.ConnectionMethod;
import io.weir.amqp091.codec.ExchangeMethod;
import io.weir.amqp091.codec.ProtocolHeader;
import io.weir.amqp091.codec.QueueMethod;
import io.weir.amqp091.codec.Table;
import io.weir.amqp091.codec.Value;
import io.weir.core.failure.Failure;
import io.weir.protocol.ConnectionBounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the server says of itself is so: each capability that it announces is exercised. */
class CapabilitiesTest {
  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Table announced(WireClient client) {
    client.header(ProtocolHeader.AMQP_0_9_1);
    return client.expect(0, ConnectionMethod.Start.class).serverProperties();
  }

  @Test
  void itSaysRabbitAndWhichWeirItIs() {
    try (var client = new WireClient(server.port())) {
      Table said = announced(client);
      assertThat(said.get("product")).isEqualTo(Value.Text.of("RabbitMQ"));
      assertThat(said.get("version")).isEqualTo(Value.Text.of("4.3.0"));
      assertThat(said.get("weir-version")).isInstanceOf(Value.Text.class);
    }
  }

  @Test
  void eachCapabilityThatIsAnnouncedWorks() {
    List<String> exercised = new ArrayList<>();
    try (var asking = new WireClient(server.port())) {
      Table capabilities = (Table) announced(asking).get("capabilities");
      for (Table.Field field : capabilities.fields()) {
        assertThat(field.value()).isEqualTo(new Value.Bool(true));
        String name = field.name().toString();
        try (var client = WireClient.open(server.port())) {
          client.send(1, declare(name, Table.EMPTY));
          client.expect(1, QueueMethod.DeclareOk.class);
          exercise(name, client);
        }
        exercised.add(name);
      }
    }
    assertThat(exercised).containsExactlyElementsOf(ServerProperties.CAPABILITIES);
  }

  private static QueueMethod.Declare declare(String queue, Table arguments) {
    return new QueueMethod.Declare(0, queue, false, true, false, false, false, arguments);
  }

  private static BasicMethod.Consume consume(
      String queue, String tag, boolean noAck, Table arguments) {
    return new BasicMethod.Consume(0, queue, tag, false, noAck, false, false, arguments);
  }

  private void exercise(String capability, WireClient client) {
    switch (capability) {
      case "publisher_confirms" -> {
        client.send(1, new ConfirmMethod.Select(false));
        client.expect(1, ConfirmMethod.SelectOk.class);
        client.publish(1, capability, BasicProperties.EMPTY, "1");
        assertThat(client.expect(1, BasicMethod.Ack.class).deliveryTag()).isEqualTo(1);
      }
      case "exchange_exchange_bindings" -> {
        client.send(
            1, new ExchangeMethod.Bind(0, "amq.fanout", "amq.direct", "k", false, Table.EMPTY));
        client.expect(1, ExchangeMethod.BindOk.class);
        client.send(
            1, new ExchangeMethod.Unbind(0, "amq.fanout", "amq.direct", "k", false, Table.EMPTY));
        client.expect(1, ExchangeMethod.UnbindOk.class);
      }
      case "basic.nack" -> {
        client.publish(1, capability, BasicProperties.EMPTY, "1");
        client.send(1, new BasicMethod.Get(0, capability, false));
        client.expect(1, BasicMethod.GetOk.class);
        client.content();
        client.send(1, new BasicMethod.Nack(1, true, true));
        client.send(1, new BasicMethod.Get(0, capability, true));
        assertThat(client.expect(1, BasicMethod.GetOk.class).redelivered()).isTrue();
      }
      case "consumer_cancel_notify" -> {
        client.send(1, consume(capability, "tag", false, Table.EMPTY));
        client.expect(1, BasicMethod.ConsumeOk.class);
        client.send(1, new QueueMethod.Delete(0, capability, false, false, true));
        assertThat(client.expect(1, BasicMethod.Cancel.class))
            .isEqualTo(new BasicMethod.Cancel("tag", true));
      }
      case "connection.blocked" -> {
        server.queues.instead =
            () -> Optional.of(Future.failedFuture(new Failure.StorageFull("full")));
        client.publish(1, capability, BasicProperties.EMPTY, "1");
        client.expect(0, ConnectionMethod.Blocked.class);
        client.expect(0, ConnectionMethod.Unblocked.class);
        server.queues.instead = Optional::empty;
      }
      case "consumer_priorities" -> {
        Table high = Table.builder().put("x-priority", new Value.Int32(5)).build();
        client.send(1, consume(capability, "high", true, high));
        client.expect(1, BasicMethod.ConsumeOk.class);
      }
      case "authentication_failure_close" -> refused();
      case "per_consumer_qos" -> {
        client.send(1, new BasicMethod.Qos(0, 1, false));
        client.expect(1, BasicMethod.QosOk.class);
        client.send(1, consume(capability, "one", false, Table.EMPTY));
        client.expect(1, BasicMethod.ConsumeOk.class);
        client.send(1, consume(capability, "two", false, Table.EMPTY));
        client.expect(1, BasicMethod.ConsumeOk.class);
        for (int i = 0; i < 3; i++) {
          client.publish(1, capability, BasicProperties.EMPTY, "1");
        }
        for (int i = 0; i < 2; i++) {
          client.expect(1, BasicMethod.Deliver.class);
          client.content();
        }
        client.send(1, new QueueMethod.Purge(0, capability, false));
        assertThat(client.expect(1, QueueMethod.PurgeOk.class).messageCount()).isEqualTo(1);
      }
      case "direct_reply_to" -> {
        client.send(1, consume("amq.rabbitmq.reply-to", "tag", true, Table.EMPTY));
        client.expect(1, BasicMethod.ConsumeOk.class);
        client.publish(
            1,
            capability,
            BasicProperties.builder()
                .replyTo(io.weir.amqp091.codec.ShortString.of("amq.rabbitmq.reply-to"))
                .build(),
            "question");
        client.send(1, new BasicMethod.Get(0, capability, true));
        client.expect(1, BasicMethod.GetOk.class);
        var header = (io.weir.amqp091.codec.ContentHeader) client.next().what();
        client.next();
        String to = String.valueOf(header.properties().replyTo());
        client.publish(1, to, BasicProperties.EMPTY, "answer");
        client.expect(1, BasicMethod.Deliver.class);
        assertThat(client.content()).isEqualTo("answer");
      }
      default -> throw new AssertionError("nobody shows that " + capability + " works");
    }
  }

  private void refused() {
    try (Doorman doorman = new Doorman(server.vertx())) {
      var guarded =
          server.listen(
              TestServer.listener("guarded", ConnectionBounds.DEFAULT)
                  .withAuthentication(doorman.authentication()));
      try (var client = new WireClient(guarded.port())) {
        announced(client);
        client.plain(WireClient.capabilities(true), "alice", "wrong");
        assertThat(client.expect(0, ConnectionMethod.Close.class).replyCode()).isEqualTo(403);
      }
    }
  }
}
