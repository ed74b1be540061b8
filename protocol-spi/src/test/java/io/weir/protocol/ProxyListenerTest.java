package io.weir.protocol;

import static io.weir.protocol.proxy.Balancer.ALIBABA;
import static io.weir.protocol.proxy.Balancer.AWS;
import static io.weir.protocol.proxy.Balancer.AZURE;
import static io.weir.protocol.proxy.Balancer.GCP;
import static io.weir.protocol.proxy.Balancer.LOCAL;
import static io.weir.protocol.proxy.Balancer.header;
import static io.weir.protocol.proxy.Balancer.text;
import static io.weir.protocol.proxy.Balancer.value;
import static io.weir.protocol.proxy.Balancer.whole;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.core.place.Cidr;
import io.weir.core.place.EndpointId;
import io.weir.core.place.Network;
import io.weir.core.place.Placement;
import io.weir.core.tenant.Tenant;
import io.weir.protocol.proxy.ProxyProtocol;
import io.weir.testing.Futures;
import io.weir.testing.Leaks;
import io.weir.testing.LogLines;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A listener behind a balancer, over real sockets; the tests speak as the balancer. */
@ExtendWith(Leaks.class)
class ProxyListenerTest {
  private static final String LINE = "PROXY TCP4 192.0.2.1 198.51.100.7 56324 443\r\n";
  private static final Endpoints ENDPOINTS = new Endpoints();

  private final Endpoint endpoint = Entrances.open(ENDPOINTS, Entrances.FROM_LOOPBACK, null);

  @AfterAll
  static void close() {
    ENDPOINTS.close();
  }

  static Stream<Arguments> clouds() {
    return Stream.of(
        Arguments.of(AWS, "aws:vpce-08d2bf15fac5001"),
        Arguments.of(AZURE, "azure:305419896"),
        Arguments.of(GCP, "gcp:9223372036854775809"),
        Arguments.of(ALIBABA, "alibaba:ep-2ze"));
  }

  @ParameterizedTest
  @MethodSource("clouds")
  void aConnectionComesByTheWayThatItsBalancerSays(String values, String id) throws IOException {
    try (var balancer = new Client(endpoint)) {
      balancer.send(header(values));
      assertTold(
          balancer,
          "192.0.2.1:56324 by 127.0.0.1:%d through %s 443 %s null null\n"
              .formatted(balancer.socket.getLocalPort(), id, id));
      assertEchoes(balancer);
    }
  }

  @Test
  void authorityUniqueIdAndCertificateAreKnownToo() throws IOException {
    String tls = "07 00000000" + value(0x22, text("billing, Inc"));
    try (var balancer = new Client(endpoint)) {
      balancer.send(
          header(value(0x02, text("a.example")), value(0x05, text("id-7")), value(0x20, tls)));
      assertTold(
          balancer,
          "192.0.2.1:56324 by 127.0.0.1:%d as id-7 443 null a.example CN=billing\\, Inc\n"
              .formatted(balancer.socket.getLocalPort()));
    }
  }

  @Test
  void aHeaderMayComeByteByByteAndWithTheFirstRequest() throws IOException {
    try (var slow = new Client(endpoint);
        var quick = new Client(endpoint)) {
      slow.socket.setTcpNoDelay(true);
      for (char c : LINE.toCharArray()) {
        slow.send(String.valueOf(c));
      }
      assertThat(slow.receive(9)).isEqualTo("192.0.2.1");
      quick.send(LINE + "PROfit");
      String told =
          "192.0.2.1:56324 by 127.0.0.1:%d 443 null null null\nPROfit"
              .formatted(quick.socket.getLocalPort());
      assertTold(quick, told);
    }
  }

  @Test
  void whatIsLikeASecondHeaderOnlyAtFirstIsTheProtocols() throws IOException {
    try (var client = new Client(endpoint)) {
      client.send(LINE);
      client.receive(9);
      client.send("PROX");
      client.send("imity");
      String port = Integer.toString(client.socket.getLocalPort());
      assertTold(client, ":56324 by 127.0.0.1:%s 443 null null null\nPROXimity".formatted(port));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSecondHeaderIsGarbage(boolean isBinary) throws IOException {
    byte[] second = isBinary ? header(AWS) : LINE.getBytes(ISO_8859_1);
    assertEnds(join(header(AZURE), second), "ended: a second PROXY header came");
    assertEnds(join(LINE.getBytes(ISO_8859_1), second), "ended: a second PROXY header came");
  }

  @Test
  void aSecondHeaderThatComesLaterIsGarbageToo() throws IOException {
    try (var log = new LogLines("io.weir.echo");
        var client = new Client(endpoint)) {
      client.send(header(AZURE));
      client.receive(9);
      client.send(LINE);
      assertThat(client.isEnded()).isTrue();
      assertThat(log.with("ended: a second PROXY header came")).hasSize(1);
    }
  }

  static Stream<Arguments> garbage() {
    return Stream.of(
        Arguments.of("GET / HTTP/1.1\r\n", "refused: no PROXY header came; it looks like HTTP"),
        Arguments.of("\26\3\1\2\0\1\0\1", "refused: no PROXY header came; it looks like TLS"),
        Arguments.of("PROXY TCP4 1 2 3 4\r\n", "refused: a PROXY header of version 1 is not"),
        Arguments.of("PROXY " + "x".repeat(200), "was not over after 107 bytes"),
        Arguments.of(new String(header("EA 00"), ISO_8859_1), "ends within a value"),
        Arguments.of(new String(header(AWS, GCP), ISO_8859_1), "names two endpoints"));
  }

  @ParameterizedTest
  @MethodSource("garbage")
  void whatIsNoHeaderIsRefused(String sent, String reason) throws IOException {
    assertEnds(sent.getBytes(ISO_8859_1), reason);
  }

  @Test
  void aHeaderThatIsCutOffReachesNobody() throws IOException {
    byte[] header = header(AWS);
    try (var log = new LogLines("io.weir.echo")) {
      try (var client = new Client(endpoint)) {
        client.send(new String(header, 0, header.length - 1, ISO_8859_1));
        await().until(() -> endpoint.connections() == 1);
      }
      await().until(() -> endpoint.connections() == 0);
      await().until(() -> log.with("refused: it went away within its PROXY header").size() == 1);
    }
  }

  @Test
  void aHeaderThatDoesNotComeInTimeIsNotWaitedFor() throws IOException {
    var entrance =
        new Entrance(Entrances.FROM_LOOPBACK, null, Duration.ofMillis(200), Entrances.anybody());
    Endpoint hasty = Entrances.open(ENDPOINTS, entrance, 10);
    try (var log = new LogLines("io.weir.echo");
        var silent = new Client(hasty);
        var begun = new Client(hasty)) {
      begun.send("PROXY TCP4");
      assertThat(begun.isEnded()).isTrue();
      assertThat(silent.isEnded()).isTrue();
      assertThat(log.with("refused: it took longer than 200ms to come in")).hasSize(2);
    }
  }

  @Test
  void afterTheHeaderAClientHasTheProtocolsTime() throws IOException {
    var entrance =
        new Entrance(Entrances.FROM_LOOPBACK, null, Duration.ofSeconds(1), Entrances.anybody());
    Endpoint hasty = Entrances.open(ENDPOINTS, entrance, 10);
    try (var in = new Client(hasty)) {
      in.send(LINE);
      in.receiveLine();
      try (var silent = new Client(hasty)) {
        // The other, who came later, shows that the clock has run out.
        assertThat(silent.isEnded()).isTrue();
      }
      assertEchoes(in);
    }
  }

  @Test
  void aBalancerThatIsNotTrustedIsNotListenedTo() throws IOException {
    var elsewhere = new ProxyProtocol(true, List.of(Cidr.parse("10.0.0.0/24"), Cidr.parse("::/0")));
    Endpoint other = Entrances.open(ENDPOINTS, elsewhere, null);
    try (var log = new LogLines("io.weir.echo");
        var forger = new Client(other)) {
      // Not one byte is waited for.
      assertThat(forger.isEnded()).isTrue();
      assertThat(log.with("refused: it is none of the balancers that this listener trusts"))
          .hasSize(1);
    }
  }

  @Test
  void whereNoHeaderIsAskedForOneIsTheProtocolsAffair() throws IOException {
    Endpoint plain = Entrances.open(ENDPOINTS, ProxyProtocol.OFF, null);
    try (var client = new Client(plain)) {
      client.send(LINE);
      String port = Integer.toString(client.socket.getLocalPort());
      assertTold(client, "127.0.0.1:%s %d null null null\n%s".formatted(port, plain.port(), LINE));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aHealthCheckIsAnsweredByAnOrderlyEnd(boolean isBinary) throws IOException {
    try (var log = new LogLines("io.weir.echo");
        var balancer = new Client(endpoint)) {
      balancer.send(isBinary ? whole(LOCAL, "00", "") : "PROXY UNKNOWN\r\n".getBytes(ISO_8859_1));
      assertThat(balancer.socket.getInputStream().read()).isEqualTo(-1);
      assertThat(log.all()).isEmpty();
    }
    await().until(() -> endpoint.connections() == 0);
  }

  @Test
  void whoIsOnItsWayInCountsAsAConnection() throws IOException {
    var entrance = new Entrance(Entrances.FROM_LOOPBACK, null, Entrances.LONG, Entrances.anybody());
    Endpoint small = Entrances.open(ENDPOINTS, entrance, 1);
    try (var first = new Client(small)) {
      first.send("PROXY");
      await().until(() -> small.connections() == 1);
      try (var second = new Client(small)) {
        assertThat(second.isEnded()).isTrue();
      }
    }
    await().until(() -> small.connections() == 0);
  }

  @Test
  void whoIsOnItsWayInDoesNotHoldUpAStop() throws IOException {
    try (var client = new Client(endpoint)) {
      client.send("PROXY");
      await().until(() -> endpoint.connections() == 1);
      Futures.await(endpoint.drain(Duration.ofMinutes(1)));
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void aWayThatReachesNoTenantIsRefused() throws IOException {
    Tenant acme = new Tenant("acme");
    Network own = new Network("vpc", null, EndpointId.parse("azure:305419896"), null, Map.of());
    var placement = Placement.of(Map.of(Tenant.DEFAULT, List.of(), acme, List.of(own)));
    var entrance = new Entrance(Entrances.FROM_LOOPBACK, null, Entrances.LONG, placement);
    Endpoint guarded = Entrances.open(ENDPOINTS, entrance, 10);
    for (String values : List.of(AWS, AZURE)) { // nobody's, and another's than the listener's
      try (var log = new LogLines("io.weir.echo");
          var client = new Client(guarded)) {
        client.send(header(values));
        assertThat(client.isEnded()).isTrue();
        assertThat(log.with("refused: by this way it reaches no tenant")).hasSize(1);
      }
    }
    try (var client = new Client(guarded)) {
      client.send(header());
      assertThat(client.receive(9)).isEqualTo("192.0.2.1");
    }
  }

  // ----

  private void assertEnds(byte[] sent, String reason) throws IOException {
    try (var log = new LogLines("io.weir.echo");
        var client = new Client(endpoint)) {
      client.send(sent);
      assertThat(client.isEnded()).isTrue();
      assertThat(log.with(reason)).hasSize(1);
      assertThat(log.errors()).isEmpty();
    }
    await().until(() -> endpoint.connections() == 0);
  }

  private static void assertTold(Client client, String expected) throws IOException {
    assertThat(client.receive(expected.length())).isEqualTo(expected);
  }

  private static void assertEchoes(Client client) throws IOException {
    client.send("hello");
    assertThat(client.receive(5)).isEqualTo("hello");
  }

  private static byte[] join(byte[] one, byte[] other) {
    byte[] both = new byte[one.length + other.length];
    System.arraycopy(one, 0, both, 0, one.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
