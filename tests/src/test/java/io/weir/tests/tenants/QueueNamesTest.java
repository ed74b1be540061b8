package io.weir.tests.tenants;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import io.weir.tests.servers.Ports;
import io.weir.tests.servers.WeirProcess;
import io.weir.tests.servers.WeirSetup;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whether a queue and a topic of one name are one thing, as the tenant's file says. */
class QueueNamesTest {
  private static final int AMQP = Ports.free();

  private static WeirProcess weir;
  private static HttpClient http;

  @BeforeAll
  static void start() {
    http = HttpClient.newHttpClient();
    weir =
        new WeirSetup("names")
            .listeners(
                """
                - name: local
                  ports: { amqp: %d, http: <http>, admin: <admin> }
                """
                    .formatted(AMQP))
            .tenant("one", file("one", "shared"))
            .tenant("two", file("two", "separate"))
            .start();
  }

  @AfterAll
  static void stop() {
    http.close();
    weir.close();
  }

  private static String file(String tenant, String names) {
    return new OwnTenant(tenant).user("alice").file() + "names: " + names + "\n";
  }

  @Test
  void whereNamesAreSharedAQueueIsTheTopicOfItsName() throws Exception {
    String name = newName();
    sendTo(name, "one");
    assertThat(topic(name, "one")).contains("hello");
  }

  @Test
  void whereTheyAreSeparateNoTopicShowsIt() throws Exception {
    String name = newName();
    sendTo(name, "two");
    assertThat(topic(name, "two")).contains("unknown-topic").doesNotContain("hello");
  }

  @Test
  void whatThereIsStaysAsItIsWhenTheFileChanges() throws Exception {
    String before = newName();
    String after = newName();
    say("three", file("three", "separate"));
    sendTo(before, "three");
    say("three", file("three", "shared"));
    sendTo(before, "three");
    sendTo(after, "three");
    assertThat(topic(before, "three")).doesNotContain("hello");
    assertThat(topic(after, "three")).contains("hello");
  }

  private static void say(String tenant, String file) {
    long before = weir.measured("weir_tenant_changes_total");
    weir.tenant(tenant, file);
    await().until(() -> weir.measured("weir_tenant_changes_total") > before);
  }

  private static String newName() {
    return "orders-" + UUID.randomUUID();
  }

  private static void sendTo(String queue, String tenant) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(AMQP);
    factory.setUsername("alice@" + tenant);
    factory.setPassword(OwnTenant.PASSWORD);
    try (Connection connection = factory.newConnection();
        Channel channel = connection.createChannel()) {
      channel.confirmSelect();
      channel.queueDeclare(queue, true, false, false, Map.of());
      channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, "hello".getBytes(UTF_8));
      channel.waitForConfirmsOrDie(30_000);
    }
  }

  private static String topic(String name, String tenant) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(weir.http() + "/topics/" + name + "/partitions/0/records?offset=0"))
            .header("Authorization", Login.basic("alice@" + tenant, OwnTenant.PASSWORD))
            .build();
    return http.send(request, BodyHandlers.ofString()).body();
  }
}
