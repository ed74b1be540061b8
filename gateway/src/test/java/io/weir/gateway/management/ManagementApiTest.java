package io.weir.gateway.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.vertx.core.json.JsonObject;
import io.weir.gateway.AdminPort;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the admin port does for an operator. */
class ManagementApiTest {
  private AdminPort admin;

  @BeforeEach
  void start(@TempDir Path directory) {
    admin = new AdminPort(directory);
  }

  @AfterEach
  void stop() {
    admin.close();
  }

  /** A connection that is in: one that has asked for something over HTTP. */
  private Socket client() throws Exception {
    Socket socket = new Socket("127.0.0.1", admin.weir.port("http"));
    String request = "GET /topics HTTP/1.1\r\nHost: localhost\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    assertThat(socket.getInputStream().read()).isEqualTo('H');
    return socket;
  }

  @Test
  void connectionsAreListedWithWhereTheyComeFrom() throws Exception {
    try (Socket client = client()) {
      List<JsonObject> all = admin.list("connections");
      assertThat(all).hasSize(1);
      JsonObject one = all.getFirst();
      assertThat(one.getString("name")).startsWith("http-");
      assertThat(one.getString("protocol")).isEqualTo("http");
      assertThat(one.getString("tenant")).isEqualTo("default");
      assertThat(one.getString("peer_host")).isEqualTo("127.0.0.1");
      assertThat(one.getInteger("peer_port")).isEqualTo(client.getLocalPort());
      assertThat(one.getInteger("port")).isEqualTo(client.getPort());
      assertThat(new JsonObject(admin.ask("GET", "connections/" + one.getString("name")).body()))
          .isEqualTo(one);
    }
    await().until(() -> admin.list("connections").isEmpty());
  }

  @Test
  void aConnectionIsEndedByItsNameAndNoOther() throws Exception {
    try (Socket first = client();
        Socket second = client()) {
      String name =
          admin.list("connections").stream()
              .filter(one -> one.getInteger("peer_port") == first.getLocalPort())
              .findFirst()
              .orElseThrow()
              .getString("name");
      HttpResponse<String> ended =
          admin.ask("DELETE", "connections/" + name, "X-Reason", "maintenance");
      assertThat(ended.statusCode()).isEqualTo(204);
      first.getInputStream().readAllBytes();
      await().until(() -> admin.list("connections").size() == 1);
      assertThat(admin.list("connections").getFirst().getInteger("peer_port"))
          .isEqualTo(second.getLocalPort());
      assertThat(admin.ask("DELETE", "connections/" + name).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void allConnectionsOfAUserAreEnded() throws Exception {
    try (Socket first = client();
        Socket second = client()) {
      String user = admin.list("connections").getFirst().getString("user");
      assertThat(admin.list("connections/username/" + user)).hasSize(2);
      assertThat(admin.ask("DELETE", "connections/username/nobody").statusCode()).isEqualTo(204);
      assertThat(admin.list("connections")).hasSize(2);
      assertThat(admin.ask("DELETE", "connections/username/" + user).statusCode()).isEqualTo(204);
      first.getInputStream().readAllBytes();
      second.getInputStream().readAllBytes();
      await().until(() -> admin.list("connections").isEmpty());
    }
  }

  @Test
  void anAlarmIsRaisedAndClearedAndSeen() throws Exception {
    assertThat(admin.ask("GET", "health/checks/alarms").statusCode()).isEqualTo(200);
    assertThat(admin.ask("PUT", "alarms/memory").statusCode()).isEqualTo(201);
    assertThat(admin.ask("PUT", "alarms/memory").statusCode()).isEqualTo(204);
    assertThat(admin.list("alarms")).containsExactly(new JsonObject().put("resource", "memory"));
    HttpResponse<String> check = admin.ask("GET", "health/checks/alarms");
    assertThat(check.statusCode()).isEqualTo(503);
    assertThat(new JsonObject(check.body()).getString("status")).isEqualTo("failed");
    assertThat(admin.ask("DELETE", "alarms/memory").statusCode()).isEqualTo(204);
    assertThat(admin.ask("GET", "health/checks/alarms").statusCode()).isEqualTo(200);
    assertThat(admin.ask("PUT", "alarms/requests").statusCode()).isEqualTo(404);
  }

  @Test
  void virtualHostsAreMadeAndGo() throws Exception {
    assertThat(admin.list("vhosts")).containsExactly(new JsonObject().put("name", "/"));
    assertThat(admin.ask("PUT", "vhosts/%2Ftest").statusCode()).isEqualTo(201);
    assertThat(admin.ask("PUT", "vhosts/%2Ftest").statusCode()).isEqualTo(204);
    assertThat(admin.list("vhosts"))
        .containsExactly(new JsonObject().put("name", "/"), new JsonObject().put("name", "/test"));
    assertThat(admin.list("queues/%2Ftest")).isEmpty();
    assertThat(admin.ask("DELETE", "vhosts/%2Ftest").statusCode()).isEqualTo(204);
    assertThat(admin.ask("DELETE", "vhosts/%2Ftest").statusCode()).isEqualTo(404);
    assertThat(admin.ask("GET", "queues/%2Ftest").statusCode()).isEqualTo(404);
    assertThat(admin.ask("PUT", "vhosts/%2F").statusCode()).isEqualTo(204);
    assertThat(admin.ask("DELETE", "vhosts/%2F").statusCode()).isEqualTo(400);
  }

  @Test
  void queuesAreListedDescribedAndDeleted() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setPort(admin.weir.port("amqp"));
    try (Connection connection = factory.newConnection();
        Channel channel = connection.createChannel()) {
      channel.queueDeclare("orders", true, false, false, Map.of());
      channel.queueDeclare("mine", false, true, true, Map.of());
      channel.confirmSelect();
      channel.basicPublish("", "orders", null, new byte[1]);
      channel.waitForConfirmsOrDie(10_000);
      assertThat(admin.list("queues/%2F"))
          .extracting(queue -> queue.getString("name"))
          .containsExactly("mine", "orders");
      assertThat(new JsonObject(admin.ask("GET", "queues/%2F/orders").body()))
          .isEqualTo(
              new JsonObject()
                  .put("name", "orders")
                  .put("vhost", "/")
                  .put("durable", true)
                  .put("exclusive", false)
                  .put("auto_delete", false)
                  .put("messages_ready", 1)
                  .put("messages_unacknowledged", 0)
                  .put("messages", 1)
                  .put("consumers", 0));
      assertThat(admin.ask("DELETE", "queues/%2F/orders").statusCode()).isEqualTo(204);
      assertThat(admin.ask("DELETE", "queues/%2F/orders").statusCode()).isEqualTo(404);
      assertThat(admin.ask("DELETE", "queues/%2F/mine").body()).contains("exclusive");
    }
  }

  @Test
  void pagesOfOtherOriginsAreRefused() throws Exception {
    assertThat(admin.ask("PUT", "alarms/disk", "Origin", "https://evil.example.com").statusCode())
        .isEqualTo(403);
    assertThat(admin.ask("GET", "connections", "Sec-Fetch-Site", "cross-site").statusCode())
        .isEqualTo(403);
    assertThat(admin.list("alarms")).isEmpty();
    assertThat(admin.ask("PUT", "alarms/disk", "Origin", "http://localhost:8080").statusCode())
        .isEqualTo(201);
  }

  @Test
  void whatIsNotThereAndWhatCannotBeAreToldApart() throws Exception {
    assertThat(admin.ask("GET", "nothing").statusCode()).isEqualTo(404);
    HttpResponse<String> post = admin.ask("POST", "alarms/disk");
    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(post.headers().firstValue("Allow")).contains("PUT, DELETE");
    assertThat(admin.send("PUT", "alarms/disk", "{").statusCode()).isEqualTo(400);
    assertThat(admin.send("PUT", "alarms/disk", " ".repeat(64 * 1024 + 1)).statusCode())
        .isEqualTo(413);
  }
}
