package io.weir.protocol;

import static io.weir.protocol.proxy.Balancer.AWS;
import static io.weir.protocol.proxy.Balancer.header;
import static io.weir.protocol.proxy.Balancer.text;
import static io.weir.protocol.proxy.Balancer.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.pkitesting.X509Bundle;
import io.weir.core.event.Event;
import io.weir.core.place.Network;
import io.weir.core.place.Placement;
import io.weir.core.tenant.Tenant;
import io.weir.protocol.proxy.ProxyProtocol;
import io.weir.protocol.tls.Tls;
import io.weir.testing.Futures;
import io.weir.testing.Leaks;
import io.weir.testing.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A listener that speaks TLS, over real sockets. */
@ExtendWith(Leaks.class)
class TlsListenerTest {
  private static final Endpoints ENDPOINTS = new Endpoints();
  private static final Certificates CERTIFICATES = new Certificates();

  @TempDir Path directory;
  private final List<Endpoint> opened = new ArrayList<>();
  private Tls tls;

  @AfterAll
  static void close() {
    ENDPOINTS.close();
  }

  @AfterEach
  void lookAtNoFilesAnyMore() {
    opened.forEach(endpoint -> Futures.await(endpoint.drain(Duration.ZERO)));
  }

  @BeforeEach
  void identity() throws Exception {
    CERTIFICATES.write(CERTIFICATES.server("weir.example"), directory, "server");
    tls = new Tls(pem("server"), List.of(), null, false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aProtocolIsSpokenInTls(String version) throws Exception {
    Endpoint endpoint = open(tls);
    try (var client = new TlsClient(endpoint, CERTIFICATES.trusting())) {
      client.socket.setEnabledProtocols(new String[] {version});
      client.send("hello");
      client.receive("hello");
      assertThat(client.socket.getSession().getProtocol()).isEqualTo(version);
      assertThat(client.subject()).isEqualTo("CN=weir.example");
    }
    await().until(() -> endpoint.connections() == 0);
  }

  @Test
  void olderVersionsAreNotSpoken() throws Exception {
    Endpoint endpoint = open(tls);
    try (var log = new LogLines("io.weir.echo");
        var client = new Client(endpoint)) {
      // A ClientHello of TLS 1.1 with one cipher suite (RFC 4346, section 7.4.1.2).
      client.send("\26\3\1\0\55\1\0\0\51\3\2" + "r".repeat(32) + "\0\0\2\0\57\1\0");
      assertThat(client.isEnded()).isTrue();
      assertThat(log.with("refused: the TLS handshake failed")).hasSize(1);
      assertThat(log.errors()).isEmpty();
    }
  }

  @Test
  void muchGoesThroughTlsBothWays() throws Exception {
    Endpoint endpoint = open(tls);
    String much = "0123456789abcdef".repeat(64 * 1024);
    try (var client = new TlsClient(endpoint, CERTIFICATES.trusting())) {
      client.send("x");
      client.receive("x");
      Thread sending = Thread.ofVirtual().start(() -> client.sendQuietly(much));
      client.receive(much);
      sending.join();
    }
  }

  @Test
  void aPkcs12StoreHoldsAnIdentityToo() throws Exception {
    CERTIFICATES.writeStore(
        CERTIFICATES.server("store.example"), directory, "server.p12", "geheim");
    var store = new Tls.Identity(directory.resolve("server.p12"), null, "geheim");
    Endpoint endpoint = open(new Tls(store, List.of(), null, false));
    try (var client = new TlsClient(endpoint, CERTIFICATES.trusting())) {
      client.send("hello");
      client.receive("hello");
      assertThat(client.subject()).isEqualTo("CN=store.example");
    }
  }

  // ---- names ----

  @Test
  void aClientIsShownTheCertificateOfTheNameItAsksFor() throws Exception {
    CERTIFICATES.write(CERTIFICATES.server("acme.example"), directory, "acme");
    CERTIFICATES.write(CERTIFICATES.server("*.wild.example"), directory, "wild");
    Endpoint endpoint =
        open(new Tls(pem("server"), List.of(pem("acme"), pem("wild")), null, false));
    assertShown(endpoint, "ACME.example", "CN=acme.example", "acme.example");
    assertShown(endpoint, "a.wild.example", "CN=*.wild.example", "a.wild.example");
    assertShown(endpoint, "a.b.wild.example", "CN=weir.example", "a.b.wild.example");
    assertShown(endpoint, "other.example", "CN=weir.example", "other.example");
    assertShown(endpoint, null, "CN=weir.example", "null");
  }

  @Test
  void theNameThatAClientAsksForPlacesIt() throws Exception {
    Network named = new Network("vpc", null, null, "acme.example", Map.of());
    var placement =
        Placement.of(Map.of(Tenant.DEFAULT, List.of(), new Tenant("acme"), List.of(named)));
    Endpoint endpoint = open(new Entrance(ProxyProtocol.OFF, tls, Entrances.LONG, placement));
    try (var log = new LogLines("io.weir.echo");
        var other = new TlsClient(endpoint, CERTIFICATES.trusting()).asksFor("acme.example");
        var own = new TlsClient(endpoint, CERTIFICATES.trusting()).asksFor("weir.example")) {
      assertThat(other.isEnded()).isTrue();
      assertThat(log.with("refused: by this way it reaches no tenant")).hasSize(1);
      own.send("hello");
      own.receive("hello");
    }
  }

  // ---- clients' certificates ----

  @Test
  void aClientsCertificateIsKnown() throws Exception {
    Endpoint endpoint = open(asking(true));
    X509Bundle billing = CERTIFICATES.client("CN=billing,O=Acme");
    try (var client = new TlsClient(endpoint, CERTIFICATES.trustingAs(billing))) {
      client.send("hello");
      assertThat(client.receive("hello")).endsWith("null CN=billing,O=Acme\nhello");
    }
  }

  @Test
  void whereOneIsRequiredNobodyComesWithout() throws Exception {
    Endpoint endpoint = open(asking(true));
    try (var log = new LogLines("io.weir.echo");
        var client = new TlsClient(endpoint, CERTIFICATES.trusting())) {
      assertThat(client.isEnded()).isTrue();
      await().until(() -> log.with("refused: the TLS handshake failed: ").size() == 1);
      assertThat(log.errors()).isEmpty();
    }
  }

  @Test
  void whereOneIsOptionalOneMayComeWithout() throws Exception {
    Endpoint endpoint = open(asking(false));
    try (var client = new TlsClient(endpoint, CERTIFICATES.trusting())) {
      client.send("hello");
      assertThat(client.receive("hello")).endsWith("null null\nhello");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCertificateOfAnotherAuthorityIsRefused(boolean isRequired) throws Exception {
    Endpoint endpoint = open(asking(isRequired));
    var others = new Certificates();
    X509Bundle forged = others.client("CN=billing,O=Acme");
    try (var log = new LogLines("io.weir.echo");
        var client = new TlsClient(endpoint, CERTIFICATES.trustingAs(forged))) {
      assertThat(client.isEnded()).isTrue();
      await().until(() -> log.with("refused: the TLS handshake failed: ").size() == 1);
    }
  }

  @Test
  void aClientThatTrustsAnotherAuthorityGoesAway() throws Exception {
    Endpoint endpoint = open(tls);
    try (var log = new LogLines("io.weir.echo");
        var client = new TlsClient(endpoint, new Certificates().trusting())) {
      assertThatThrownBy(() -> client.send("hello")).isInstanceOf(SSLException.class);
      await().until(() -> log.with("refused: the TLS handshake failed: ").size() == 1);
      assertThat(log.errors()).isEmpty();
    }
    await().until(() -> endpoint.connections() == 0);
  }

  // ---- what is not TLS ----

  @Test
  void whoSpeaksPlainlyIsToldInTheLog() throws Exception {
    Endpoint endpoint = open(tls);
    try (var log = new LogLines("io.weir.echo")) {
      for (String sent : List.of("GET / HTTP/1.1\r\n", "\0\0\0\52\0\22\0\4", "hello")) {
        try (var client = new Client(endpoint)) {
          client.send(sent);
          assertThat(client.isEnded()).isTrue();
        }
      }
      String line = "refused: TLS is spoken here, and what came is not";
      assertThat(log.with(line + "; it looks like HTTP")).hasSize(1);
      assertThat(log.with(line + "; it looks like Kafka's protocol")).hasSize(1);
      assertThat(log.with(line)).hasSize(3);
    }
  }

  @Test
  void whatOnlyBeginsLikeTlsIsRefused() throws Exception {
    Endpoint endpoint = open(tls);
    try (var log = new LogLines("io.weir.echo");
        var client = new Client(endpoint)) {
      client.send("\26\3\1\0\5hello");
      assertThat(client.isEnded()).isTrue();
      assertThat(log.with("refused: the TLS handshake failed")).hasSize(1);
      assertThat(log.errors()).isEmpty();
    }
    await().until(() -> endpoint.connections() == 0);
  }

  @Test
  void aHandshakeThatDoesNotEndIsNotWaitedFor() throws Exception {
    var entrance =
        new Entrance(ProxyProtocol.OFF, tls, Duration.ofMillis(200), Entrances.anybody());
    Endpoint hasty = open(entrance);
    try (var log = new LogLines("io.weir.echo");
        var silent = new Client(hasty);
        var begun = new Client(hasty)) {
      begun.send("\26\3\1\2\0\1\0");
      assertThat(begun.isEnded()).isTrue();
      assertThat(silent.isEnded()).isTrue();
      assertThat(log.with(" refused: ")).hasSize(2);
    }
  }

  @Test
  void whoBreaksTlsLaterIsToldInTheLogAndNobodyElseNotices() throws Exception {
    Endpoint endpoint = open(tls);
    try (var log = new LogLines("io.weir.echo");
        var plain = new Client(endpoint);
        var client = new TlsClient(plain.socket, CERTIFICATES.trusting())) {
      client.send("hello");
      client.receive("hello");
      plain.send("no record of TLS at all");
      assertThat(plain.isEnded()).isTrue();
      assertThat(log.with("ended: it broke TLS: ")).hasSize(1);
      assertThat(log.errors()).isEmpty();
    }
  }

  @Test
  void aServersEndIsSaidInTls() throws Exception {
    Endpoint endpoint = open(tls);
    try (var client = new TlsClient(endpoint, CERTIFICATES.trusting())) {
      client.send("hello");
      client.receive("hello");
      var drained = endpoint.drain(Duration.ofMinutes(1));
      // Without the alert that says so this would throw: somebody else could have cut it off.
      assertThat(client.socket.getInputStream().read()).isEqualTo(-1);
      client.close();
      Futures.await(drained);
    }
  }

  // ---- behind a balancer ----

  @Test
  void aBalancersHeaderComesBeforeTls() throws Exception {
    Endpoint endpoint = open(Entrances.FROM_LOOPBACK, tls);
    try (var balancer = new Client(endpoint)) {
      balancer.send(header(AWS));
      try (var client =
          new TlsClient(balancer.socket, CERTIFICATES.trusting()).asksFor("acme.example")) {
        client.send("hello");
        assertThat(client.receive("hello"))
            .startsWith("192.0.2.1:56324 by 127.0.0.1:")
            .endsWith("443 aws:vpce-08d2bf15fac5001 acme.example null\nhello");
      }
    }
  }

  @Test
  void whatABalancerThatEndedTlsSaysIsTheClients() throws Exception {
    Endpoint endpoint = open(Entrances.FROM_LOOPBACK, asking(true));
    X509Bundle own = CERTIFICATES.client("CN=balancer");
    String ended = "07 00000000" + value(0x22, text("billing"));
    try (var balancer = new Client(endpoint)) {
      balancer.send(header(value(0x02, text("acme.example")), value(0x20, ended)));
      try (var client =
          new TlsClient(balancer.socket, CERTIFICATES.trustingAs(own)).asksFor("weir.example")) {
        client.send("hello");
        assertThat(client.receive("hello")).endsWith("acme.example CN=billing\nhello");
      }
    }
  }

  @Test
  void aSecondHeaderBeforeTlsIsGarbage() throws Exception {
    Endpoint endpoint = open(Entrances.FROM_LOOPBACK, tls);
    try (var log = new LogLines("io.weir.echo");
        var balancer = new Client(endpoint)) {
      balancer.send(header(AWS));
      balancer.send(header(AWS));
      assertThat(balancer.isEnded()).isTrue();
      assertThat(log.with("a second PROXY header came")).hasSize(1);
    }
  }

  // ---- files ----

  @Test
  void newFilesAreForNewConnectionsAndEndNone() throws Exception {
    Endpoint endpoint = open(tls);
    try (var old = new TlsClient(endpoint, CERTIFICATES.trusting())) {
      old.send("before");
      old.receive("before");
      CERTIFICATES.write(CERTIFICATES.server("new.example"), directory, "server");
      await().untilAsserted(() -> assertShown(endpoint, null, "CN=new.example", "null"));
      old.send("after");
      old.receiveMore("after");
      assertThat(old.subject()).isEqualTo("CN=weir.example");
    }
  }

  @Test
  void whatBecomesOfFilesThatChangeIsTold() throws Exception {
    List<Event> told = new CopyOnWriteArrayList<>();
    ENDPOINTS.events.listen(told::add);
    open(tls);
    Files.writeString(directory.resolve("server.pem"), "no certificate");
    await()
        .untilAsserted(
            () ->
                assertThat(told)
                    .containsExactly(new Event.CertificatesReloaded("vpc", "echo", false)));
    CERTIFICATES.write(CERTIFICATES.server("new.example"), directory, "server");
    await()
        .untilAsserted(
            () ->
                assertThat(told)
                    .last()
                    .isEqualTo(new Event.CertificatesReloaded("vpc", "echo", true)));
  }

  @Test
  void filesThatDoNotHoldTogetherChangeNothing() throws Exception {
    Endpoint endpoint = open(tls);
    try (var log = new LogLines("io.weir.protocol.tls")) {
      Files.writeString(directory.resolve("server.pem"), "no certificate");
      String kept = "Listener 'vpc' keeps the certificates that it has: ";
      await().until(() -> log.with(kept).size() == 1);
      assertThat(log.with(kept).getFirst())
          .contains("server.pem and ")
          .contains("these are no certificate and key in PEM");
      assertShown(endpoint, null, "CN=weir.example", "null");
      // A certificate with another's key.
      X509Bundle other = CERTIFICATES.server("new.example");
      Files.writeString(directory.resolve("server.pem"), other.getCertificatePathPEM());
      await().until(() -> log.with("server.key: the key does not belong").size() == 1);
      assertShown(endpoint, null, "CN=weir.example", "null");
      Files.delete(directory.resolve("server.key"));
      await().until(() -> log.with("server.key: there is no such file").size() == 1);
      assertShown(endpoint, null, "CN=weir.example", "null");
      CERTIFICATES.write(other, directory, "server");
      await().untilAsserted(() -> assertShown(endpoint, null, "CN=new.example", "null"));
    }
  }

  @Test
  void clientsOfAnAuthorityThatIsTakenAwayComeNoMore() throws Exception {
    Endpoint endpoint = open(asking(true));
    X509Bundle client = CERTIFICATES.client("CN=billing");
    try (var first = new TlsClient(endpoint, CERTIFICATES.trustingAs(client))) {
      first.send("hello");
      first.receive("hello");
      try (var log = new LogLines("io.weir.protocol.tls")) {
        Files.writeString(directory.resolve("ca.pem"), new Certificates().authority());
        await().until(() -> log.with("Listener 'vpc' has new certificates").size() == 1);
      }
      try (var second = new TlsClient(endpoint, CERTIFICATES.trustingAs(client))) {
        assertThat(second.isEnded()).isTrue();
      }
      first.send("again");
      first.receiveMore("again");
    }
  }

  @Test
  void aListenerDoesNotOpenWithoutItsFiles() throws Exception {
    Files.delete(directory.resolve("server.pem"));
    assertRefused(tls, "server.pem: there is no such file");
    Files.writeString(directory.resolve("server.pem"), "");
    assertRefused(tls, "these are no certificate and key in PEM");
    CERTIFICATES.writeStore(CERTIFICATES.server("x.example"), directory, "server.p12", "geheim");
    var store = new Tls.Identity(directory.resolve("server.p12"), null, "wrong");
    assertRefused(
        new Tls(store, List.of(), null, false),
        "server.p12: this is no PKCS #12 store with this password");
    identity();
    Files.writeString(directory.resolve("ca.pem"), "");
    assertRefused(
        new Tls(pem("server"), List.of(), directory.resolve("ca.pem"), true),
        "ca.pem: there is no certificate in it");
    CERTIFICATES.write(CERTIFICATES.client("CN=nameless"), directory, "nameless");
    assertRefused(
        new Tls(pem("server"), List.of(pem("nameless")), null, false),
        "nameless.pem: the certificate has no DNS names");
  }

  // ----

  private static void assertShown(Endpoint endpoint, String name, String subject, String known)
      throws Exception {
    try (var client = new TlsClient(endpoint, CERTIFICATES.trusting()).asksFor(name)) {
      client.send("hello");
      assertThat(client.receive("hello")).endsWith(" " + known + " null\nhello");
      assertThat(client.subject()).isEqualTo(subject);
    }
  }

  private void assertRefused(Tls files, String sentence) {
    assertThatThrownBy(() -> open(files))
        .isInstanceOf(ListenException.class)
        .hasMessageStartingWith("echo cannot listen on 127.0.0.1 port 0 (listener 'vpc'): ")
        .hasMessageContaining(sentence);
  }

  private Endpoint open(Tls tls) {
    return open(ProxyProtocol.OFF, tls);
  }

  private Endpoint open(ProxyProtocol proxyProtocol, Tls tls) {
    return open(new Entrance(proxyProtocol, tls, Entrances.LONG, Entrances.anybody()));
  }

  private Endpoint open(Entrance entrance) {
    Endpoint endpoint = Entrances.open(ENDPOINTS, entrance, 10);
    opened.add(endpoint);
    return endpoint;
  }

  private Tls asking(boolean isRequired) throws IOException {
    Path ca = directory.resolve("ca.pem");
    Files.writeString(ca, CERTIFICATES.authority());
    return new Tls(pem("server"), List.of(), ca, isRequired);
  }

  private Tls.Identity pem(String name) {
    return new Tls.Identity(directory.resolve(name + ".pem"), directory.resolve(name + ".key"), "");
  }
}
