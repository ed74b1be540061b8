package io.weir.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.weir.backend.TopicSettings;
import io.weir.core.CoreOptions;
import io.weir.core.access.RuleAccess;
import io.weir.core.access.TenantAccess;
import io.weir.core.address.TopicName;
import io.weir.core.auth.Authenticator;
import io.weir.core.auth.PasswordHash;
import io.weir.core.auth.ScramMechanism;
import io.weir.core.auth.User;
import io.weir.core.event.Event;
import io.weir.core.event.Event.Administered;
import io.weir.core.failure.Failure;
import io.weir.core.place.Placement;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import io.weir.core.tenant.TenantList;
import io.weir.core.topic.Topic;
import io.weir.http.command.Route;
import io.weir.http.command.Routes;
import io.weir.protocol.Authentication;
import io.weir.protocol.ConnectionBounds;
import io.weir.protocol.Listener;
import io.weir.testing.Futures;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An administrator goes beyond its tenant, whatever it does there is told, and nobody else goes.
 */
class AdministrationTest {
  private static final Tenant OPS = new Tenant("ops");
  private static final Tenant ACME = new Tenant("acme");
  private static final Tenant SHOP = new Tenant("shop");
  private static final TenantAccess NOTHING = new TenantAccess(true, List.of());
  private static final TopicName ORDERS = new TopicName("orders");

  private final TenantList tenants = new TenantList(List.of(SHOP, OPS, ACME));
  private Authenticator authenticator;
  private TestServer server;

  @BeforeEach
  void start() {
    server =
        new TestServer(
            CoreOptions.DEFAULT
                .withTenants(tenants)
                .withAccess(new RuleAccess(Map.of(OPS, NOTHING, ACME, NOTHING, SHOP, NOTHING))),
            this::listener);
  }

  private Listener listener(Vertx vertx) {
    authenticator = new Authenticator(vertx, new byte[32], Placement.of(Map.of(OPS, List.of())));
    authenticator.replace(Map.of(OPS, List.of(user("root", true), user("clerk", false))), Map.of());
    return new Listener("asks", "127.0.0.1", 0, null, OPS, ConnectionBounds.DEFAULT, 50)
        .withAuthentication(new Authentication.Credentials(authenticator));
  }

  private static User user(String name, boolean administrator) {
    return new User(
        name, List.of(PasswordHash.of(ScramMechanism.SHA_256, "secret", 4096)), administrator);
  }

  @AfterEach
  void stop() {
    server.close();
    authenticator.close();
  }

  private String ask(String user, String method, String path, String body) {
    String credentials = Base64.getEncoder().encodeToString((user + ":secret").getBytes(UTF_8));
    try (var client = new RawClient(server.port())) {
      return client
          .send(
              "%s %s HTTP/1.1\r\nHost: weir.example.com\r\nAuthorization: Basic %s\r\nContent-Length: %d\r\n\r\n%s"
                  .formatted(method, path, credentials, body.length(), body))
          .receive()
          .replaceFirst("date: [^\r]*\r\n", "");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String root(String method, String path, String body) {
    return ask("root", method, path, body);
  }

  private static JsonObject json(String answer) {
    return new JsonObject(answer.substring(answer.indexOf("\r\n\r\n")));
  }

  private Topic topic(Tenant tenant, int partitions) {
    return Futures.await(
        server
            .core()
            .topics()
            .create(Caller.internal(tenant), ORDERS, partitions, TopicSettings.DEFAULT));
  }

  @Test
  @Exercises("GET /tenants")
  void anAdministratorSeesWhichTenantsThereAreAPageAtATime() {
    assertThat(json(root("GET", "/tenants", "")))
        .isEqualTo(new JsonObject().put("tenants", new JsonArray(List.of("acme", "ops", "shop"))));
    JsonObject page = json(root("GET", "/tenants?limit=2", ""));
    assertThat(page.getJsonArray("tenants")).isEqualTo(new JsonArray(List.of("acme", "ops")));
    assertThat(json(root("GET", page.getString("next"), "")))
        .isEqualTo(new JsonObject().put("tenants", new JsonArray(List.of("shop"))));

    tenants.replace(List.of(OPS));

    assertThat(json(root("GET", "/tenants", "")).getJsonArray("tenants"))
        .isEqualTo(new JsonArray(List.of("ops")));
  }

  @Test
  @Exercises({
    "PUT /tenants/{tenant}/topics/{topic}",
    "GET /tenants/{tenant}/topics/{topic}",
    "GET /tenants/{tenant}/topics"
  })
  void aTopicIsCreatedDescribedAndListedInTheOtherWorldAlone() {
    String made = root("PUT", "/tenants/acme/topics/orders", "{\"partitions\": 3}");
    assertThat(made).startsWith("HTTP/1.1 201 ");
    assertThat(json(root("GET", "/tenants/acme/topics/orders", ""))).isEqualTo(json(made));
    assertThat(json(root("GET", "/tenants/acme/topics", "")).getJsonArray("topics"))
        .isEqualTo(new JsonArray(List.of("orders")));

    assertThat(server.core().topics().find(ACME, ORDERS)).isPresent();
    assertThat(json(root("GET", "/topics", "")).getJsonArray("topics")).isEmpty();
    assertThat(root("GET", "/tenants/shop/topics/orders", "")).startsWith("HTTP/1.1 404 ");
  }

  @Test
  void aPageOfAnotherTenantsTopicsNamesTheNextOne() {
    for (String name : List.of("a", "b")) {
      root("PUT", "/tenants/acme/topics/" + name, "");
    }
    JsonObject page = json(root("GET", "/tenants/acme/topics?limit=1", ""));
    assertThat(page.getString("next")).isEqualTo("/tenants/acme/topics?limit=1&after=a");
    assertThat(json(root("GET", page.getString("next"), "")).getJsonArray("topics"))
        .isEqualTo(new JsonArray(List.of("b")));
  }

  @Test
  @Exercises({
    "GET /tenants/{tenant}/topics/{topic}/config",
    "PUT /tenants/{tenant}/topics/{topic}/config",
    "PATCH /tenants/{tenant}/topics/{topic}/config"
  })
  void aTopicsConfigurationIsReadAndChanged() {
    topic(ACME, 1);
    topic(SHOP, 1);
    String config = "/tenants/acme/topics/orders/config";
    assertThat(root("PATCH", config, "{\"retention\": \"1h\"}")).startsWith("HTTP/1.1 200 ");
    assertThat(json(root("GET", config, "")).getString("retention")).isEqualTo("1h");
    assertThat(root("PUT", config, "{\"partitions\": 2}")).startsWith("HTTP/1.1 200 ");
    assertThat(json(root("GET", config, "")).getString("retention")).isEqualTo("7d");
    assertThat(server.core().topics().get(ACME, ORDERS).partitions()).isEqualTo(2);
    assertThat(server.core().topics().get(SHOP, ORDERS).partitions()).isEqualTo(1);
  }

  @Test
  @Exercises("DELETE /tenants/{tenant}/topics/{topic}")
  void aTopicIsDeletedThereAndNowhereElse() {
    topic(ACME, 1);
    topic(OPS, 1);
    assertThat(root("DELETE", "/tenants/acme/topics/orders", "")).startsWith("HTTP/1.1 204 ");
    assertThat(server.core().topics().find(ACME, ORDERS)).isEmpty();
    assertThat(server.core().topics().find(OPS, ORDERS)).isPresent();
  }

  @Test
  @Exercises({
    "POST /tenants/{tenant}/topics/{topic}",
    "POST /tenants/{tenant}/topics/{topic}/{key...}",
    "GET /tenants/{tenant}/topics/{topic}/partitions",
    "GET /tenants/{tenant}/topics/{topic}/partitions/{partition}/records"
  })
  void messagesArePublishedAndReadThere() {
    assertThat(root("POST", "/tenants/acme/topics/orders", "plain")).startsWith("HTTP/1.1 200 ");
    assertThat(root("POST", "/tenants/acme/topics/orders/a/b?", "keyed"))
        .startsWith("HTTP/1.1 200 ");
    JsonObject ends = json(root("GET", "/tenants/acme/topics/orders/partitions", ""));
    assertThat(ends.getJsonArray("partitions").getJsonObject(0).getLong("endOffset")).isEqualTo(2);
    JsonArray records =
        json(root("GET", "/tenants/acme/topics/orders/partitions/0/records?offset=0", ""))
            .getJsonArray("records");
    assertThat(records.getJsonObject(1).getString("key")).isEqualTo("a/b");
    assertThat(server.core().topics().find(OPS, ORDERS)).isEmpty();
  }

  @Test
  void aKeyThatAPathCannotNameIsExplainedThereToo() {
    assertThat(root("POST", "/tenants/acme/topics/orders/config/x", "x"))
        .startsWith("HTTP/1.1 404 ")
        .contains("A key that begins with config is given as ?key=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "ACME", "a%20b", "%00"})
  void aTenantThatIsNotThereIsUnknownToAnAdministrator(String name) {
    assertThat(root("GET", "/tenants/" + name + "/topics", ""))
        .startsWith("HTTP/1.1 404 ")
        .contains("urn:weir:unknown-tenant");
  }

  static Stream<Route> routesOfAdministrators() {
    return Routes.ALL.stream().filter(route -> route.toString().contains("/tenants"));
  }

  @ParameterizedTest
  @MethodSource("routesOfAdministrators")
  void everybodyElseHearsTheSameWhetherTheTenantIsThereOrNot(Route route) {
    topic(ACME, 1);
    String[] words = route.toString().replace("{topic}", "orders").split(" ");
    String path = words[1].replace("{partition}", "0").replace("{key...}", "k");
    for (String tenant : List.of("acme", "ops", "nobody", "NO%20NAME")) {
      assertThat(ask("clerk", words[0], path.replace("{tenant}", tenant), ""))
          .isEqualTo(
              "HTTP/1.1 403 Forbidden\r\n"
                  + "Content-Type: application/problem+json\r\n"
                  + "content-length: 118\r\n\r\n"
                  + "{\"type\":\"urn:weir:denied\",\"title\":\"Forbidden\",\"status\":403,"
                  + "\"detail\":\"only an administrator may go beyond its tenant\"}\n");
    }
    assertThat(server.core().topics().all()).hasSize(1);
    assertThat(server.events)
        .filteredOn(Event.Refused.class::isInstance)
        .hasSize(4)
        .allSatisfy(
            event ->
                assertThat(((Event.Refused) event).failure()).isInstanceOf(Failure.Denied.class));
    assertThat(server.events).noneMatch(Administered.class::isInstance);
  }

  @Test
  void whoIsAnonymousIsNoAdministrator() {
    try (var open = new TestServer()) {
      Browser browser = new Browser(open.port());
      assertThat(browser.get("/tenants").status()).isEqualTo(403);
      assertThat(browser.get("/tenants/default/topics").status()).isEqualTo(403);
    }
  }

  @Test
  void whatAnAdministratorAsksBeyondItsTenantIsToldBeforeItIsDone() {
    root("DELETE", "/tenants/acme/topics/orders?", "");
    assertThat(server.events.getFirst())
        .isInstanceOfSatisfying(
            Administered.class,
            told -> {
              assertThat(told.home()).isEqualTo(OPS);
              assertThat(told.caller().tenant()).isEqualTo(ACME);
              assertThat(told.caller().principal().name()).isEqualTo("root@ops");
              assertThat(told.call()).isEqualTo("DELETE /tenants/acme/topics/orders");
            });
    assertThat(server.events.get(1)).isInstanceOf(Event.Refused.class);
  }

  @Test
  void inItsOwnTenantAnAdministratorIsAUserLikeOthers() {
    assertThat(root("PUT", "/tenants/ops/topics/orders", "")).startsWith("HTTP/1.1 201 ");
    assertThat(server.events).noneMatch(Administered.class::isInstance);
    assertThat(
            server
                .core()
                .topics()
                .origin(server.core().topics().get(OPS, ORDERS))
                .orElseThrow()
                .createdBy())
        .isEqualTo("root");
  }
}
