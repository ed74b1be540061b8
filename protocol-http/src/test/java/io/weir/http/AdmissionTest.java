package io.weir.http;

import static io.weir.http.Guests.as;
import static io.weir.http.Guests.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.core.CoreOptions;
import io.weir.core.event.Event.TurnedAway;
import io.weir.core.event.Event.Why;
import io.weir.core.limit.ConnectionLimits;
import io.weir.core.limit.LimitTree;
import io.weir.core.limit.NodeLimits;
import io.weir.core.limit.Rate;
import io.weir.core.limit.Rates;
import io.weir.core.limit.TenantLimits;
import io.weir.core.limit.UserLimits;
import io.weir.core.place.Network;
import io.weir.core.tenant.Tenant;
import io.weir.protocol.ConnectionBounds;
import io.weir.testing.LogLines;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is in by a connection, for how long, and who finds no place. */
class AdmissionTest {
  private static final String OK = "HTTP/1.1 200 ";
  private static final String LIMIT_REACHED = "the limit of connections of this tenant is reached";

  private final LimitTree limits = new LimitTree();
  private final Watched watched = new Watched();
  private Guests guests;
  private TestServer server;

  private void guarded(ConnectionBounds bounds) {
    server =
        new TestServer(
            CoreOptions.DEFAULT.withLimits(limits),
            vertx -> {
              guests = new Guests(vertx);
              return guests.listener(bounds, null);
            },
            watched);
  }

  private void open() {
    server =
        new TestServer(
            CoreOptions.DEFAULT.withLimits(limits), ConnectionBounds.DEFAULT, backend -> backend);
  }

  @AfterEach
  void stop() {
    server.close();
    if (guests != null) {
      guests.close();
    }
  }

  // ---- reviews ----

  @Test
  void whoMayNoLongerBeThereIsEndedAndNobodyElse() throws IOException {
    guarded(ConnectionBounds.DEFAULT);
    try (var log = new LogLines("io.weir.http");
        var alice = client();
        var bob = client()) {
      assertThat(alice.send(get("/topics", as("alice"))).receive()).startsWith(OK);
      assertThat(bob.send(get("/topics", as("bob"))).receive()).startsWith(OK);

      guests.know("bob");
      assertThat(review()).isEqualTo(1);

      assertThat(alice.receiveAll()).isEmpty();
      assertThat(bob.send(get("/topics", as("bob"))).receive()).startsWith(OK);
      assertThat(log.with("ended: a reload has taken its right to be here")).hasSize(1);
    }
  }

  @Test
  void whoWaitsForMessagesIsEndedToo() throws IOException {
    guarded(ConnectionBounds.DEFAULT);
    try (var alice = client()) {
      assertThat(
              alice
                  .send("PUT /topics/orders HTTP/1.1\r\nHost: localhost\r\n")
                  .send(as("alice") + "\r\nContent-Length: 0\r\n\r\n")
                  .receive())
          .startsWith("HTTP/1.1 201 ");
      alice.send(get("/topics/orders/partitions/0/records?wait=60000", as("alice")));
      await().until(() -> watched.now() == 1);

      guests.placement.replace(
          Map.of(Guests.ACME, List.of(new Network("elsewhere", null, null, null, Map.of()))));
      assertThat(review()).isEqualTo(1);

      assertThat(alice.receiveAll()).isEmpty();
    }
    await().until(() -> server.endpoint.connections() == 0);
  }

  private int review() {
    return server.sessions.review(guests.authenticator::stands);
  }

  // ---- places ----

  @Test
  void aTenantHasNoMoreConnectionsThanItMay() throws IOException {
    limit(Tenant.DEFAULT, 1, Map.of());
    open();
    try (var first = client()) {
      assertThat(first.send(get("/topics")).receive()).startsWith(OK);
      try (var second = client();
          var third = client()) {
        assertThat(second.send(get("/topics")).receiveAll())
            .startsWith("HTTP/1.1 429 ")
            .contains("\r\nRetry-After: 1\r\n", "\r\nconnection: close\r\n", LIMIT_REACHED);
        await().until(() -> turnedAway().size() == 3); // Both as they came, and as one asked.
        assertThat(turnedAway()).extracting(TurnedAway::reason).containsOnly(LIMIT_REACHED);
        assertThat(turnedAway()).extracting(TurnedAway::why).containsOnly(Why.CONNECTIONS);

        first.close();
        await().until(() -> server.sessions.size() == 0);
        assertThat(third.send(get("/topics")).receive()).startsWith(OK);
      }
    }
  }

  @Test
  void aUserHasNoMoreConnectionsThanItMay() throws IOException {
    limit(Guests.ACME, 5, Map.of("alice", atMost(1)));
    guarded(ConnectionBounds.DEFAULT);
    try (var first = client();
        var second = client();
        var third = client()) {
      assertThat(first.send(get("/topics", as("alice"))).receive()).startsWith(OK);
      assertThat(second.send(get("/topics", as("alice"))).receiveAll()).startsWith("HTTP/1.1 429 ");
      assertThat(third.send(get("/topics", as("bob"))).receive()).startsWith(OK);
      assertThat(first.send(get("/topics", as("alice"))).receive()).startsWith(OK);
    }
  }

  @Test
  void aConnectionThatServesManyHasThePlaceOfTheLast() throws IOException {
    limit(Guests.ACME, 2, Map.of("alice", atMost(1), "bob", atMost(1)));
    guarded(ConnectionBounds.DEFAULT);
    try (var proxy = client();
        var direct = client()) {
      for (String name : List.of("alice", "bob", "alice", "bob")) {
        assertThat(proxy.send(get("/topics", as(name))).receive()).startsWith(OK);
      }
      assertThat(direct.send(get("/topics", as("alice"))).receive()).startsWith(OK);
      assertThat(proxy.send(get("/topics", as("alice"))).receiveAll()).startsWith("HTTP/1.1 429 ");
      await().until(() -> server.sessions.size() == 1);
    }
  }

  private void limit(Tenant tenant, int connections, Map<String, UserLimits> users) {
    TenantLimits of =
        new TenantLimits(
            Rates.UNLIMITED,
            Rates.UNLIMITED,
            Rate.UNLIMITED,
            Rate.UNLIMITED,
            connections,
            Integer.MAX_VALUE,
            Long.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            users,
            ConnectionLimits.UNLIMITED);
    limits.replace(NodeLimits.UNLIMITED, Map.of(tenant, of));
  }

  private static UserLimits atMost(int connections) {
    return new UserLimits(Rates.UNLIMITED, Rates.UNLIMITED, Rate.UNLIMITED, connections);
  }

  // ---- who is nobody ----

  @Test
  void whoDoesNotSayInTimeWhoItIsIsLetGoOf() throws IOException {
    ConnectionBounds usual = ConnectionBounds.DEFAULT;
    guarded(
        new ConnectionBounds(
            usual.maxFrameBytes(),
            usual.maxUnansweredBytes(),
            usual.maxUnsentBytes(),
            usual.idle(),
            Duration.ofSeconds(2),
            usual.writeTime()));
    try (var known = client()) {
      assertThat(known.send(get("/topics", as("alice"))).receive()).startsWith(OK);
      try (var wrong = client();
          var silent = client()) {
        assertThat(wrong.send(get("/topics", as("alice", "x"))).receive())
            .startsWith("HTTP/1.1 401 ");
        assertThat(silent.receiveAll()).isEmpty();
        assertThat(wrong.receiveAll()).isEmpty();
      }
      // By now the first had the same time.
      assertThat(known.send(get("/topics", as("alice"))).receive()).startsWith(OK);
    }
    assertThat(turnedAway()).extracting(TurnedAway::why).containsOnly(Why.CREDENTIALS).hasSize(3);
  }

  @Test
  void whoIsRefusedIsTold() throws IOException {
    guarded(ConnectionBounds.DEFAULT);
    for (int i = 0; i < 6; i++) {
      ask(as("alice", "wrong"));
    }
    assertThat(ask(as("alice"))).startsWith("HTTP/1.1 429 ");
    guests.placement.replace(Map.of());
    assertThat(ask(as("bob"))).startsWith("HTTP/1.1 401 ");

    assertThat(turnedAway())
        .extracting(TurnedAway::why)
        .startsWith(Why.CREDENTIALS)
        .endsWith(Why.CREDENTIALS, Why.BACKOFF, Why.PLACEMENT)
        .hasSize(8);
    assertThat(turnedAway().getFirst().protocol()).isEqualTo("http");
    assertThat(turnedAway().getFirst().reason()).isEqualTo("a wrong password");
  }

  private String ask(String header) throws IOException {
    try (var client = client()) {
      return client.send(get("/topics", header)).receive();
    }
  }

  private List<TurnedAway> turnedAway() {
    return server.events.stream()
        .filter(TurnedAway.class::isInstance)
        .map(TurnedAway.class::cast)
        .toList();
  }

  private RawClient client() throws IOException {
    return new RawClient(server.port());
  }
}
