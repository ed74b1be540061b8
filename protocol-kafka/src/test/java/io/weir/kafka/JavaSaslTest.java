package io.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.weir.core.tenant.Tenant;
import io.weir.protocol.ConnectionBounds;
import io.weir.protocol.Endpoint;
import io.weir.protocol.Listener;
import io.weir.testing.Futures;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import javax.security.auth.callback.Callback;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.auth.SaslExtensionsCallback;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Apache Kafka's own clients, by each mechanism. */
class JavaSaslTest {
  private TestGateway gateway;
  private Doorman doorman;
  private Endpoint endpoint;

  @BeforeEach
  void start() {
    gateway = new TestGateway();
    doorman = new Doorman(gateway.vertx());
    endpoint =
        gateway.listen(
            new Listener(
                    "guarded", "127.0.0.1", 0, null, Tenant.DEFAULT, ConnectionBounds.DEFAULT, 50)
                .withAuthentication(doorman.authentication()));
  }

  @AfterEach
  void stop() {
    Futures.await(endpoint.drain(Duration.ofSeconds(5)));
    doorman.close();
    gateway.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"})
  void publishesAndConsumesOnceItHasSaidWhoItIs(String mechanism) throws Exception {
    Map<String, Object> settings = settings(mechanism, Doorman.PASSWORD);
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>("orders", mechanism)).get();
    }
    settings.put("group.id", "readers");
    settings.put("auto.offset.reset", "earliest");
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of("orders"));

      assertThat(JavaClients.take(consumer, 1))
          .singleElement()
          .satisfies(record -> assertThat(record.value()).isEqualTo(mechanism));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"})
  void aWrongPasswordEndsItWithTheSentence(String mechanism) {
    try (var admin = Admin.create(settings(mechanism, "wrong"))) {
      assertThatThrownBy(() -> admin.listTopics().names().get())
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(SaslAuthenticationException.class)
          .hasMessage("Authentication failed: the credentials are not valid here");
    }
  }

  @Test
  void renewsItsSessionWithItsNextTokenAndLosesNothing() throws Exception {
    Map<String, Object> settings = settings("OAUTHBEARER", "");
    settings.put("sasl.login.callback.handler.class", ShortTokens.class.getName());
    settings.put("sasl.login.refresh.min.period.seconds", "0");
    settings.put("sasl.login.refresh.buffer.seconds", "0");
    settings.put("sasl.login.refresh.window.factor", "0.5");
    settings.put("sasl.login.refresh.window.jitter", "0");
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                producer.send(new ProducerRecord<>("orders", "again")).get();
                assertThat(JavaClients.metric(producer, "successful-reauthentication-total"))
                    .isGreaterThanOrEqualTo(2);
              });
      assertThat(JavaClients.metric(producer, "failed-reauthentication-total")).isZero();
      assertThat(JavaClients.metric(producer, "failed-authentication-total")).isZero();
    }
  }

  private Map<String, Object> settings(String mechanism, String password) {
    String name = mechanism.equals("SCRAM-SHA-512") ? "carol" : "alice";
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", "127.0.0.1:" + endpoint.port());
    settings.put("security.protocol", "SASL_PLAINTEXT");
    settings.put("sasl.mechanism", mechanism);
    settings.put("sasl.jaas.config", jaas(mechanism, name, password));
    if (mechanism.equals("OAUTHBEARER")) {
      settings.put("sasl.login.callback.handler.class", LongTokens.class.getName());
    }
    return settings;
  }

  private static String jaas(String mechanism, String name, String password) {
    String module =
        switch (mechanism) {
          case "PLAIN" -> "plain.PlainLoginModule";
          case "OAUTHBEARER" -> "oauthbearer.OAuthBearerLoginModule";
          default -> "scram.ScramLoginModule";
        };
    String options =
        mechanism.equals("OAUTHBEARER")
            ? ""
            : " username=\"%s\" password=\"%s\"".formatted(name, password);
    return "org.apache.kafka.common.security." + module + " required" + options + ";";
  }

  /** Asks nobody for a token, but makes one. */
  public abstract static class Tokens implements AuthenticateCallbackHandler {
    private final Duration life;

    Tokens(Duration life) {
      this.life = life;
    }

    @Override
    public void configure(
        Map<String, ?> settings, String mechanism, List<AppConfigurationEntry> entries) {}

    @Override
    public void handle(Callback[] callbacks) {
      for (Callback callback : callbacks) {
        if (callback instanceof OAuthBearerTokenCallback it) {
          Instant now = Instant.now();
          it.token(new Token(Doorman.token("17", now.plus(life)), now, now.plus(life)));
        } else if (!(callback instanceof SaslExtensionsCallback)) {
          throw new IllegalStateException("unexpected " + callback);
        }
      }
    }

    @Override
    public void close() {}
  }

  /** Tokens for an hour. */
  public static final class LongTokens extends Tokens {
    public LongTokens() {
      super(Duration.ofHours(1));
    }
  }

  /** Tokens for a few seconds. */
  public static final class ShortTokens extends Tokens {
    public ShortTokens() {
      super(Duration.ofSeconds(5));
    }
  }

  private record Token(String value, Instant from, Instant until) implements OAuthBearerToken {
    @Override
    public Set<String> scope() {
      return Set.of();
    }

    @Override
    public long lifetimeMs() {
      return until.toEpochMilli();
    }

    @Override
    public String principalName() {
      return "zoe";
    }

    @Override
    public Long startTimeMs() {
      return from.toEpochMilli();
    }
  }
}
