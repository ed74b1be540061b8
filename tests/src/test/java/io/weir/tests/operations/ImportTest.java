package io.weir.tests.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.ShutdownSignalException;
import io.weir.tests.programs.Jvm;
import io.weir.tests.programs.Outcome;
import io.weir.tests.servers.Ports;
import io.weir.tests.servers.RabbitMq;
import io.weir.tests.servers.WeirProcess;
import io.weir.tests.servers.WeirSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A RabbitMQ with users, rights and much in it, whose clients go on with Weir. */
class ImportTest {
  private static final int AMQP_PORT = Ports.free();
  private static final String APP = "s3cret, längst";
  private static final String READER = "another secret";

  @TempDir private static Path directory;

  private static RabbitMq rabbit;
  private static WeirProcess weir;
  private static Outcome imported;

  @BeforeAll
  static void importAll() throws Exception {
    rabbit = RabbitMq.start();
    people();
    topology();
    Path file = directory.resolve("definitions.json");
    rabbit.control("export_definitions", file.toString());
    weir =
        new WeirSetup("import")
            .listeners(
                """
                - { name: local, ports: { amqp: %d, http: <http>, admin: <admin> } }
                """
                    .formatted(AMQP_PORT))
            .start();
    imported = runImport("shop", file.toString()).succeeded();
    await().until(() -> weir.measured("weir_tenants") == 1);
    await().until(() -> isThere("orders-archive"));
  }

  @AfterAll
  static void stop() {
    rabbit.close();
    weir.close();
  }

  private static Outcome runImport(String tenant, String file) {
    return Jvm.command(List.of(), Jvm.weirClassPath(), "io.weir.gateway.Main")
        .and("import", "--config", weir.data().resolveSibling("weir.yaml").toString())
        .and("--tenant", tenant, file)
        .in(weir.data().getParent())
        .run();
  }

  private static void people() {
    rabbit.control("add_vhost", "dev");
    rabbit.control("add_vhost", "empty");
    rabbit.control("add_user", "app", APP);
    rabbit.control(
        "eval",
        "application:set_env(rabbit, password_hashing_module, rabbit_password_hashing_sha512).");
    rabbit.control("add_user", "reader", READER);
    rabbit.control("add_user", "nobody", "no rights");
    rabbit.control("clear_password", "nobody");
    rabbit.control("add_user", "idle", READER);
    rabbit.control("set_permissions", "-p", "/", "idle", "^$", "^$", "^$");
    rabbit.control("set_permissions", "-p", "/", "app", ".*", ".*", ".*");
    rabbit.control("set_permissions", "-p", "dev", "app", ".*", ".*", ".*");
    rabbit.control(
        "set_permissions",
        "-p",
        "dev",
        "reader",
        "^tmp-",
        "^(amq\\.default|events)$",
        "^(orders|letters)-.*|^tmp-.*");
    rabbit.control("set_topic_permissions", "-p", "dev", "reader", "amq.topic", "^reader\\.", ".*");
    rabbit.control(
        "set_policy",
        "--priority",
        "5",
        "--apply-to",
        "queues",
        "short",
        "^short-",
        "{\"max-length\":2,\"ha-mode\":\"all\"}");
    rabbit.control("set_vhost_limits", "-p", "dev", "{\"max-queues\": 100}");
  }

  private static void topology() throws Exception {
    try (Connection connection = connect(rabbit.port(), "app", APP, "/");
        Channel channel = connection.createChannel()) {
      channel.exchangeDeclare("orders", BuiltinExchangeType.TOPIC, true);
      channel.exchangeDeclare("shop", "direct", true, false, Map.of("alternate-exchange", "rest"));
      channel.exchangeDeclare("rest", BuiltinExchangeType.FANOUT, true);
      channel.exchangeDeclare("by-header", BuiltinExchangeType.HEADERS, true);
      channel.exchangeDeclare("hashed", "x-consistent-hash", true);
      channel.exchangeDeclare("recent", "x-recent-history", true);
      channel.exchangeBind("orders", "shop", "order");
      channel.queueDeclare("orders-all", true, false, false, QUORUM);
      channel.queueDeclare("orders-archive", true, false, false, STREAM);
      channel.queueDeclare("orders-letters", true, false, false, Map.of());
      channel.queueDeclare("orders-new", true, false, false, DEAD_LETTERS);
      channel.queueDeclare("short-lived", true, false, false, Map.of());
      channel.queueDeclare("rest", true, false, false, Map.of());
      channel.queueDeclare("passing", false, false, false, Map.of());
      channel.queueBind("orders-all", "orders", "#");
      channel.queueBind("orders-archive", "orders", "#");
      channel.queueBind("orders-new", "orders", "*.new");
      channel.queueBind("rest", "rest", "");
      channel.queueBind("rest", "by-header", "", Map.of("x-match", "any", "size", 7, "b", true));
    }
    try (Connection connection = connect(rabbit.port(), "app", APP, "dev");
        Channel channel = connection.createChannel()) {
      channel.exchangeDeclare("events", BuiltinExchangeType.FANOUT, true);
      channel.queueDeclare("orders-all", true, false, false, Map.of());
      channel.queueDeclare("secrets", true, false, false, Map.of());
      channel.queueBind("orders-all", "events", "");
      channel.queueBind("secrets", "events", "");
    }
  }

  private static final Map<String, Object> QUORUM =
      Map.of("x-queue-type", "quorum", "x-delivery-limit", 5);
  private static final Map<String, Object> STREAM = Map.of("x-queue-type", "stream");
  private static final Map<String, Object> DEAD_LETTERS =
      Map.of(
          "x-dead-letter-exchange",
          "",
          "x-dead-letter-routing-key",
          "orders-letters",
          "x-max-priority",
          5,
          "x-message-ttl",
          600_000);

  private static Connection connect(int port, String user, String password, String vhost)
      throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(port);
    factory.setUsername(user);
    factory.setPassword(password);
    factory.setVirtualHost(vhost);
    factory.setAutomaticRecoveryEnabled(false);
    return factory.newConnection("import");
  }

  private static boolean isThere(String queue) {
    try (Connection connection = connect(AMQP_PORT, "app", APP, "/")) {
      connection.createChannel().queueDeclarePassive(queue);
      return true;
    } catch (Exception notYet) {
      return false;
    }
  }

  /** What a client of either server does, and what it sees. */
  private static List<String> asApp(int port) throws Exception {
    List<String> seen = new ArrayList<>();
    try (Connection connection = connect(port, "app", APP, "/");
        Channel channel = connection.createChannel()) {
      channel.confirmSelect();
      channel.exchangeDeclare("orders", BuiltinExchangeType.TOPIC, true);
      channel.queueDeclare("orders-all", true, false, false, QUORUM);
      channel.queueDeclare("orders-archive", true, false, false, STREAM);
      channel.queueDeclare("orders-new", true, false, false, DEAD_LETTERS);
      channel.queueDeclare("short-lived", true, false, false, Map.of());
      publish(channel, "orders", "eu.new", null, "one");
      publish(channel, "shop", "order", null, "two");
      publish(channel, "shop", "elsewhere", null, "three");
      publish(channel, "by-header", "", Map.of("size", 7), "four");
      publish(channel, "by-header", "", Map.of("size", 8), "five");
      for (String body : List.of("a", "b", "c")) {
        publish(channel, "", "short-lived", null, body);
      }
      channel.waitForConfirmsOrDie(30_000);
      GetResponse dead =
          await().until(() -> channel.basicGet("orders-new", false), it -> it != null);
      channel.basicReject(dead.getEnvelope().getDeliveryTag(), false);
      seen.add(
          "letters " + await().until(() -> all(channel, "orders-letters"), it -> !it.isEmpty()));
      for (String queue : List.of("orders-all", "orders-new", "rest", "short-lived")) {
        seen.add(queue + " " + all(channel, queue));
      }
    }
    try (Connection connection = connect(port, "app", APP, "dev");
        Channel channel = connection.createChannel()) {
      channel.confirmSelect();
      publish(channel, "events", "", null, "six");
      channel.waitForConfirmsOrDie(30_000);
      seen.add("dev " + all(channel, "orders-all") + all(channel, "secrets"));
    }
    return seen;
  }

  private static void publish(
      Channel channel, String exchange, String key, Map<String, Object> headers, String body)
      throws IOException {
    AMQP.BasicProperties properties =
        MessageProperties.PERSISTENT_BASIC.builder().headers(headers).build();
    channel.basicPublish(exchange, key, properties, body.getBytes(UTF_8));
  }

  private static List<String> all(Channel channel, String queue) throws IOException {
    List<String> bodies = new ArrayList<>();
    for (GetResponse next = channel.basicGet(queue, true);
        next != null;
        next = channel.basicGet(queue, true)) {
      bodies.add(new String(next.getBody(), UTF_8));
    }
    return bodies;
  }

  @Test
  void clientsFindWhatTheyHadAndSeeTheSame() throws Exception {
    List<String> there = asApp(rabbit.port());
    assertThat(there)
        .containsExactly(
            "letters [one]",
            "orders-all [one, two]",
            "orders-new []",
            "rest [three, four]",
            "short-lived [b, c]",
            "dev [six][six]");
    assertThat(asApp(AMQP_PORT)).isEqualTo(there);
  }

  @Test
  void aPasswordThatWasAnotherIsNone() {
    assertThatThrownBy(() -> connect(AMQP_PORT, "reader", APP, "dev"))
        .hasMessageContaining("ACCESS_REFUSED");
  }

  @Test
  void whoeverHasPermissionsForNothingComesInAndDoesNothing() throws Exception {
    for (int port : new int[] {rabbit.port(), AMQP_PORT}) {
      try (Connection connection = connect(port, "idle", READER, "/")) {
        Channel channel = connection.createChannel();
        assertThatThrownBy(channel::queueDeclare).hasStackTraceContaining("403");
      }
    }
  }

  @Test
  void aVirtualHostWithoutPermissionsIsRefused() {
    for (int port : new int[] {rabbit.port(), AMQP_PORT}) {
      assertThatThrownBy(() -> connect(port, "reader", READER, "/"))
          .as("on %d", port)
          .rootCause()
          .hasMessageContaining("530")
          .hasMessageContaining("NOT_ALLOWED - access to vhost '/' refused for user 'reader'");
      assertThatThrownBy(() -> connect(port, "reader", READER, "nowhere"))
          .rootCause()
          .message()
          .matches("(?s).*NOT_ALLOWED - vhost '?nowhere'? not found.*");
    }
  }

  /** Something that a client does. */
  @FunctionalInterface
  private interface Act {
    void on(Channel channel) throws Exception;
  }

  private static final Map<String, Act> ACTS =
      Map.ofEntries(
          Map.entry("declare tmp", it -> it.queueDeclare("tmp-1", true, false, false, Map.of())),
          Map.entry("declare other", it -> it.queueDeclare("other", true, false, false, Map.of())),
          Map.entry("declare exchange", it -> it.exchangeDeclare("other", "fanout", true)),
          Map.entry("delete", it -> it.queueDelete("orders-all")),
          Map.entry("read", it -> it.basicGet("orders-all", true)),
          Map.entry("read other", it -> it.basicGet("secrets", true)),
          Map.entry("consume other", it -> it.basicConsume("secrets", (tag, got) -> {}, tag -> {})),
          Map.entry("purge other", it -> it.queuePurge("secrets")),
          Map.entry("write", it -> publishConfirmed(it, "events", "")),
          Map.entry("write default", it -> publishConfirmed(it, "", "orders-all")),
          Map.entry("write other", it -> publishConfirmed(it, "amq.fanout", "")),
          Map.entry("bind other", it -> it.queueBind("secrets", "events", "")));

  private static void publishConfirmed(Channel channel, String exchange, String key)
      throws Exception {
    channel.confirmSelect();
    publish(channel, exchange, key, null, "from reader");
    channel.waitForConfirmsOrDie(30_000);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          declare tmp,
          declare other,    configure access to queue 'other'
          declare exchange, configure access to exchange 'other'
          delete,           configure access to queue 'orders-all'
          read,
          read other,       read access to queue 'secrets'
          consume other,    read access to queue 'secrets'
          purge other,      read access to queue 'secrets'
          write,
          write default,
          write other,      write access to exchange 'amq.fanout'
          """)
  void whatAUserMayNotIsRefusedInTheSameWords(String act, String refused) throws Exception {
    for (int port : new int[] {rabbit.port(), AMQP_PORT}) {
      String expected =
          refused == null
              ? "done"
              : "403 ACCESS_REFUSED - %s in vhost 'dev' refused for user 'reader'"
                  .formatted(
                      port == AMQP_PORT ? refused : refused.substring(refused.indexOf("access")));
      assertThat(outcome(port, act)).as("on %d", port).isEqualTo(expected);
    }
  }

  private static String outcome(int port, String act) throws Exception {
    try (Connection connection = connect(port, "reader", READER, "dev")) {
      Channel channel = connection.createChannel();
      try {
        ACTS.get(act).on(channel);
        return "done";
      } catch (IOException | ShutdownSignalException e) {
        ShutdownSignalException signal =
            e instanceof ShutdownSignalException own ? own : (ShutdownSignalException) e.getCause();
        AMQP.Channel.Close close = (AMQP.Channel.Close) signal.getReason();
        return close.getReplyCode() + " " + close.getReplyText();
      }
    }
  }

  @Test
  void whatWasNotTakenIsSaid() {
    assertThat(imported.text())
        .contains("tenant 'shop' with 3 users, 3 virtual hosts")
        .contains("the password of user 'guest', which everybody knows")
        .contains("user 'nobody' has no password there")
        .contains("exchange 'recent' in vhost '/': unknown exchange type 'x-recent-history'")
        .contains("queue 'passing' in vhost '/', which is not durable")
        .contains("'ha-mode' of policy 'short' of vhost '/', which has no meaning here")
        .contains("policy 'short' of vhost '/' for queues that are declared later")
        .contains("the rights of user 'reader' to routing keys of exchange 'amq.topic'")
        .contains("limits of vhost 'dev'");
  }

  @Test
  void nothingIsWrittenOverAndWhatIsNoExportIsRefused() {
    Path file = directory.resolve("definitions.json");
    Outcome again = runImport("shop", file.toString());
    assertThat(again.exit()).isEqualTo(1);
    assertThat(again.errors()).contains("there are files of tenant 'shop'");
    Outcome none = runImport("other", weir.data().resolveSibling("weir.yaml").toString());
    assertThat(none.exit()).isEqualTo(1);
    assertThat(none.errors()).contains("this is no JSON");
  }

  @Test
  void nobodyCanReadThePasswordsInWhatWasWritten() throws Exception {
    Path tenants = weir.data().resolveSibling("tenants");
    for (String name : List.of("shop.yaml", "shop.definitions.json")) {
      String text = java.nio.file.Files.readString(tenants.resolve(name));
      assertThat(text).doesNotContain(APP).doesNotContain(READER).doesNotContain("password_hash");
    }
  }
}
