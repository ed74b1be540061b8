package io.weir.kafka;

import static io.weir.kafka.SaslCalls.authenticate;
import static io.weir.kafka.SaslCalls.bearer;
import static io.weir.kafka.SaslCalls.handshake;
import static io.weir.kafka.SaslCalls.isServed;
import static io.weir.kafka.SaslCalls.message;
import static io.weir.kafka.SaslCalls.plain;
import static io.weir.kafka.SaslCalls.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.auth.Outcome;
import io.weir.core.event.Event.TurnedAway;
import io.weir.core.event.Event.Why;
import io.weir.core.tenant.Tenant;
import io.weir.protocol.ConnectionBounds;
import io.weir.protocol.Endpoint;
import io.weir.protocol.Listener;
import io.weir.testing.Futures;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.SaslClient;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.SaslAuthenticateResponseData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.message.SaslHandshakeResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.security.scram.ScramExtensionsCallback;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;
import org.apache.kafka.common.security.scram.internals.ScramSaslClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a client says who it is, request by request. */
class SaslTest {
  private TestGateway gateway;
  private Doorman doorman;
  private Endpoint endpoint;
  private final List<Endpoint> others = new ArrayList<>();

  @BeforeEach
  void start() {
    gateway = new TestGateway();
    doorman = new Doorman(gateway.vertx());
    endpoint = gateway.listen(listener(ConnectionBounds.DEFAULT));
  }

  private Listener listener(ConnectionBounds bounds) {
    return new Listener("guarded", "127.0.0.1", 0, null, Tenant.DEFAULT, bounds, 50)
        .withAuthentication(doorman.authentication());
  }

  @AfterEach
  void stop() {
    others.forEach(it -> Futures.await(it.drain(Duration.ofSeconds(5))));
    Futures.await(endpoint.drain(Duration.ofSeconds(5)));
    doorman.close();
    gateway.close();
  }

  private WireClient client() {
    return new WireClient(endpoint.port());
  }

  // ---- who is let in ----

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void plainInEveryVersion(int version) {
    try (var client = client()) {
      assertThat(handshake(client, 1, "PLAIN").errorCode()).isZero();

      var response = plain(client, version, "alice", Doorman.PASSWORD);

      assertThat(response.errorCode()).isZero();
      assertThat(response.authBytes()).isEmpty();
      assertThat(response.sessionLifetimeMs()).isZero();
      assertThat(isServed(client)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"alice, SCRAM_SHA_256", "carol, SCRAM_SHA_512"})
  void scramWithoutRequestsAroundItAsOldClientsSpeak(String name, ScramMechanism mechanism)
      throws Exception {
    try (var client = client()) {
      assertThat(handshake(client, 0, mechanism.mechanismName()).errorCode()).isZero();
      SaslClient sasl = scram(mechanism, name);

      byte[] challenge = client.exchange(sasl.evaluateChallenge(new byte[0]));
      sasl.evaluateChallenge(client.exchange(sasl.evaluateChallenge(challenge)));

      assertThat(sasl.isComplete()).isTrue();
      assertThat(isServed(client)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"alice, secret", "al, pw"})
  void plainWithoutRequestsAroundItAsOldClientsSpeak(String name, String password) {
    try (var client = client()) {
      handshake(client, 0, "PLAIN");

      assertThat(client.exchange(message(name, password))).isEmpty();

      assertThat(isServed(client)).isTrue();
    }
  }

  @Test
  void whoIsLetInActsForTheTenantThatItsNameIsOf() {
    try (var client = client()) {
      handshake(client, 1, "PLAIN");
      plain(client, 2, "alice", Doorman.PASSWORD);
      gateway.use("of-default");

      MetadataResponseData all =
          client.call(ApiKeys.METADATA, 12, new MetadataRequestData().setTopics(null));

      assertThat(all.topics()).isEmpty();
    }
  }

  // ---- who is not ----

  @ParameterizedTest
  @CsvSource({"alice, wrong", "nobody, wrong", "nobody, secret", "zoe, secret", "'', secret"})
  void aRefusalIsTheSameBytesForEveryCause(String name, String password) {
    try (var client = client()) {
      handshake(client, 1, "PLAIN");
      client.send(ApiKeys.SASL_AUTHENTICATE, 2, request(message(name, password)));

      assertThat(HexFormat.of().formatHex(client.receiveFrame()))
          .isEqualTo(HexFormat.of().formatHex(expectedRefusal()));
      client.expectEnd();
    }
  }

  /** In version 2: correlation id 1, no tags, code 58, the sentence, no bytes, 0 ms, no tags. */
  private static byte[] expectedRefusal() {
    byte[] sentence = Outcome.REFUSAL.getBytes(UTF_8);
    return ByteBuffer.allocate(4 + 1 + 2 + 1 + sentence.length + 1 + 8 + 1)
        .putInt(1)
        .put((byte) 0)
        .putShort(Errors.SASL_AUTHENTICATION_FAILED.code())
        .put((byte) (sentence.length + 1))
        .put(sentence)
        .put((byte) 1)
        .putLong(0)
        .put((byte) 0)
        .array();
  }

  @Test
  void scramRefusesAUserWhoDoesNotExistWhereItRefusesAWrongProof() {
    assertThat(wrongProof("nobody").length).isEqualTo(wrongProof("alice").length);
    assertThat(wrongProof("nobody")).isEqualTo(expectedRefusalAfterChallenge());
    assertThat(wrongProof("alice")).isEqualTo(expectedRefusalAfterChallenge());
  }

  private static byte[] expectedRefusalAfterChallenge() {
    byte[] bytes = expectedRefusal();
    bytes[3] = 2;
    return bytes;
  }

  private byte[] wrongProof(String name) {
    try (var client = client()) {
      handshake(client, 1, "SCRAM-SHA-256");
      SaslAuthenticateResponseData first =
          authenticate(client, 2, ("n,,n=" + name + ",r=abc").getBytes(UTF_8));
      assertThat(first.errorCode()).isZero();
      String challenge = new String(first.authBytes(), UTF_8);
      String nonce = challenge.substring(2, challenge.indexOf(','));
      client.send(
          ApiKeys.SASL_AUTHENTICATE,
          2,
          request(("c=biws,r=" + nonce + ",p=" + "A".repeat(43) + "=").getBytes(UTF_8)));
      byte[] refusal = client.receiveFrame();
      client.expectEnd();
      return refusal;
    }
  }

  @Test
  void withoutRequestsARefusalIsTheEnd() {
    try (var client = client()) {
      handshake(client, 0, "PLAIN");
      byte[] wrong = message("alice", "wrong");
      client.send(ByteBuffer.allocate(4 + wrong.length).putInt(wrong.length).put(wrong).array());

      client.expectEnd();
    }
  }

  @Test
  void whoHasFailedTooOftenHearsNothingAndIsNotLookedAt() {
    for (int i = 0; i < 6; i++) {
      try (var client = client()) {
        handshake(client, 1, "PLAIN");
        plain(client, 2, "alice", "wrong");
      }
    }
    try (var client = client()) {
      handshake(client, 1, "PLAIN");
      client.send(ApiKeys.SASL_AUTHENTICATE, 2, request(message("alice", Doorman.PASSWORD)));

      client.expectEnd();
    }
    assertThat(gateway.events)
        .extracting(event -> ((TurnedAway) event).why())
        .containsExactly(
            Why.CREDENTIALS,
            Why.CREDENTIALS,
            Why.CREDENTIALS,
            Why.CREDENTIALS,
            Why.CREDENTIALS,
            Why.CREDENTIALS,
            Why.BACKOFF);
  }

  @Test
  void aMechanismThatIsNotThereIsRefusedWithThoseThatAre() {
    try (var client = client()) {
      SaslHandshakeResponseData response = handshake(client, 1, "GSSAPI");

      assertThat(response.errorCode()).isEqualTo(Errors.UNSUPPORTED_SASL_MECHANISM.code());
      assertThat(response.mechanisms())
          .containsExactly("SCRAM-SHA-512", "SCRAM-SHA-256", "OAUTHBEARER", "PLAIN");
      client.expectEnd();
    }
  }

  // ---- before ----

  @Test
  void whatCanBeAskedIsListedBefore() {
    try (var client = client()) {
      ApiVersionsResponseData response =
          client.call(ApiKeys.API_VERSIONS, 3, new ApiVersionsRequestData());

      assertThat(response.apiKeys())
          .extracting(ApiVersionsResponseData.ApiVersion::apiKey)
          .contains(ApiKeys.SASL_HANDSHAKE.id, ApiKeys.SASL_AUTHENTICATE.id);
      handshake(client, 1, "PLAIN");
      plain(client, 2, "alice", Doorman.PASSWORD);
      assertThat(isServed(client)).isTrue();
    }
  }

  @Test
  void nothingElseIsAnsweredBefore() {
    try (var client = client()) {
      client.send(ApiKeys.METADATA, 12, new MetadataRequestData().setTopics(null));
      client.expectEnd();
    }
    try (var client = client()) {
      client.send(ApiKeys.PRODUCE, 9, new ProduceRequestData().setAcks((short) 0));
      client.expectEnd();
    }
    try (var client = client()) {
      client.send(ApiKeys.SASL_AUTHENTICATE, 2, request(message("alice", Doorman.PASSWORD)));
      client.expectEnd();
    }
  }

  @Test
  void nothingElseIsAnsweredInBetween() {
    try (var client = client()) {
      handshake(client, 1, "PLAIN");
      client.send(ApiKeys.METADATA, 12, new MetadataRequestData().setTopics(null));
      client.expectEnd();
    }
  }

  @Test
  void aFrameIsNoLargerThanAMechanismNeeds() {
    try (var client = client()) {
      client.send(ByteBuffer.allocate(4).putInt(100_000).array());
      client.expectEnd();
    }
  }

  @Test
  void whoSaysNothingIsLetGoOf() {
    ConnectionBounds usual = ConnectionBounds.DEFAULT;
    Endpoint impatient =
        gateway.listen(
            listener(
                new ConnectionBounds(
                    usual.maxFrameBytes(),
                    usual.maxUnansweredBytes(),
                    usual.maxUnsentBytes(),
                    usual.idle(),
                    Duration.ofMillis(200),
                    usual.writeTime())));
    others.add(impatient);
    try (var client = new WireClient(impatient.port())) {
      client.expectEnd();
    }
    assertThat(gateway.events)
        .singleElement()
        .isInstanceOfSatisfying(
            TurnedAway.class,
            away -> assertThat(away.reason()).isEqualTo("it did not say in time who it is"));
  }

  @Test
  void aListenerThatAsksNobodyHasNoSuchApis() {
    try (var client = new WireClient(gateway.port())) {
      client.send(ApiKeys.SASL_HANDSHAKE, 1, new SaslHandshakeRequestData().setMechanism("PLAIN"));
      client.expectEnd();
    }
  }

  // ---- sessions ----

  @Test
  void aSessionEndsWithItsToken() {
    try (var client = client()) {
      handshake(client, 1, "OAUTHBEARER");

      var response = authenticate(client, 2, bearer("17", Instant.now().plusSeconds(2)));

      assertThat(response.errorCode()).isZero();
      assertThat(response.sessionLifetimeMs()).isBetween(1L, 2_000L);
      assertThat(isServed(client)).isTrue();
      client.expectEnd();
    }
  }

  @Test
  void aSessionIsRenewedByAnotherToken() {
    try (var client = client()) {
      handshake(client, 1, "OAUTHBEARER");
      authenticate(client, 2, bearer("17", Instant.now().plusSeconds(60)));

      assertThat(handshake(client, 1, "OAUTHBEARER").errorCode()).isZero();
      var response = authenticate(client, 2, bearer("17", Instant.now().plusSeconds(600)));

      assertThat(response.errorCode()).isZero();
      assertThat(response.sessionLifetimeMs()).isGreaterThan(60_000);
      assertThat(isServed(client)).isTrue();
    }
  }

  @Test
  void aSessionIsNotRenewedAsSomebodyElseOrByAnotherMechanism() {
    try (var client = client()) {
      handshake(client, 1, "OAUTHBEARER");
      authenticate(client, 2, bearer("17", Instant.now().plusSeconds(60)));
      handshake(client, 1, "OAUTHBEARER");

      var response = authenticate(client, 2, bearer("18", Instant.now().plusSeconds(60)));

      assertThat(response.errorCode()).isEqualTo(Errors.SASL_AUTHENTICATION_FAILED.code());
      client.expectEnd();
    }
    try (var client = client()) {
      handshake(client, 1, "PLAIN");
      plain(client, 2, "alice", Doorman.PASSWORD);
      handshake(client, 1, "PLAIN");

      assertThat(plain(client, 2, "carol", Doorman.PASSWORD).errorCode())
          .isEqualTo(Errors.SASL_AUTHENTICATION_FAILED.code());
      client.expectEnd();
    }
  }

  // ----

  private static SaslClient scram(ScramMechanism mechanism, String name) throws Exception {
    return new ScramSaslClient(
        mechanism,
        callbacks -> {
          for (Callback callback : callbacks) {
            switch (callback) {
              case NameCallback it -> it.setName(name);
              case PasswordCallback it -> it.setPassword(Doorman.PASSWORD.toCharArray());
              case ScramExtensionsCallback it -> it.extensions(Map.of());
              default -> throw new IllegalStateException("unexpected " + callback);
            }
          }
        });
  }
}
