package io.weir.kafka;

import static io.weir.kafka.SaslCalls.handshake;
import static io.weir.kafka.SaslCalls.loggedIn;
import static io.weir.kafka.SaslCalls.message;
import static io.weir.kafka.SaslCalls.plain;
import static io.weir.kafka.SaslCalls.request;
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
import io.weir.core.place.HostAndPort;
import io.weir.core.place.Network;
import io.weir.core.tenant.Tenant;
import io.weir.protocol.ConnectionBounds;
import io.weir.protocol.Endpoint;
import io.weir.protocol.Entrance;
import io.weir.protocol.Listener;
import io.weir.protocol.proxy.ProxyProtocol;
import io.weir.testing.Futures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.SaslAuthenticateResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients whose tenant is known once they have said who they are, and who find a place or none. */
class PlacedTest {
  private final LimitTree limits = new LimitTree();
  private final List<Endpoint> endpoints = new ArrayList<>();
  private TestGateway gateway;
  private Doorman doorman;

  @BeforeEach
  void start() {
    gateway = new TestGateway(CoreOptions.DEFAULT.withLimits(limits), ConnectionBounds.DEFAULT);
    doorman = new Doorman(gateway.vertx());
  }

  @AfterEach
  void stop() {
    endpoints.forEach(it -> Futures.await(it.drain(Duration.ofSeconds(5))));
    doorman.close();
    gateway.close();
  }

  private int guarded(HostAndPort advertised) {
    Endpoint endpoint =
        gateway.listen(
            new Listener(
                    "vpc", "127.0.0.1", 0, advertised, Tenant.DEFAULT, ConnectionBounds.DEFAULT, 50)
                .withEntrance(
                    new Entrance(
                        ProxyProtocol.OFF, null, Duration.ofMinutes(1), doorman.placement()))
                .withAuthentication(doorman.authentication()));
    endpoints.add(endpoint);
    return endpoint.port();
  }

  // ---- where it is ----

  @Test
  void aClientIsSentWhereTheNetworkOfItsTenantReaches() {
    int port = guarded(new HostAndPort("standard.example", 9092));
    doorman
        .placement()
        .replace(
            Map.of(
                Doorman.ACME, List.of(whole(Map.of("kafka", new HostAndPort("acme.example", 1)))),
                Doorman.BLUE, List.of(whole(Map.of()))));
    try (var acme = loggedIn(port, "alice@acme", Doorman.PASSWORD);
        var blue = loggedIn(port, "alice@blue", Doorman.PASSWORD)) {
      assertThat(broker(acme)).isEqualTo("acme.example:1");
      assertThat(broker(blue)).isEqualTo("standard.example:9092");
    }
  }

  @Test
  void elseToTheAddressThatItReached() {
    int port = guarded(null);
    try (var client = loggedIn(port, "alice", Doorman.PASSWORD)) {
      assertThat(broker(client)).isEqualTo("127.0.0.1:" + port);
    }
  }

  @Test
  void whoIsElsewhereHearsWhatAWrongPasswordHears() {
    int port = guarded(null);
    byte[] wrong = refusal(port, "alice", "wrong");
    doorman
        .placement()
        .replace(
            Map.of(Doorman.ACME, List.of(whole(Map.of())), Doorman.BLUE, List.of(elsewhere())));
    for (String name : List.of("alice@blue", "alice@ghost")) {
      assertThat(refusal(port, name, Doorman.PASSWORD)).isEqualTo(wrong);
    }
    assertThat(turnedAway())
        .extracting(TurnedAway::why)
        .containsExactly(Why.CREDENTIALS, Why.PLACEMENT, Why.CREDENTIALS);

    doorman.placement().replace(Map.of(Doorman.ACME, List.of(elsewhere())));
    assertThat(refusal(port, "alice", Doorman.PASSWORD)).isEqualTo(wrong);
    assertThat(turnedAway().getLast().why()).isEqualTo(Why.PLACEMENT);
  }

  /** The answer's bytes, after which the connection ends. */
  private static byte[] refusal(int port, String name, String password) {
    try (var client = new WireClient(port)) {
      handshake(client, 1, "PLAIN");
      client.send(ApiKeys.SASL_AUTHENTICATE, 2, request(message(name, password)));
      byte[] frame = client.receiveFrame();
      client.expectEnd();
      return frame;
    }
  }

  private static Network whole(Map<String, HostAndPort> advertised) {
    return new Network("vpc", null, null, null, advertised);
  }

  private static Network elsewhere() {
    return new Network("elsewhere", null, null, null, Map.of());
  }

  private static String broker(WireClient client) {
    MetadataResponseData metadata = client.call(ApiKeys.METADATA, 9, new MetadataRequestData());
    var broker = metadata.brokers().iterator().next();
    return broker.host() + ":" + broker.port();
  }

  // ---- places ----

  @Test
  void whereEverybodyIsLetInATenantHasNoMoreConnectionsThanItMay() {
    limit(Tenant.DEFAULT, 1, Map.of());
    try (var first = new WireClient(gateway.port())) {
      broker(first);
      try (var second = new WireClient(gateway.port())) {
        second.expectEnd();
      }
    }
    assertThat(turnedAway())
        .singleElement()
        .satisfies(
            away -> {
              assertThat(away.why()).isEqualTo(Why.CONNECTIONS);
              assertThat(away.reason())
                  .isEqualTo("the limit of connections of this tenant is reached");
            });
    await().until(() -> gateway.sessions().size() == 0);
    try (var third = new WireClient(gateway.port())) {
      broker(third);
    }
  }

  @Test
  void whoHasSaidWhoItIsAndFindsNoPlaceIsHungUpOnAndMayComeAgain() {
    int port = guarded(null);
    limit(Doorman.ACME, 5, Map.of("alice", atMost(1)));
    WireClient first = loggedIn(port, "alice", Doorman.PASSWORD);
    try (var second = new WireClient(port)) {
      handshake(second, 1, "PLAIN");
      second.send(ApiKeys.SASL_AUTHENTICATE, 2, request(message("alice", Doorman.PASSWORD)));
      second.expectEnd();
    }
    assertThat(turnedAway()).extracting(TurnedAway::why).containsExactly(Why.CONNECTIONS);
    loggedIn(port, "carol", Doorman.PASSWORD).close();

    first.close();
    await().until(() -> gateway.sessions().size() == 0);
    loggedIn(port, "alice", Doorman.PASSWORD).close();
  }

  @Test
  void whoRenewsItsSessionNeedsNoSecondPlace() {
    int port = guarded(null);
    limit(Doorman.ACME, 1, Map.of("alice", atMost(1)));
    try (var client = loggedIn(port, "alice", Doorman.PASSWORD)) {
      handshake(client, 1, "PLAIN");
      SaslAuthenticateResponseData again = plain(client, 2, "alice", Doorman.PASSWORD);
      assertThat(again.errorCode()).isEqualTo(Errors.NONE.code());
      assertThat(broker(client)).isEqualTo("127.0.0.1:" + port);
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

  private List<TurnedAway> turnedAway() {
    return gateway.events.stream()
        .filter(TurnedAway.class::isInstance)
        .map(TurnedAway.class::cast)
        .toList();
  }
}
