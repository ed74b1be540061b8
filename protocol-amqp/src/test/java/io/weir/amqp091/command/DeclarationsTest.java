package io.weir.amqp091.command;

import static io.weir.amqp091.JavaClients.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.weir.amqp091.JavaClients;
import io.weir.amqp091.TestServer;
import io.weir.testing.Leaks;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exchanges, queues and bindings, as RabbitMQ's Java client declares them. */
@ExtendWith(Leaks.class)
class DeclarationsTest {
  private static TestServer server;
  private static int names;
  private Connection connection;
  private Channel channel;
  private String name;

  @BeforeAll
  static void start() {
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() throws Exception {
    connection = JavaClients.connect(server.port());
    channel = connection.createChannel();
    name = "name-" + names++;
  }

  @AfterEach
  void close() {
    connection.abort();
  }

  // ---- exchanges

  @ParameterizedTest
  @ValueSource(strings = {"direct", "fanout", "topic", "headers", "x-consistent-hash", "x-random"})
  void anExchangeOfEachTypeIsDeclaredTwiceAndDeleted(String type) throws Exception {
    channel.exchangeDeclare(name, type, true);
    channel.exchangeDeclare(name, type, true);
    channel.exchangeDeclarePassive(name);
    channel.exchangeDelete(name);
    assertThat(refusal(404, () -> channel.exchangeDeclarePassive(name)))
        .isEqualTo("NOT_FOUND - no exchange '" + name + "' in vhost '/'");
  }

  @Test
  void aDelayedExchangeSaysHowItRoutes() throws Exception {
    channel.exchangeDeclare(
        name, "x-delayed-message", true, false, Map.of("x-delayed-type", "direct"));
    assertThat(refusal(406, () -> channel.exchangeDeclare(name + "2", "x-delayed-message", true)))
        .contains("invalid arg 'x-delayed-type'");
  }

  @Test
  void anUnknownTypeClosesTheChannelAlone() throws Exception {
    assertThat(refusal(406, () -> channel.exchangeDeclare(name, "strange", true)))
        .contains("unknown exchange type 'strange'");
    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void anotherDeclarationOfAnExchangeIsRefusedByWhatDiffers() throws Exception {
    channel.exchangeDeclare(name, "direct", true);
    assertThat(refusal(406, () -> channel.exchangeDeclare(name, "fanout", true)))
        .isEqualTo(
            "PRECONDITION_FAILED - inequivalent arg 'type' for exchange '"
                + name
                + "' in vhost '/': received 'fanout' but current is 'direct'");
    Channel other = connection.createChannel();
    assertThat(refusal(406, () -> other.exchangeDeclare(name, "direct", false)))
        .contains("inequivalent arg 'durable'", "received 'false' but current is 'true'");
  }

  @Test
  void reservedExchangesAreLeftAlone() throws Exception {
    assertThat(refusal(403, () -> channel.exchangeDeclare("amq.mine", "direct", true)))
        .contains("contains reserved prefix 'amq.*'");
    Channel second = connection.createChannel();
    assertThat(refusal(403, () -> second.exchangeDelete("amq.direct"))).contains("not allowed");
    Channel third = connection.createChannel();
    assertThat(refusal(403, () -> third.exchangeDeclare("", "direct", true)))
        .contains("not permitted on the default exchange");
    Channel fourth = connection.createChannel();
    fourth.exchangeDeclare("amq.topic", BuiltinExchangeType.TOPIC, true);
    fourth.exchangeDeclarePassive("amq.match");
  }

  @Test
  void anExchangeInUseIsNotDeletedIfItMayNotBe() throws Exception {
    channel.exchangeDeclare(name, "direct", true);
    channel.queueDeclare(name, true, false, false, null);
    channel.queueBind(name, name, "key");
    assertThat(refusal(406, () -> channel.exchangeDelete(name, true))).contains("in use");
  }

  @Test
  void exchangesAreBoundToEachOther() throws Exception {
    channel.exchangeDeclare(name, "fanout", true);
    channel.exchangeDeclare(name + "-inner", "fanout", true);
    channel.queueDeclare(name, true, false, false, null);
    channel.exchangeBind(name + "-inner", name, "");
    channel.queueBind(name, name + "-inner", "");
    channel.basicPublish(name, "", null, new byte[] {1});
    assertThat(channel.basicGet(name, true)).isNotNull();
    channel.exchangeUnbind(name + "-inner", name, "");
    channel.basicPublish(name, "", null, new byte[] {1});
    assertThat(channel.basicGet(name, true)).isNull();
  }

  // ---- queues

  @Test
  void aQueueIsNamedByTheServerIfTheClientDoesNot() throws Exception {
    var declared = channel.queueDeclare();
    assertThat(declared.getQueue()).startsWith("amq.gen-");
    channel.queueBind("", "amq.fanout", "");
    channel.basicPublish("amq.fanout", "", null, new byte[] {1});
    assertThat(channel.queueDeclarePassive(declared.getQueue()).getMessageCount()).isEqualTo(1);
  }

  @Test
  void withoutAQueueDeclaredBeforeTheEmptyNameMeansNothing() {
    assertThat(refusal(404, () -> channel.queueBind("", "amq.fanout", "")))
        .contains("no previously declared queue");
  }

  @Test
  void countsAreThoseAfterWhatTheChannelHasPublished() throws Exception {
    channel.queueDeclare(name, true, false, false, null);
    for (int i = 0; i < 10; i++) {
      channel.basicPublish("", name, null, new byte[] {1});
    }
    assertThat(channel.queueDeclarePassive(name).getMessageCount()).isEqualTo(10);
    assertThat(channel.queuePurge(name).getMessageCount()).isEqualTo(10);
    channel.basicPublish("", name, null, new byte[] {1});
    assertThat(refusal(406, () -> channel.queueDelete(name, false, true))).contains("not empty");
    Channel other = connection.createChannel();
    assertThat(other.queueDelete(name).getMessageCount()).isEqualTo(1);
    assertThat(other.queueDelete(name).getMessageCount()).isZero();
    assertThat(refusal(404, () -> other.queueDeclarePassive(name)))
        .isEqualTo("NOT_FOUND - no queue '" + name + "' in vhost '/'");
  }

  @ParameterizedTest
  @CsvSource({
    "x-message-ttl, 5000, 6000",
    "x-expires, 5000, 6000",
    "x-max-length, 5, 6",
    "x-max-length-bytes, 5, 6",
    "x-max-priority, 5, 6"
  })
  void anotherDeclarationOfAQueueIsRefusedByWhatDiffers(String argument, int one, int other)
      throws Exception {
    channel.queueDeclare(name, true, false, false, Map.of(argument, one));
    channel.queueDeclare(name, true, false, false, Map.of(argument, (long) one));
    assertThat(
            refusal(
                406, () -> channel.queueDeclare(name, true, false, false, Map.of(argument, other))))
        .isEqualTo(
            "PRECONDITION_FAILED - inequivalent arg '%s' for queue '%s' in vhost '/': received '%d' but current is '%d'"
                .formatted(argument, name, other, one));
    Channel second = connection.createChannel();
    assertThat(refusal(406, () -> second.queueDeclare(name, true, false, false, null)))
        .contains("received none but current is");
  }

  @ParameterizedTest
  @CsvSource({
    "x-message-ttl, -1",
    "x-message-ttl, text",
    "x-expires, 0",
    "x-max-length, -1",
    "x-max-priority, 256",
    "x-overflow, strange",
    "x-queue-type, strange",
    "x-queue-mode, strange",
    "x-dead-letter-routing-key, alone",
    "x-max-age, 5D",
    "x-delivery-limit, 5"
  })
  void anArgumentThatCannotBeIsRefusedByItsName(String argument, String value) {
    Object said = value.matches("-?\\d+") ? (Object) Integer.valueOf(value) : value;
    assertThat(
            refusal(
                406, () -> channel.queueDeclare(name, true, false, false, Map.of(argument, said))))
        .contains("invalid arg '" + argument + "' for queue '" + name + "' in vhost '/'");
  }

  @Test
  void quorumQueuesAndStreamsAreDurable() throws Exception {
    for (String type : new String[] {"quorum", "stream"}) {
      Map<String, Object> arguments = Map.of("x-queue-type", type);
      channel.queueDeclare(name + type, true, false, false, arguments);
      Channel other = connection.createChannel();
      assertThat(refusal(406, () -> other.queueDeclare(name, false, false, false, arguments)))
          .contains("invalid property 'non-durable'");
    }
  }

  @Test
  void reservedNamesOfQueuesAreRefused() {
    assertThat(refusal(403, () -> channel.queueDeclare("amq.mine", true, false, false, null)))
        .contains("queue name 'amq.mine' contains reserved prefix 'amq.*'");
  }

  @Test
  void anExclusiveQueueIsItsConnectionsAndEndsWithIt() throws Exception {
    Connection owner = JavaClients.connect(server.port());
    owner.createChannel().queueDeclare(name, false, true, false, null);
    assertThat(refusal(405, () -> channel.queueDeclarePassive(name)))
        .contains("cannot obtain exclusive access to locked queue '" + name + "'");
    owner.close();
    Channel other = connection.createChannel();
    refusal(404, () -> other.queueDeclarePassive(name));
  }

  // ---- bindings

  @Test
  void whatIsMissingAtABindingIsNamed() throws Exception {
    channel.queueDeclare(name, true, false, false, null);
    assertThat(refusal(404, () -> channel.queueBind(name, "nowhere", "")))
        .contains("no exchange 'nowhere'");
    Channel other = connection.createChannel();
    assertThat(refusal(404, () -> other.queueBind("nowhere", "amq.direct", "")))
        .contains("no queue 'nowhere'");
    Channel third = connection.createChannel();
    assertThat(refusal(403, () -> third.queueBind(name, "", "")))
        .contains("not permitted on the default exchange");
  }

  @Test
  void headersAreMatchedAsTheBindingSays() throws Exception {
    channel.queueDeclare(name, true, false, false, null);
    channel.queueBind(name, "amq.headers", "", Map.of("x-match", "any", "a", 1, "b", "two"));
    publishWith(Map.of("a", 1L));
    publishWith(Map.of("b", "two"));
    publishWith(Map.of("a", 2));
    assertThat(channel.queueDeclarePassive(name).getMessageCount()).isEqualTo(2);
    assertThat(
            refusal(
                406, () -> channel.queueBind(name, "amq.headers", "", Map.of("x-match", "some"))))
        .contains("invalid x-match");
  }

  private void publishWith(Map<String, Object> headers) throws Exception {
    channel.basicPublish(
        "amq.headers",
        "",
        new com.rabbitmq.client.AMQP.BasicProperties.Builder().headers(headers).build(),
        new byte[] {1});
  }
}
