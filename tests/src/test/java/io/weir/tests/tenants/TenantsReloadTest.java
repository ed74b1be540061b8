package io.weir.tests.tenants;

import static io.weir.tests.tenants.Login.basic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.tests.servers.WeirProcess;
import io.weir.tests.servers.WeirSetup;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a running gateway makes of tenants' files that change. */
class TenantsReloadTest {
  private static final String PASSWORD = Login.password("sensors");

  private static WeirProcess weir;
  private static HttpClient http;

  @BeforeAll
  static void start() {
    http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    weir = setup("reload").start();
  }

  @AfterAll
  static void stop() {
    http.close();
    weir.close();
  }

  private static WeirSetup setup(String name) {
    return new WeirSetup(name)
        .listeners(
            """
            - name: local
              ports: { kafka: <kafka>, http: <http>, admin: <admin> }
            """)
        .tenant("first", file("first", "alice"));
  }

  /** A tenant whose users may do everything. */
  private static String file(String tenant, String... users) {
    List<String> listed =
        Stream.of(users)
            .map(
                user ->
                    "  - { name: %s, scram-sha-256: \"%s\" }\n".formatted(user, Login.KEPT_SENSORS))
            .toList();
    return """
        tenant: %s
        access: [{ allow: [publish, consume, manage], user: "*", topic: "*", group: "*" }]
        users:
        %s"""
        .formatted(tenant, String.join("", listed));
  }

  @Test
  void aTenantThatCameIsServedAndOneThatWentIsNot() throws Exception {
    assertThat(topics("alice@came").statusCode()).isEqualTo(401);
    say("came", file("came", "alice"));
    assertThat(topics("alice@came").statusCode()).isEqualTo(200);
    try (WireLogin alice = new WireLogin(weir.kafkaPort())) {
      assertThat(alice.plain("alice@came", PASSWORD)).isTrue();
      weir.noTenant("came");
      alice.awaitEnd();
    }
    assertThat(topics("alice@came").statusCode()).isEqualTo(401);
    assertThat(topics("alice@first").statusCode()).isEqualTo(200);
  }

  @Test
  void aTopicThatAFileAddsAppearsAndThoseThatAreThereStay() {
    say("topics", file("topics", "alice") + "topics: [{ name: one, partitions: 2 }]\n");
    await().until(() -> topics("alice@topics").body().contains("{\"topics\":[\"one\"]}"));
    say(
        "topics",
        file("topics", "alice") + "topics: [{ name: one, partitions: 5 }, { name: two }]\n");
    await().until(() -> topics("alice@topics").body().contains("[\"one\",\"two\"]"));
    assertThat(send("alice@topics", get("/topics/one")).body()).contains("\"partitions\":2");
  }

  @Test
  void whatATopicIsOnFirstUseChanges() {
    say("uses", file("uses", "alice") + "autoCreate: { topics: false }\n");
    assertThat(publish("alice@uses")).isEqualTo(404);
    say("uses", file("uses", "alice") + "autoCreate: { partitions: 3 }\n");
    assertThat(publish("alice@uses")).isEqualTo(200);
    assertThat(send("alice@uses", get("/topics/orders")).body()).contains("\"partitions\":3");
  }

  @Test
  void limitsChange() {
    say("limits", file("limits", "alice"));
    assertThat(publish("alice@limits")).isEqualTo(200);
    say("limits", file("limits", "alice") + "limits: { publish: { bytes: 1B/s } }\n");
    await().until(() -> publish("alice@limits") == 429);
    say("limits", file("limits", "alice"));
    assertThat(Stream.generate(() -> publish("alice@limits")).limit(20)).containsOnly(200);
  }

  @Test
  void rulesChange() {
    say("rules", file("rules", "alice"));
    assertThat(publish("alice@rules")).isEqualTo(200);
    say("rules", file("rules", "alice").replace("publish, ", ""));
    assertThat(publish("alice@rules")).isEqualTo(403);
  }

  @Test
  void whoIsStillAllowedStaysConnectedAndWhoIsNotHasToGo() throws Exception {
    say("people", file("people", "alice", "bob"));
    long ended = measured("weir_sessions_ended_total");
    try (WireLogin alice = new WireLogin(weir.kafkaPort());
        WireLogin bob = new WireLogin(weir.kafkaPort())) {
      assertThat(alice.plain("alice@people", PASSWORD)).isTrue();
      assertThat(bob.plain("bob@people", PASSWORD)).isTrue();
      assertThat(bob.lives()).isTrue();
      weir.tenant("people", file("people", "alice"));
      bob.awaitEnd();
      assertThat(alice.lives()).isTrue();
    }
    assertThat(measured("weir_sessions_ended_total")).isGreaterThan(ended);
    assertThat(topics("bob@people").statusCode()).isEqualTo(401);
  }

  @Test
  void aFileWithAFaultChangesNothingAndIsSaidToHaveOne() {
    String sound = file("faulty", "alice");
    say("faulty", sound);
    long refused = measured("weir_tenant_changes_refused_total");

    weir.tenant("faulty", sound.replace("users:", "usres:"));
    weir.tenant("other", file("other", "alice"));
    await().until(() -> measured("weir_tenant_files_faulty") == 1);
    assertThat(measured("weir_tenant_changes_refused_total")).isGreaterThan(refused);
    await().until(() -> weir.log().contains("not taken; what ran before goes on"));
    assertThat(weir.log())
        .contains("faulty.yaml:3:1: 'usres' is not known here")
        .contains("did you mean 'users'?");
    assertThat(topics("alice@faulty").statusCode()).isEqualTo(200);
    assertThat(topics("alice@other").statusCode()).isEqualTo(401);

    say("faulty", sound);
    assertThat(measured("weir_tenant_files_faulty")).isZero();
    assertThat(topics("alice@other").statusCode()).isEqualTo(200);
  }

  /** Says something else of a tenant, and waits until the gateway has taken that. */
  private static void say(String tenant, String file) {
    long before = measured("weir_tenant_changes_total");
    weir.tenant(tenant, file);
    await().until(() -> measured("weir_tenant_changes_total") > before);
  }

  @Test
  void aUserWhoDoesNotExistHasTheSameSaltAfterARestart() throws Exception {
    try (WeirProcess own = setup("salt").start()) {
      String salt = saltOf("nobody@first", own);
      assertThat(saltOf("nobody@first", own)).isEqualTo(salt);
      assertThat(saltOf("somebody@first", own)).isNotEqualTo(salt);
      own.kill();
      own.restart();
      assertThat(saltOf("nobody@first", own)).isEqualTo(salt);
    }
  }

  /** What a server says first in SCRAM (RFC 5802, 5.1): r=..,s=..,i=.. */
  private static String saltOf(String user, WeirProcess of) throws Exception {
    try (WireLogin client = new WireLogin(of.kafkaPort())) {
      byte[] said = client.first("SCRAM-SHA-256", "n,,n=" + user + ",r=abc").saslAuthBytes();
      return Stream.of(new String(said, StandardCharsets.UTF_8).split(","))
          .filter(part -> part.startsWith("s="))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void whoIsAskedForNothingIsInTheTenantOfTheListener() {
    WeirSetup setup =
        new WeirSetup("anonymous")
            .listeners(
                """
                - name: open
                  ports: { http: <http>, admin: <admin> }
                  anonymous: acme
                - name: asks
                  ports: { kafka: <kafka> }
                """)
            .tenant("acme", "tenant: acme\ntopics: [{ name: parcels }]\n");
    try (WeirProcess own = setup.start()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(own.http() + "/topics")).build();
      assertThat(send(request).body()).contains("{\"topics\":[\"parcels\"]}");
      assertThat(own.log())
          .contains(
              "Listener 'asks' asks for credentials, and no tenant that is reached there has a user");
    }
  }

  private static HttpResponse<String> topics(String name) {
    return send(name, get("/topics"));
  }

  private static int publish(String name) {
    return send(name, get("/topics/orders").POST(BodyPublishers.ofString("x".repeat(1_000))))
        .statusCode();
  }

  private static HttpRequest.Builder get(String path) {
    return HttpRequest.newBuilder(URI.create(weir.http() + path));
  }

  private static HttpResponse<String> send(String name, HttpRequest.Builder request) {
    return send(request.header("Authorization", basic(name, PASSWORD)).build());
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (Exception e) {
      throw new AssertionError(request.toString(), e);
    }
  }

  private static long measured(String name) {
    HttpRequest page = HttpRequest.newBuilder(URI.create(weir.admin() + "/metrics")).build();
    return send(page)
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
        .sum();
  }
}
