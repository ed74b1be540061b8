package io.weir.kafka;

import static io.weir.kafka.SaslCalls.isServed;
import static io.weir.kafka.SaslCalls.loggedIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.weir.core.place.Network;
import io.weir.core.place.Placement;
import io.weir.protocol.ConnectionBounds;
import io.weir.protocol.Endpoint;
import io.weir.protocol.Entrance;
import io.weir.protocol.Listener;
import io.weir.protocol.proxy.ProxyProtocol;
import io.weir.testing.Futures;
import io.weir.testing.LogLines;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of connections when users and networks are others. */
class ReviewTest {
  private TestGateway gateway;
  private Doorman doorman;
  private Endpoint endpoint;

  @BeforeEach
  void start() {
    gateway = new TestGateway();
    doorman = new Doorman(gateway.vertx());
    endpoint =
        gateway.listen(
            listener("guarded", doorman.placement()).withAuthentication(doorman.authentication()));
  }

  private static Listener listener(String name, Placement placement) {
    return new Listener(name, "127.0.0.1", 0, null, Doorman.ACME, ConnectionBounds.DEFAULT, 50)
        .withEntrance(new Entrance(ProxyProtocol.OFF, null, Duration.ofMinutes(1), placement));
  }

  @AfterEach
  void stop() {
    Futures.await(endpoint.drain(Duration.ofSeconds(5)));
    doorman.close();
    gateway.close();
  }

  private int review() {
    return gateway.sessions().review(doorman.authenticator()::stands);
  }

  @Test
  void whoseUserIsAnotherIsEndedAtOnceAndNobodyElse() {
    try (var log = new LogLines("io.weir.kafka");
        var alice = loggedIn(endpoint.port(), "alice", Doorman.PASSWORD);
        var carol = loggedIn(endpoint.port(), "carol", Doorman.PASSWORD)) {
      assertThat(review()).isZero();
      assertThat(isServed(alice)).isTrue();

      doorman.changeAlicesPassword("another");
      assertThat(review()).isEqualTo(1);

      alice.expectEnd();
      assertThat(isServed(carol)).isTrue();
      assertThat(log.with("ended: a reload has taken its right to be here")).hasSize(1);
      assertThat(gateway.sessions().ended()).isEqualTo(1);
    }
    await().until(() -> gateway.sessions().size() == 0);
  }

  @Test
  void whoWaitsForMessagesIsEndedToo() {
    var topic = gateway.newTopic(Doorman.ACME, 1);
    try (var alice = loggedIn(endpoint.port(), "alice", Doorman.PASSWORD)) {
      alice.send(
          ApiKeys.FETCH,
          12,
          new FetchRequestData()
              .setMaxWaitMs(600_000)
              .setMinBytes(1)
              .setSessionEpoch(-1)
              .setTopics(
                  List.of(
                      new FetchTopic()
                          .setTopic(topic.name().text())
                          .setPartitions(
                              List.of(new FetchPartition().setPartitionMaxBytes(1_000))))));
      doorman.know("carol");
      assertThat(review()).isEqualTo(1);

      alice.expectEnd();
    }
  }

  @Test
  void whoseTenantIsNoLongerReachedByItsWayIsEndedAlsoWhereEverybodyIsLetIn() {
    Endpoint open = gateway.listen(listener("open", doorman.placement()));
    try (var alice = loggedIn(endpoint.port(), "alice", Doorman.PASSWORD);
        var anybody = new WireClient(open.port())) {
      assertThat(isServed(anybody)).isTrue();

      doorman.placement().replace(Map.of(Doorman.ACME, List.of(on("guarded"))));
      assertThat(review()).isEqualTo(1);
      anybody.expectEnd();
      assertThat(isServed(alice)).isTrue();

      doorman.placement().replace(Map.of(Doorman.ACME, List.of(on("elsewhere"))));
      assertThat(review()).isEqualTo(1);
      alice.expectEnd();
    }
    Futures.await(open.drain(Duration.ofSeconds(5)));
  }

  private static Network on(String listener) {
    return new Network(listener, null, null, null, Map.of());
  }

  /** With Apache Kafka's own client. */
  @Test
  void aJavaClientGoesOnWhileItMayAndIsToldWhenItMayNot() throws Exception {
    try (var producer = producer()) {
      producer.send(new ProducerRecord<>("orders", "one")).get();
      double connections = connections(producer);
      review();
      producer.send(new ProducerRecord<>("orders", "two")).get();
      assertThat(connections(producer)).isEqualTo(connections);

      doorman.changeAlicesPassword("another");
      review();

      assertThatThrownBy(() -> producer.partitionsFor("others"))
          .isInstanceOf(SaslAuthenticationException.class)
          .hasMessage("Authentication failed: the credentials are not valid here");
    }
  }

  private static double connections(KafkaProducer<?, ?> producer) {
    return JavaClients.metric(producer, "connection-creation-total");
  }

  private KafkaProducer<String, String> producer() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", "127.0.0.1:" + endpoint.port());
    settings.put("security.protocol", "SASL_PLAINTEXT");
    settings.put("sasl.mechanism", "SCRAM-SHA-256");
    settings.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required"
            + " username=\"alice\" password=\"%s\";".formatted(Doorman.PASSWORD));
    return new JavaClients(gateway).producer(settings);
  }
}
