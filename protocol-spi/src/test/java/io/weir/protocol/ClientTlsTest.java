package io.weir.protocol;

import static io.weir.protocol.proxy.Balancer.header;
import static io.weir.protocol.proxy.Balancer.text;
import static io.weir.protocol.proxy.Balancer.value;
import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.place.ClientCertificate;
import io.weir.core.place.Ingress;
import io.weir.core.tenant.Tenant;
import io.weir.protocol.proxy.ProxyProtocol;
import io.weir.protocol.tls.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of a client's own TLS, wherever it ends. */
class ClientTlsTest {
  private static final Endpoints ENDPOINTS = new Endpoints();
  private static final Certificates CERTIFICATES = new Certificates();

  /** PROXY protocol, section 2.2.5: TLS with a certificate that was verified; its name. */
  private static final String SAID = value(0x20, "07 00000000" + value(0x22, text("billing")));

  /** Nobody says when that is over. */
  private static final ClientCertificate SAID_OF =
      new ClientCertificate("CN=billing", List.of(), Instant.MAX);

  /** The same section: no TLS. */
  private static final String CLEAR = value(0x20, "00 00000000");

  @TempDir private Path directory;
  private final BlockingQueue<Ingress> arrived = new LinkedBlockingQueue<>();
  private final List<Endpoint> opened = new ArrayList<>();
  private Tls tls;

  @AfterAll
  static void close() {
    ENDPOINTS.close();
  }

  @BeforeEach
  void identity() throws Exception {
    CERTIFICATES.write(CERTIFICATES.server("weir.example"), directory, "server");
    Path ca = Files.writeString(directory.resolve("ca.pem"), CERTIFICATES.authority());
    tls =
        new Tls(
            new Tls.Identity(directory.resolve("server.pem"), directory.resolve("server.key"), ""),
            List.of(),
            ca,
            false);
  }

  @AfterEach
  void drain() {
    opened.forEach(endpoint -> await(endpoint.drain(Duration.ZERO)));
  }

  @Test
  void whoComesInTheClearIsNotEncrypted() throws Exception {
    try (var client = new Client(open(ProxyProtocol.OFF, null))) {
      assertIs(false, null);
    }
  }

  @Test
  void whoSpeaksTlsHereIs() throws Exception {
    Endpoint endpoint = open(ProxyProtocol.OFF, tls);
    var own = CERTIFICATES.client("CN=billing,O=Acme");
    try (var client = new TlsClient(endpoint, CERTIFICATES.trustingAs(own))) {
      client.socket.startHandshake();
      assertIs(true, ClientCertificate.of(own.getCertificate()));
    }
  }

  @Test
  void whoseTlsABalancerEndedIsWhateverIsSpokenFromThere() throws Exception {
    try (var balancer = new Client(open(Entrances.FROM_LOOPBACK, null))) {
      balancer.send(header(SAID));
      assertIs(true, SAID_OF);
    }
    try (var balancer = new Client(open(Entrances.FROM_LOOPBACK, tls))) {
      balancer.send(header(SAID));
      speakAsBalancer(balancer);
      assertIs(true, SAID_OF);
    }
  }

  @Test
  void whoseTlsABalancerPassesOnIs() throws Exception {
    try (var balancer = new Client(open(Entrances.FROM_LOOPBACK, tls))) {
      balancer.send(header());
      var own = CERTIFICATES.client("CN=billing,O=Acme");
      try (var client = new TlsClient(balancer.socket, CERTIFICATES.trustingAs(own))) {
        client.socket.startHandshake();
        assertIs(true, ClientCertificate.of(own.getCertificate()));
      }
    }
  }

  @Test
  void whoCameToABalancerInTheClearIsNotThoughThatSpeaksTlsHere() throws Exception {
    try (var balancer = new Client(open(Entrances.FROM_LOOPBACK, tls))) {
      balancer.send(header(CLEAR));
      speakAsBalancer(balancer);
      assertIs(false, null);
    }
  }

  @Test
  void ofWhomABalancerSaysNothingIsNotInTheClear() throws Exception {
    try (var balancer = new Client(open(Entrances.FROM_LOOPBACK, null))) {
      balancer.send(header());
      assertIs(false, null);
    }
  }

  /** With the balancer's own certificate, and the name that it asks for by itself. */
  private static void speakAsBalancer(Client balancer) throws Exception {
    var own = CERTIFICATES.trustingAs(CERTIFICATES.client("CN=balancer"));
    new TlsClient(balancer.socket, own).asksFor("weir.example").socket.startHandshake();
  }

  private void assertIs(boolean encrypted, ClientCertificate certificate)
      throws InterruptedException {
    Ingress ingress = arrived.poll(20, TimeUnit.SECONDS);
    assertThat(ingress).isNotNull();
    assertThat(ingress.encrypted()).isEqualTo(encrypted);
    assertThat(ingress.certificate()).isEqualTo(certificate);
    assertThat(ingress.serverName()).isNull();
  }

  private Endpoint open(ProxyProtocol proxy, Tls with) throws IOException {
    var listener =
        new Listener("vpc", "127.0.0.1", 0, null, Tenant.DEFAULT, ConnectionBounds.DEFAULT, 100)
            .withEntrance(new Entrance(proxy, with, Entrances.LONG, Entrances.anybody()));
    Endpoint endpoint =
        await(
            SocketEndpoint.open(
                "echo",
                listener,
                ENDPOINTS.vertx,
                ENDPOINTS.sessions,
                context -> {
                  arrived.add(context.placed().ingress());
                  return new Echo(context);
                }));
    opened.add(endpoint);
    return endpoint;
  }
}
