package io.weir.kafka;

import static io.weir.kafka.SaslCalls.handshake;
import static io.weir.kafka.SaslCalls.isServed;
import static io.weir.kafka.SaslCalls.plain;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.X509Bundle;
import io.weir.core.address.TopicName;
import io.weir.core.event.Event;
import io.weir.core.tenant.Tenant;
import io.weir.protocol.ConnectionBounds;
import io.weir.protocol.Endpoint;
import io.weir.protocol.Entrance;
import io.weir.protocol.Listener;
import io.weir.protocol.proxy.ProxyProtocol;
import io.weir.testing.Futures;
import io.weir.testing.LogLines;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that have certificates, where everybody is asked who it is. */
class CertificateTest {
  private static final String PUMP = "CN=pump,O=Acme";
  private static final String NOBODY = "CN=nobody,O=Acme";

  @TempDir private Path directory;
  private TestGateway gateway;
  private Doorman doorman;
  private Authority authority;
  private Endpoint endpoint;

  @BeforeEach
  void start() throws Exception {
    gateway = new TestGateway();
    doorman = new Doorman(gateway.vertx());
    authority = new Authority();
    endpoint =
        gateway.listen(
            new Listener("tls", "127.0.0.1", 0, null, Tenant.DEFAULT, ConnectionBounds.DEFAULT, 50)
                .withEntrance(
                    new Entrance(
                        ProxyProtocol.OFF,
                        authority.server(directory, false),
                        Duration.ofMinutes(1),
                        doorman.placement()))
                .withAuthentication(doorman.authentication()));
  }

  @AfterEach
  void stop() {
    Futures.await(endpoint.drain(Duration.ofSeconds(5)));
    doorman.close();
    gateway.close();
  }

  @Test
  void whoseCertificateIsAUsersIsThatUserWithoutSayingSo() throws Exception {
    publish(authority.settings(authority.client(PUMP)));

    assertThat(publisher()).isEqualTo("pump");
    assertThat(gateway.core().topics().find(Doorman.ACME, new TopicName("orders"))).isPresent();
  }

  @Test
  void whoseCertificateIsAUsersMayStillSayThatItIsAnother() throws Exception {
    Map<String, Object> settings = authority.settings(authority.client(PUMP));
    publish(withPassword(settings));

    assertThat(publisher()).isEqualTo("alice");
  }

  @Test
  void whoseCertificateIsNobodysSaysWhoItIs() throws Exception {
    publish(withPassword(authority.settings(authority.client(NOBODY))));

    assertThat(publisher()).isEqualTo("alice");
  }

  @Test
  void nothingElseIsAnsweredToACertificateThatIsNobodys() throws Exception {
    try (var client = client(NOBODY)) {
      client.send(ApiKeys.METADATA, 12, new MetadataRequestData().setTopics(null));
      client.expectEnd();
    }
  }

  @Test
  void whoSaysWronglyThatItIsAnotherIsNobody() throws Exception {
    try (var client = client(PUMP)) {
      assertThat(isServed(client)).isTrue();
      handshake(client, 1, "PLAIN");
      assertThat(plain(client, 2, "alice", "wrong").errorCode()).isNotZero();
      client.expectEnd();
    }
  }

  @Test
  void whoBeginsToSayThatItIsAnotherMayDoNothingElseInBetween() throws Exception {
    try (var client = client(PUMP)) {
      handshake(client, 1, "PLAIN");
      client.send(ApiKeys.METADATA, 12, new MetadataRequestData().setTopics(null));
      client.expectEnd();
    }
  }

  @Test
  void aCertificateThatIsTakenFromItsUserEndsItsConnections() throws Exception {
    try (var client = client(PUMP)) {
      assertThat(isServed(client)).isTrue();
      doorman.know("alice");
      assertThat(gateway.sessions().review(doorman.authenticator()::stands)).isEqualTo(1);
      client.expectEnd();
    }
  }

  @Test
  void whoIsInByACertificateHasToGoWhenThatIsOver() throws Exception {
    try (var log = new LogLines("io.weir.kafka");
        var client = client(authority.client(PUMP, Instant.now().plusSeconds(4)))) {
      assertThat(isServed(client)).isTrue();
      client.expectEnd();
      assertThat(log.with("its session has ended")).hasSize(1);
    }
  }

  private WireClient client(String subject) throws Exception {
    return client(authority.client(subject));
  }

  private WireClient client(X509Bundle certificate) throws Exception {
    return new WireClient(
        authority
            .context(certificate)
            .getSocketFactory()
            .createSocket(InetAddress.getLoopbackAddress(), endpoint.port()));
  }

  private void publish(Map<String, Object> settings) throws Exception {
    settings.put("bootstrap.servers", "127.0.0.1:" + endpoint.port());
    try (var producer = new JavaClients(gateway).producer(settings)) {
      producer.send(new ProducerRecord<>("orders", "hello")).get(60, TimeUnit.SECONDS);
    }
  }

  private static Map<String, Object> withPassword(Map<String, Object> settings) {
    settings.put("security.protocol", "SASL_SSL");
    settings.put("sasl.mechanism", "PLAIN");
    settings.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " username=\"alice\" password=\"%s\";".formatted(Doorman.PASSWORD));
    return settings;
  }

  private String publisher() {
    return gateway.events.stream()
        .filter(Event.Published.class::isInstance)
        .map(event -> ((Event.Published) event).caller().principal().name())
        .findFirst()
        .orElseThrow();
  }
}
