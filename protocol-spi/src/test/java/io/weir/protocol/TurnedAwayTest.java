package io.weir.protocol;

import static io.weir.protocol.proxy.Balancer.AWS;
import static io.weir.protocol.proxy.Balancer.header;
import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.weir.core.auth.Authenticator;
import io.weir.core.event.Event;
import io.weir.core.event.Event.TurnedAway;
import io.weir.core.event.Event.Why;
import io.weir.core.place.Network;
import io.weir.core.place.Placed;
import io.weir.core.place.Placement;
import io.weir.core.tenant.Tenant;
import io.weir.protocol.proxy.ProxyProtocol;
import io.weir.protocol.tls.Tls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of those who do not come in, and who they are. */
class TurnedAwayTest {
  private static final Tenant ACME = new Tenant("acme");
  private static final Placement FOR_OTHERS =
      Placement.of(Map.of(ACME, List.of(new Network("other", null, null, null, Map.of()))));

  private final Endpoints endpoints = new Endpoints();
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final List<Endpoint> opened = new ArrayList<>();

  TurnedAwayTest() {
    endpoints.events.listen(events::add);
  }

  @AfterEach
  void close() {
    opened.forEach(endpoint -> await(endpoint.drain(Duration.ZERO)));
    endpoints.close();
  }

  @Test
  void aBalancersHeaderThatIsNone() throws Exception {
    try (var client = new Client(open(Entrances.FROM_LOOPBACK, null, Entrances.anybody()))) {
      client.send("GET / HTTP/1.1\r\n");
      assertTold(Why.PROXY_HEADER, "no PROXY header came; it looks like HTTP");
    }
  }

  @Test
  void aSecondHeader() throws Exception {
    try (var client = new Client(open(Entrances.FROM_LOOPBACK, null, Entrances.anybody()))) {
      client.send(header(AWS));
      client.send(header(AWS));
      TurnedAway told = assertTold(Why.PROXY_HEADER, "a second PROXY header came");
      assertThat(told.ingress().source().getHostString()).isEqualTo("192.0.2.1");
    }
  }

  @Test
  void whatIsNoTls(@TempDir Path directory) throws Exception {
    Certificates certificates = new Certificates();
    certificates.write(certificates.server("weir.example"), directory, "server");
    var identity =
        new Tls.Identity(directory.resolve("server.pem"), directory.resolve("server.key"), "");
    var tls = new Tls(identity, List.of(), null, false);
    try (var client = new Client(open(ProxyProtocol.OFF, tls, Entrances.anybody()))) {
      client.send("hello");
      assertTold(Why.TLS, "TLS is spoken here, and what came is not");
    }
  }

  @Test
  void aWayThatReachesNobodyWhereEverybodyIsLetIn() throws Exception {
    try (var client = new Client(open(ProxyProtocol.OFF, null, FOR_OTHERS))) {
      assertThat(client.isEnded()).isTrue();
      TurnedAway told = assertTold(Why.PLACEMENT, "by this way it reaches no tenant");
      assertThat(told.protocol()).isEqualTo("echo");
      assertThat(told.ingress().listener()).isEqualTo("vpc");
    }
  }

  @Test
  void oneConnectionTooMany() throws Exception {
    var entrance = new Entrance(ProxyProtocol.OFF, null, Entrances.LONG, Entrances.anybody());
    Endpoint endpoint = Entrances.open(endpoints, entrance, 1);
    opened.add(endpoint);
    try (var first = new Client(endpoint)) {
      first.receiveLine();
      try (var second = new Client(endpoint)) {
        assertThat(second.isEnded()).isTrue();
        assertTold(Why.CONNECTIONS, "listener 'vpc' has its 1 connections");
      }
    }
  }

  /** It finds out when it shows some, like one whose are wrong. */
  @Test
  void whereCredentialsAreAskedNobodyIsForTheWayAlone() throws Exception {
    Vertx vertx = endpoints.vertx;
    BlockingQueue<Placed> placed = new LinkedBlockingQueue<>();
    try (var authenticator = new Authenticator(vertx, new byte[32], FOR_OTHERS)) {
      var listener =
          new Listener("vpc", "127.0.0.1", 0, null, ACME, ConnectionBounds.DEFAULT, 10)
              .withEntrance(new Entrance(ProxyProtocol.OFF, null, Entrances.LONG, FOR_OTHERS))
              .withAuthentication(new Authentication.Credentials(authenticator));
      Endpoint endpoint =
          await(
              SocketEndpoint.open(
                  "echo",
                  listener,
                  vertx,
                  endpoints.sessions,
                  context -> {
                    placed.add(context.placed());
                    return new Echo(context);
                  }));
      opened.add(endpoint);
      try (var client = new Client(endpoint)) {
        client.send("hello");
        assertThat(client.receive(5)).isEqualTo("hello");
        assertThat(placed.poll(20, TimeUnit.SECONDS)).isInstanceOf(Placed.Refused.class);
        assertThat(events).isEmpty();
      }
    }
  }

  private TurnedAway assertTold(Why why, String reason) {
    await().until(() -> !events.isEmpty());
    assertThat(events).hasSize(1);
    TurnedAway told = (TurnedAway) events.getFirst();
    assertThat(told.why()).isEqualTo(why);
    assertThat(told.reason()).isEqualTo(reason);
    return told;
  }

  private Endpoint open(ProxyProtocol proxy, Tls tls, Placement placement) {
    Endpoint endpoint =
        Entrances.open(endpoints, new Entrance(proxy, tls, Entrances.LONG, placement), 100);
    opened.add(endpoint);
    return endpoint;
  }
}
