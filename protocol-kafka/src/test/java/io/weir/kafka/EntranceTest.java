package io.weir.kafka;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.place.Cidr;
import io.weir.core.place.HostAndPort;
import io.weir.core.place.Network;
import io.weir.core.place.Placement;
import io.weir.core.tenant.Tenant;
import io.weir.protocol.ConnectionBounds;
import io.weir.protocol.Endpoint;
import io.weir.protocol.Entrance;
import io.weir.protocol.Listener;
import io.weir.protocol.proxy.ProxyProtocol;
import io.weir.protocol.tls.Tls;
import io.weir.testing.Futures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka behind a listener's entrance. */
class EntranceTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway = new TestGateway();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void aClientIsSentWhereItsNetworkReaches() {
    Network near = network("10.20.0.0/16", Map.of("kafka", new HostAndPort("near.example", 9093)));
    Network far = network("10.30.0.0/16", Map.of("http", new HostAndPort("far.example", 80)));
    var placement = Placement.of(Map.of(Tenant.DEFAULT, List.of(near, far)));
    var proxy = new ProxyProtocol(true, List.of(Cidr.parse("127.0.0.1")));
    Endpoint endpoint =
        listen(
            new HostAndPort("standard.example", 9092), new Entrance(proxy, null, LONG, placement));
    assertThat(brokers(endpoint, "10.20.0.1")).containsOnly("near.example:9093").hasSize(3);
    assertThat(brokers(endpoint, "10.30.0.1")).containsOnly("standard.example:9092").hasSize(3);
    Futures.await(endpoint.drain(Duration.ofSeconds(1)));
  }

  @Test
  void aClientIsSentWhereItsBalancerSaysItCame() {
    var placement = Placement.of(Map.of(Tenant.DEFAULT, List.of()));
    var proxy = new ProxyProtocol(true, List.of(Cidr.parse("127.0.0.1")));
    Endpoint endpoint = listen(null, new Entrance(proxy, null, LONG, placement));
    assertThat(brokers(endpoint, "10.20.0.1")).containsOnly("198.51.100.7:443").hasSize(3);
    Futures.await(endpoint.drain(Duration.ofSeconds(1)));
  }

  @Test
  void javaClientsSpeakItInTlsWithCertificatesOfTheirOwn(@TempDir Path directory) throws Exception {
    Authority authority = new Authority();
    Tls tls = authority.server(directory, true);
    var placement = Placement.of(Map.of(Tenant.DEFAULT, List.of()));
    Endpoint endpoint = listen(null, new Entrance(ProxyProtocol.OFF, tls, LONG, placement));
    Map<String, Object> settings = authority.settings(authority.client("CN=billing"));
    settings.put("bootstrap.servers", "127.0.0.1:" + endpoint.port());
    writeAndRead(settings);
    Futures.await(endpoint.drain(Duration.ofSeconds(1)));
  }

  private static void writeAndRead(Map<String, Object> settings) throws Exception {
    JavaClients clients = new JavaClients(gateway);
    String large = "x".repeat(900_000);
    try (var producer = clients.producer(settings)) {
      producer.send(new ProducerRecord<>("secret", "k", large)).get(60, TimeUnit.SECONDS);
    }
    try (var consumer = clients.consumer(settings)) {
      TopicPartition partition = new TopicPartition("secret", 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      assertThat(JavaClients.take(consumer, 1))
          .extracting(ConsumerRecord::value)
          .containsExactly(large);
    }
  }

  /** Wherever Kafka tells a client where to go. */
  private static List<String> brokers(Endpoint endpoint, String source) {
    try (var client = new WireClient(endpoint.port())) {
      client.send(("PROXY TCP4 " + source + " 198.51.100.7 40000 443\r\n").getBytes(US_ASCII));
      MetadataResponseData metadata = client.call(ApiKeys.METADATA, 9, new MetadataRequestData());
      var broker = metadata.brokers().iterator().next();
      DescribeClusterResponseData cluster =
          client.call(ApiKeys.DESCRIBE_CLUSTER, 1, new DescribeClusterRequestData());
      var described = cluster.brokers().iterator().next();
      FindCoordinatorResponseData found =
          client.call(
              ApiKeys.FIND_COORDINATOR,
              4,
              new FindCoordinatorRequestData()
                  .setKeyType((byte) 0)
                  .setCoordinatorKeys(List.of("group")));
      var coordinator = found.coordinators().getFirst();
      return List.of(
          broker.host() + ":" + broker.port(),
          described.host() + ":" + described.port(),
          coordinator.host() + ":" + coordinator.port());
    }
  }

  private static Network network(String range, Map<String, HostAndPort> advertised) {
    return new Network("vpc", Cidr.parse(range), null, null, advertised);
  }

  private static Endpoint listen(HostAndPort advertised, Entrance entrance) {
    return gateway.listen(
        new Listener(
                "vpc", "127.0.0.1", 0, advertised, Tenant.DEFAULT, ConnectionBounds.DEFAULT, 50)
            .withEntrance(entrance));
  }
}
