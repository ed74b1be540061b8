package io.weir.tests.tenants;

import static io.weir.tests.tenants.Login.basic;
import static io.weir.tests.tenants.Login.scram;
import static io.weir.tests.tenants.Login.with;
import static io.weir.tests.tenants.OwnTenant.PASSWORD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.weir.tests.kafka.Clients;
import io.weir.tests.servers.Ports;
import io.weir.tests.servers.WeirProcess;
import io.weir.tests.servers.WeirSetup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two tenants on one port, each with a name and a certificate of its own, whose clients trust
 * nobody but who signed that; and the operators' certificate for all others.
 */
class ServerNamesTest {
  private static Authority blue;
  private static Authority green;
  private static Authority operators;
  private static Path blueFiles;
  private static WeirProcess weir;
  private static int kafka;
  private static int http;

  @BeforeAll
  static void start() throws Exception {
    blue = new Authority();
    green = new Authority();
    operators = new Authority();
    kafka = Ports.free();
    http = Ports.free();
    String blueIdentity = blue.identity("blue.example.com");
    blueFiles = blue.certificate.resolveSibling("blue.example.com.pem");
    weir =
        new WeirSetup("names")
            .listeners(
                """
                - name: shared
                  ports: { kafka: %d, http: %d }
                  tls: { %s, sni: [ { %s }, { %s } ] }
                - name: operators
                  ports: { admin: <admin> }
                """
                    .formatted(
                        kafka,
                        http,
                        operators.identity("weir.example.com"),
                        blueIdentity,
                        green.identity("green.example.com")))
            .tenant("blue", tenant("blue"))
            .tenant("green", tenant("green"))
            .start();
  }

  private static String tenant(String name) {
    return new OwnTenant(name)
        .network(
            "listener: shared, serverName: %s.example.com, advertised: { kafka: \"localhost:%d\" }",
            name, kafka)
        .user("alice")
        .topic(name + "-things")
        .file();
  }

  @AfterAll
  static void stop() {
    weir.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"blue", "green"})
  void aClientThatTrustsOnlyItsOwnAuthorityReachesItsTenant(String tenant) throws Exception {
    try (var admin = Clients.admin("localhost:" + kafka, alice(tenant, of(tenant)))) {
      assertThat(Clients.get(admin.listTopics().names())).containsExactly(tenant + "-things");
    }
    try (var client = new TlsClient(of(tenant), tenant + ".example.com", http)) {
      assertThat(client.get("/topics", basic("alice", PASSWORD)))
          .startsWith("HTTP/1.1 200 ")
          .contains("[\"" + tenant + "-things\"]");
      assertThat(client.get("/topics", basic("alice@" + other(tenant), PASSWORD)))
          .startsWith("HTTP/1.1 401 ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"blue", "green"})
  void aClientThatAsksForTheOthersNameDoesNotTrustWhatItIsShown(String tenant) {
    String[] settings = alice(other(tenant), of(tenant));
    try (var admin = Clients.admin("localhost:" + kafka, settings)) {
      assertThatThrownBy(() -> Clients.get(admin.listTopics().names()))
          .isInstanceOf(SslAuthenticationException.class);
    }
    assertThatThrownBy(() -> new TlsClient(of(tenant), other(tenant) + ".example.com", http))
        .isInstanceOf(SSLHandshakeException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "weir.example.com", "red.example.com"})
  void aClientThatNamesNobodyIsShownTheOperatorsCertificateAndIsInNoTenant(String name)
      throws Exception {
    for (String user : List.of("alice", "alice@blue", "alice@green")) {
      try (var client = new TlsClient(operators, name, http)) {
        assertThat(client.subject()).isEqualTo("CN=weir.example.com");
        assertThat(client.get("/topics", basic(user, PASSWORD))).startsWith("HTTP/1.1 401 ");
      }
    }
  }

  @Test
  void aKafkaClientThatNamesNobodyIsInNoTenant() {
    // For an address no name is asked for, so none is checked here either.
    String[] settings =
        with(
            scram("SASL_SSL", "SCRAM-SHA-256", "alice@blue", PASSWORD),
            with(operators.trusted(), "ssl.endpoint.identification.algorithm", ""));
    try (var admin = Clients.admin("127.0.0.1:" + kafka, settings)) {
      assertThatThrownBy(() -> Clients.get(admin.listTopics().names()))
          .isInstanceOf(SaslAuthenticationException.class)
          .hasMessage("Authentication failed: the credentials are not valid here");
    }
  }

  @Test
  void whoIsConnectedStaysWhenCertificatesChangeAndWhoComesIsShownTheNewOne() throws Exception {
    try (var before = new TlsClient(blue, "blue.example.com", http);
        var producer = Clients.producer("localhost:" + kafka, alice("blue", blue))) {
      assertThat(before.get("/topics", basic("alice", PASSWORD))).startsWith("HTTP/1.1 200 ");
      Clients.get(producer.send(new ProducerRecord<>("blue-things", "before".getBytes(UTF_8))));
      long connections = connections();

      blue.identity("blue.example.com");
      await().until(() -> !serial().equals(before.serial()));

      assertThat(before.get("/topics", basic("alice", PASSWORD))).startsWith("HTTP/1.1 200 ");
      Clients.get(producer.send(new ProducerRecord<>("blue-things", "after".getBytes(UTF_8))));
      await().until(() -> connections() == connections);
      assertThat(weir.log()).contains("Listener 'shared' has new certificates");

      String sound = Files.readString(blueFiles);
      Files.writeString(blueFiles, "no certificate");
      await().until(() -> weir.log().contains("Listener 'shared' keeps the certificates"));
      assertThat(before.get("/topics", basic("alice", PASSWORD))).startsWith("HTTP/1.1 200 ");
      assertThat(serial()).isNotEqualTo(before.serial());
      Files.writeString(blueFiles, sound);
    }
  }

  /** The number of the certificate that new clients of blue are shown. */
  private static String serial() throws Exception {
    try (var client = new TlsClient(blue, "blue.example.com", http)) {
      return client.serial();
    }
  }

  private static long connections() {
    return weir.measured("weir_connections");
  }

  private static Authority of(String tenant) {
    return tenant.equals("blue") ? blue : green;
  }

  private static String other(String tenant) {
    return tenant.equals("blue") ? "green" : "blue";
  }

  private static String[] alice(String tenant, Authority trusted) {
    return with(
        scram("SASL_SSL", "SCRAM-SHA-256", "alice", PASSWORD),
        with(trusted.trusted(), ServerName.of(tenant + ".example.com")));
  }
}
