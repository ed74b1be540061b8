package io.weir.http;

import static io.weir.http.Guests.as;
import static io.weir.http.Guests.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.weir.core.CoreOptions;
import io.weir.core.address.TopicName;
import io.weir.core.event.Event;
import io.weir.protocol.ConnectionBounds;
import io.weir.protocol.tls.Tls;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that have certificates. */
class CertificateTest {
  @TempDir private Path directory;
  private X509Bundle authority;
  private Guests guests;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    authority =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=authority")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    X509Bundle own =
        new CertificateBuilder().ecp256().subject("CN=localhost").buildIssuedBy(authority);
    Path certificate =
        Files.writeString(directory.resolve("server.pem"), own.getCertificatePathPEM());
    Path key = Files.writeString(directory.resolve("server.key"), own.getPrivateKeyPEM());
    Path ca = Files.writeString(directory.resolve("ca.pem"), authority.getCertificatePEM());
    Tls tls = new Tls(new Tls.Identity(certificate, key, ""), List.of(), ca, false);
    server =
        new TestServer(
            CoreOptions.DEFAULT,
            vertx -> {
              guests = new Guests(vertx);
              return guests.listener(ConnectionBounds.DEFAULT, tls);
            });
  }

  @AfterEach
  void stop() {
    server.close();
    guests.close();
  }

  @Test
  void whoseCertificateIsAUsersIsThatUserWhereARequestDoesNotSayMore() throws Exception {
    try (var client = client("CN=pump,O=Acme")) {
      String publish = "POST /topics/orders HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n";
      assertThat(client.send(publish + "\r\nx").receive()).startsWith("HTTP/1.1 200 ");
      assertThat(client.send(publish + as("alice") + "\r\n\r\nx").receive())
          .startsWith("HTTP/1.1 200 ");
    }
    assertThat(server.events)
        .filteredOn(Event.Published.class::isInstance)
        .extracting(event -> ((Event.Published) event).caller().principal().name())
        .containsExactly("pump", "alice");
    assertThat(server.core().topics().find(Guests.ACME, new TopicName("orders"))).isPresent();
  }

  @Test
  void credentialsThatAreWrongAreNotMadeGoodByACertificate() throws Exception {
    try (var client = client("CN=pump,O=Acme")) {
      assertThat(client.send(get("/topics", as("alice", "wrong"))).receive())
          .startsWith("HTTP/1.1 401 ");
      assertThat(client.send(get("/topics", "Authorization:")).receive())
          .startsWith("HTTP/1.1 401 ");
    }
  }

  @Test
  void aCertificateThatIsNobodysIsNone() throws Exception {
    for (String subject : new String[] {"CN=nobody,O=Acme", null}) {
      try (var client = client(subject)) {
        assertThat(client.send(get("/topics")).receive()).startsWith("HTTP/1.1 401 ");
        assertThat(client.send(get("/topics", as("alice"))).receive()).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  private RawClient client(String subject) throws Exception {
    KeyManager[] keys =
        subject == null
            ? null
            : new CertificateBuilder()
                .ecp256()
                .subject(subject)
                .buildIssuedBy(authority)
                .toKeyManagerFactory()
                .getKeyManagers();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, authority.toTrustManagerFactory().getTrustManagers(), null);
    return new RawClient(
        context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port()));
  }
}
