package io.weir.kafka.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.weir.backend.TopicSettings;
import io.weir.core.CoreOptions;
import io.weir.core.access.Access;
import io.weir.core.topic.Topic;
import io.weir.kafka.Requests;
import io.weir.kafka.TestGateway;
import io.weir.kafka.WireClient;
import io.weir.protocol.ConnectionBounds;
import io.weir.protocol.Endpoint;
import io.weir.protocol.SocketEndpoint;
import io.weir.testing.Futures;
import io.weir.testing.Leaks;
import io.weir.testing.LogLines;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What ends a connection, and what does not. */
@ExtendWith(Leaks.class)
class ConnectionTest {
  private static final int MAX_FRAME = 1 << 20;
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway =
        new TestGateway(
            CoreOptions.DEFAULT,
            new ConnectionBounds(
                MAX_FRAME,
                1 << 20,
                1 << 20,
                Duration.ofMinutes(10),
                Duration.ofSeconds(2),
                Duration.ofSeconds(60)));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static byte[] frame(int length, byte... bytes) {
    return ByteBuffer.allocate(4 + bytes.length).putInt(length).put(bytes).array();
  }

  /** A request with a version 1 header and no body. */
  private static byte[] request(int key, int version) {
    ByteBuffer frame = ByteBuffer.allocate(14);
    frame.putInt(10).putShort((short) key).putShort((short) version).putInt(1).putShort((short) -1);
    return frame.array();
  }

  static Stream<Arguments> whatNoKafkaClientSends() {
    return Stream.of(
        Arguments.of("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII), "; it looks like HTTP"),
        Arguments.of(new byte[] {0x16, 0x03, 0x01, 0x02, 0x00, 0x01}, "; it looks like TLS"),
        Arguments.of("AMQP\0\0\11\1".getBytes(US_ASCII), "; it looks like AMQP"),
        Arguments.of("\20\22\0\4MQTT\5".getBytes(US_ASCII), "; it looks like MQTT"),
        Arguments.of(frame(-5), "negative length -5"),
        Arguments.of(frame(3, new byte[3]), "shorter than any request"),
        Arguments.of(frame(MAX_FRAME + 1), "at most " + MAX_FRAME),
        Arguments.of(request(999, 0), "unknown API key 999"),
        Arguments.of(request(17, 1), "SaslHandshake version 1"),
        Arguments.of(request(0, 2), "Produce version 2"),
        Arguments.of(request(3, 99), "Metadata version 99"),
        Arguments.of(request(24, 0), "AddPartitionsToTxn version 0"),
        Arguments.of(request(10, 0), "FindCoordinator request of version 0 does not parse"));
  }

  @ParameterizedTest
  @MethodSource("whatNoKafkaClientSends")
  void endsTheConnectionWithTheReasonInTheLog(byte[] bytes, String reason) {
    try (var log = new LogLines("io.weir");
        var bystander = new WireClient(gateway.port());
        var client = new WireClient(gateway.port())) {
      client.send(bytes);
      client.expectEnd();
      await()
          .untilAsserted(
              () -> assertThat(log.all()).anySatisfy(it -> assertThat(it).contains(reason)));
      assertThat(log.errors()).isEmpty();
      bystander.call(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData());
    }
  }

  @Test
  void aDefectEndsThatConnectionAloneAndIsLoggedOnce() {
    Access defective =
        (caller, operation, resource) -> {
          if (resource.name().equals("cursed")) {
            throw new StackOverflowError("deep inside");
          }
          return true;
        };
    try (var cursed =
            new TestGateway(CoreOptions.DEFAULT.withAccess(defective), ConnectionBounds.DEFAULT);
        var log = new LogLines("io.weir");
        var bystander = new WireClient(cursed.port());
        var client = new WireClient(cursed.port())) {
      MetadataRequestData request = new MetadataRequestData();
      request.topics().add(new MetadataRequestTopic().setName("cursed"));
      client.send(ApiKeys.METADATA, 9, request);
      client.expectEnd();
      await().untilAsserted(() -> assertThat(log.errors()).hasSize(1));
      assertThat(log.errors().getFirst()).contains("defect", "deep inside");
      bystander.call(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData());
    }
  }

  @Test
  void halfAFrameEndsTheConnectionInTime() {
    try (var log = new LogLines("io.weir");
        var client = new WireClient(gateway.port())) {
      client.send(frame(100, new byte[20]));
      client.expectEnd();
      assertThat(log.all()).anySatisfy(line -> assertThat(line).contains("ended"));
    }
  }

  @Test
  void aTooNewApiVersionsIsAnsweredInTheOldestVersionWithTheList() {
    try (var client = new WireClient(gateway.port())) {
      // A header of version 2 and a body that nobody can read.
      ByteBuffer frame = ByteBuffer.allocate(20);
      frame.putInt(16).putShort((short) 18).putShort((short) 99).putInt(0);
      frame.putShort((short) 1).put((byte) 'x').put((byte) 0);
      frame.put(new byte[] {9, 9, 9, 9});
      client.send(frame.array());
      var response = (ApiVersionsResponseData) client.receive(ApiKeys.API_VERSIONS, 0);
      assertThat(response.errorCode()).isEqualTo(Errors.UNSUPPORTED_VERSION.code());
      assertThat(response.apiKeys().find((short) 18).maxVersion()).isEqualTo((short) 5);
    }
  }

  @Test
  void anApiVersionsForAnotherClusterOrNodeIsToldToBootstrapAgain() {
    try (var client = new WireClient(gateway.port())) {
      ApiVersionsResponseData other =
          client.call(
              ApiKeys.API_VERSIONS, 5, new ApiVersionsRequestData().setClusterId("elsewhere"));
      assertThat(other.errorCode()).isEqualTo(Errors.REBOOTSTRAP_REQUIRED.code());
      ApiVersionsResponseData node =
          client.call(ApiKeys.API_VERSIONS, 5, new ApiVersionsRequestData().setNodeId(3));
      assertThat(node.errorCode()).isEqualTo(Errors.REBOOTSTRAP_REQUIRED.code());
      ApiVersionsResponseData ours =
          client.call(ApiKeys.API_VERSIONS, 5, new ApiVersionsRequestData().setNodeId(0));
      assertThat(ours.errorCode()).isZero();
    }
  }

  @Test
  void whereNothingCanBeAnsweredNobodyIsLeftWaiting() {
    Endpoint broken =
        Futures.await(
            SocketEndpoint.open(
                "kafka",
                gateway.listener("broken", 0),
                gateway.vertx(),
                gateway.sessions(),
                connection ->
                    new KafkaConnection(
                        connection, Future.failedFuture(new LinkageError("no such class")))));
    try (var log = new LogLines("io.weir.kafka");
        var client = new WireClient(broken.port())) {
      client.expectEnd();
      assertThat(log.all()).anySatisfy(line -> assertThat(line).contains("no such class"));
    } finally {
      Futures.await(broken.drain(Duration.ofSeconds(1)));
    }
  }

  @Test
  void requestsInOneWriteAndInSingleBytesAreAnsweredAlike() {
    byte[] one = WireClient.encode(ApiKeys.API_VERSIONS, 3, 0, new ApiVersionsRequestData());
    byte[] two = WireClient.encode(ApiKeys.API_VERSIONS, 3, 1, new ApiVersionsRequestData());
    byte[] both = ByteBuffer.allocate(one.length + two.length).put(one).put(two).array();
    try (var client = new WireClient(gateway.port())) {
      client.send(both);
      client.receive(ApiKeys.API_VERSIONS, 3);
      client.receive(ApiKeys.API_VERSIONS, 3);
    }
    try (var client = new WireClient(gateway.port())) {
      for (byte single : both) {
        client.send(new byte[] {single});
      }
      client.receive(ApiKeys.API_VERSIONS, 3);
      client.receive(ApiKeys.API_VERSIONS, 3);
    }
  }

  @Test
  void manyRequestsAtOnceAreAllAnswered() throws InterruptedException {
    try (var client = new WireClient(gateway.port())) {
      int count = 3000;
      Thread writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = 0; i < count; i++) {
                      client.send(ApiKeys.API_VERSIONS, 3, new ApiVersionsRequestData());
                    }
                  });
      for (int i = 0; i < count; i++) {
        client.receive(ApiKeys.API_VERSIONS, 3);
      }
      assertThat(writer.join(Duration.ofSeconds(30))).isTrue();
    }
  }

  /** Asks for what is not there, with more patience than any test has. */
  private static void beginToWait(WireClient client) {
    Topic empty = gateway.newTopic(1, TopicSettings.DEFAULT);
    client.send(ApiKeys.FETCH, 12, Requests.fetch(empty, 12, 0).setMaxWaitMs(600_000));
  }

  @Test
  void aWaitingFetchIsAnsweredWhenTheGatewayStops() {
    Endpoint endpoint = gateway.listen(gateway.listener("stopping", 0));
    try (var client = new WireClient(endpoint.port())) {
      beginToWait(client);
      // The fetch has begun once a request after it is held up; there is no other sign of it.
      client.send(ApiKeys.API_VERSIONS, 0, new ApiVersionsRequestData());
      await().until(() -> endpoint.connections() == 1);
      var drained = endpoint.drain(Duration.ofSeconds(10));
      client.receive(ApiKeys.FETCH, 12);
      client.expectEnd();
      Futures.await(drained);
    }
  }

  @Test
  void aClientThatGoesAwayWhileItsFetchWaitsLeavesNothingBehind() {
    Endpoint endpoint = gateway.listen(gateway.listener("leaving", 0));
    try (var client = new WireClient(endpoint.port())) {
      beginToWait(client);
    }
    await().until(() -> endpoint.connections() == 0);
    Futures.await(endpoint.drain(Duration.ofSeconds(1)));
  }
}
