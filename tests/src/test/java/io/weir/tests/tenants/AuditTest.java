package io.weir.tests.tenants;

import static io.weir.tests.tenants.Login.basic;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.tests.kafka.Clients;
import io.weir.tests.servers.WeirProcess;
import io.weir.tests.servers.WeirSetup;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a gateway does for an administrator of all tenants, and what it writes down. */
class AuditTest {
  private static final String PASSWORD = Login.password("sensors");
  private static final String USER =
      "{ name: %s, scram-sha-256: \"" + Login.KEPT_SENSORS + "\"%s }";
  private static final String OPS =
      "tenant: ops\nusers: [" + USER.formatted("root", ", administrator: true") + "]\n";
  private static final String ACME =
      "tenant: acme\nusers: ["
          + USER.formatted("alice", "")
          + ", "
          + USER.formatted("bob", "")
          + "]\naccess:\n"
          + "  - { allow: [publish], user: alice, topic: orders }\n"
          + "  - { allow: [publish], user: bob, topic: \"orders/bob/#\" }\n";

  private static WeirProcess weir;
  private static HttpClient http;

  @BeforeAll
  static void start() {
    http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    weir =
        new WeirSetup("audit")
            .listeners(
                """
                - name: local
                  ports: { kafka: <kafka>, http: <http>, admin: <admin> }
                """)
            .tenant("ops", OPS)
            .tenant("acme", ACME)
            .start();
  }

  @AfterAll
  static void stop() {
    http.close();
    weir.close();
  }

  private static HttpResponse<String> ask(
      String name, String password, String method, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(weir.http() + path))
            .header("Authorization", basic(name, password))
            .method(method, BodyPublishers.ofString(method.equals("POST") ? "x" : ""))
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (Exception e) {
      throw new AssertionError(path, e);
    }
  }

  /** Waits for a line of the audit log that has all of this. */
  private static void awaitLine(String... parts) {
    await()
        .untilAsserted(
            () ->
                assertThat(weir.log().lines())
                    .anySatisfy(
                        line -> assertThat(line).contains(" audit: event=").contains(parts)));
  }

  private static List<String> metrics() {
    try {
      HttpRequest page = HttpRequest.newBuilder(URI.create(weir.admin() + "/metrics")).build();
      return http.send(page, BodyHandlers.ofString()).body().lines().toList();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anAdministratorSeesAllTenantsAndWorksInEach() {
    assertThat(ask("root@ops", PASSWORD, "GET", "/tenants").body())
        .contains("{\"tenants\":[\"acme\",\"ops\"]}");
    assertThat(ask("root@ops", PASSWORD, "PUT", "/tenants/acme/topics/parcels").statusCode())
        .isEqualTo(201);
    assertThat(ask("root@ops", PASSWORD, "GET", "/tenants/acme/topics").body()).contains("parcels");
    assertThat(ask("root@ops", PASSWORD, "GET", "/topics").body()).doesNotContain("parcels");
    awaitLine(
        "event=administered tenant=acme user=root@ops protocol=http",
        "home=ops call=\"PUT /tenants/acme/topics/parcels\"");
    assertThat(metrics())
        .anyMatch(
            line -> line.startsWith("weir_administered_total{protocol=\"http\",tenant=\"acme\"} "));
  }

  @Test
  void nobodyElseLearnsWhichTenantsThereAre() {
    HttpResponse<String> there = ask("alice@acme", PASSWORD, "GET", "/tenants/ops/topics");
    HttpResponse<String> nowhere = ask("alice@acme", PASSWORD, "GET", "/tenants/none/topics");
    assertThat(there.statusCode()).isEqualTo(403);
    assertThat(nowhere.statusCode()).isEqualTo(403);
    assertThat(nowhere.body()).isEqualTo(there.body());
    assertThat(ask("alice@acme", PASSWORD, "GET", "/tenants").body()).isEqualTo(there.body());
    awaitLine("event=denied tenant=acme user=alice protocol=http", "operation=administer");
  }

  @Test
  void whoIsTurnedAwayAndWhatIsDeniedIsWrittenDown() throws Exception {
    assertThat(ask("alice@acme", "no secret", "GET", "/topics").statusCode()).isEqualTo(401);
    awaitLine("event=turned_away why=credentials protocol=http listener=local source=127.0.0.1:");
    try (WireLogin client = new WireLogin(weir.kafkaPort())) {
      assertThat(client.plain("nobody@acme", "no secret")).isFalse();
    }
    awaitLine("event=turned_away why=credentials protocol=kafka listener=local");
    assertThat(ask("alice@acme", PASSWORD, "POST", "/topics/secret").statusCode()).isEqualTo(403);
    awaitLine(
        "event=denied tenant=acme user=alice protocol=http",
        "operation=publish topic=secret",
        "reason=\"you may not publish to topic 'secret'\"");
    assertThat(weir.log()).doesNotContain("no secret");
    assertThat(metrics())
        .anyMatch(
            line ->
                line.startsWith("weir_turned_away_total{protocol=\"http\",why=\"credentials\"} "));
  }

  /** Nor in the rest of the log, which stands beside it. */
  @Test
  void nobodyForgesALine() {
    String forged = "audit: event=administered tenant=acme";
    String key = "x\n2026-01-01T00:00:00.000 INFO  " + forged;
    String[] settings =
        Login.with(
            Login.scram("SASL_PLAINTEXT", "SCRAM-SHA-256", "bob@acme", PASSWORD),
            "acks",
            "0",
            "enable.idempotence",
            "false");
    try (var producer = Clients.producer(weir.kafka(), settings)) {
      producer.send(new ProducerRecord<>("orders", key.getBytes(UTF_8), new byte[1]));
      producer.flush();
    }
    awaitLine("event=denied tenant=acme user=bob protocol=kafka", "orders/x\\n2026");
    await()
        .untilAsserted(() -> assertThat(weir.log()).contains("sent with acks=0 was not appended"));
    assertThat(weir.log().lines())
        .noneMatch(line -> line.startsWith("2026-01-01T00:00:00.000"))
        .anyMatch(line -> line.contains("orders/x 2026-01-01T00:00:00.000 INFO  " + forged));
  }

  @Test
  void aReloadIsWrittenDownTakenOrNot() {
    weir.tenant("shop", "tenant: shop\n");
    awaitLine("event=reloaded files=tenants result=taken came=shop");
    await()
        .untilAsserted(
            () -> assertThat(ask("root@ops", PASSWORD, "GET", "/tenants").body()).contains("shop"));
    weir.tenant("shop", "tenant: shop\nusers: no list\n");
    awaitLine("event=reloaded files=tenants result=refused");
    weir.noTenant("shop");
    awaitLine("event=reloaded files=tenants result=taken went=shop");
    assertThat(ask("root@ops", PASSWORD, "GET", "/tenants/shop/topics").statusCode())
        .isEqualTo(404);
  }

  @Test
  void whoHasToGoByAReloadIsWrittenDown() throws Exception {
    weir.tenant("guests", "tenant: guests\nusers: [" + USER.formatted("carol", "") + "]\n");
    awaitLine("event=reloaded files=tenants result=taken came=guests");
    try (WireLogin carol = new WireLogin(weir.kafkaPort())) {
      assertThat(carol.plain("carol@guests", PASSWORD)).isTrue();
      weir.noTenant("guests");
      carol.awaitEnd();
    }
    awaitLine("event=expelled tenant=guests user=carol protocol=kafka connection=kafka-");
  }
}
