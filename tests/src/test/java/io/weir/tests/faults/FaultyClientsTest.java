package io.weir.tests.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.servers.WeirProcess;
import io.weir.tests.servers.WeirSetup;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.requests.ApiVersionsRequest;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Each connection that breaks the rules ends, with the reason in Weir's log; a healthy client goes
 * on all the while, and memory keeps its bound.
 */
class FaultyClientsTest {
  private static final int FRAME = 2 << 20;
  private static final int HEAP_MIB = 128;
  private static final int DIRECT_MIB = 96;

  /**
   * What a JVM takes beside heap and buffers: code, classes, threads, and what the allocator holds
   * back.
   */
  private static final int JVM_MIB = 180;

  private static WeirProcess weir;
  private static HealthyClient healthy;

  @BeforeAll
  static void start() {
    weir =
        new WeirSetup("faults")
            .heap(HEAP_MIB + "m")
            .option("-XX:MaxDirectMemorySize=" + DIRECT_MIB + "m")
            .limits(
                "frame: 2MiB, unanswered: 1MiB, unsent: 1MiB, frameTime: 1s, writeTime: 2s, idle: 5s")
            .topic("large", 1, "async")
            .start();
    healthy = new HealthyClient(weir);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    healthy.close();
    weir.close();
  }

  @AfterEach
  void nobodyElseNoticed() {
    healthy.getsOn();
    assertThat(weir.residentBytes() >> 20).isLessThan(HEAP_MIB + DIRECT_MIB + JVM_MIB);
  }

  @Test
  void garbageEndsItsConnectionWithItsReason() throws Exception {
    Random random = new Random(11);
    for (int i = 0; i < 6; i++) {
      byte[] garbage = new byte[4 + random.nextInt(5_000)];
      random.nextBytes(garbage);
      // No length of a frame, so that the Kafka port does not wait for more.
      garbage[0] |= (byte) 0x80;
      assertThat(reasonAfter(weir.kafkaPort(), garbage)).contains("negative length");
      for (int port : List.of(weir.httpPort(), weir.adminPort())) {
        assertThat(reasonAfter(port, garbage))
            .containsAnyOf("not an HTTP/1.1 request", "no HTTP/1.1 request", "1 s", "1s");
      }
    }
  }

  @Test
  void garbageInAFrameEndsItsConnectionWithItsReason() throws Exception {
    Random random = new Random(12);
    for (int i = 0; i < 6; i++) {
      byte[] garbage = new byte[10 + random.nextInt(500)];
      random.nextBytes(garbage);
      // No API that there is.
      garbage[0] |= (byte) 0x40;
      assertThat(reasonAfter(weir.kafkaPort(), KafkaFrames.frame(ByteBuffer.wrap(garbage))))
          .contains("unknown API key");
      // One that there is: what follows its head is garbage, down to the lengths of its fields.
      ByteBuffer.wrap(garbage).putShort((short) (i % 4)).putShort((short) 9).putInt(i);
      assertThat(reasonAfter(weir.kafkaPort(), KafkaFrames.frame(ByteBuffer.wrap(garbage))))
          .contains("does not parse");
    }
  }

  @Test
  void aFrameTooLargeIsNotAwaited() throws Exception {
    assertThat(reasonAfter(weir.kafkaPort(), length(FRAME + 1))).contains("2097153 bytes");
    assertThat(reasonAfter(weir.kafkaPort(), length(Integer.MAX_VALUE)))
        .contains("2147483647 bytes");
  }

  @Test
  void aFrameOfNegativeLengthEndsItsConnection() throws Exception {
    assertThat(reasonAfter(weir.kafkaPort(), length(-1))).contains("negative length -1");
  }

  @Test
  void aRequestThatIsCutShortInsideEndsItsConnection() throws Exception {
    byte[] whole = KafkaFrames.of(new ApiVersionsRequest.Builder().build((short) 3));
    byte[] cut = KafkaFrames.frame(ByteBuffer.wrap(whole, 4, whole.length - 4 - 3));

    assertThat(reasonAfter(weir.kafkaPort(), cut)).contains("ApiVersions", "does not parse");
  }

  @Test
  void halfAFrameAndThenNothingIsNotAwaitedForLong() throws Exception {
    byte[] half = ByteBuffer.allocate(500).putInt(1_000).array();

    assertThat(reasonAfter(weir.kafkaPort(), half)).contains("1 s");
  }

  @Test
  void halfARequestAndThenNothingIsNotAwaitedForLong() throws Exception {
    byte[] half =
        "POST /topics/orders HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\nhalf"
            .getBytes(US_ASCII);

    assertThat(reasonAfter(weir.httpPort(), half)).contains("1 s");
    assertThat(reasonAfter(weir.adminPort(), "GET /metrics HT".getBytes(US_ASCII))).contains("1s");
  }

  @Test
  void aByteNowAndThenIsNotAwaitedForLong() throws Exception {
    byte[] kafka = KafkaFrames.of(new ApiVersionsRequest.Builder().build((short) 3));
    byte[] http =
        "GET /topics HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: yes\r\n\r\n".getBytes(US_ASCII);

    assertThat(reasonOfDrip(weir.kafkaPort(), kafka)).contains("1 s");
    assertThat(reasonOfDrip(weir.httpPort(), http)).contains("1 s");
    assertThat(reasonOfDrip(weir.adminPort(), http)).contains("1s");
  }

  private static String reasonOfDrip(int port, byte[] bytes) {
    return reasonFor(
        port,
        client -> {
          for (byte b : bytes) {
            if (!client.send(new byte[] {b})) {
              return;
            }
            Thread.sleep(200);
          }
        });
  }

  @Test
  void oneWhoSpeaksHttpToKafkasPortIsRecognised() throws Exception {
    byte[] request = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(US_ASCII);

    assertThat(reasonAfter(weir.kafkaPort(), request)).endsWith("; it looks like HTTP");
  }

  @Test
  void oneWhoSpeaksTlsToAPlainPortIsRecognised() throws Exception {
    byte[] hello = HexFormat.of().parseHex("16030100c8010000c403035f9d");

    for (int port : List.of(weir.kafkaPort(), weir.httpPort(), weir.adminPort())) {
      assertThat(reasonAfter(port, hello)).endsWith("; it looks like TLS");
    }
  }

  @Test
  void oneWhoSpeaksKafkaToHttpsPortIsRecognised() throws Exception {
    byte[] request = KafkaFrames.of(new ApiVersionsRequest.Builder().build((short) 3));

    for (int port : List.of(weir.httpPort(), weir.adminPort())) {
      assertThat(reasonAfter(port, request)).endsWith("; it looks like Kafka's protocol");
    }
  }

  @Test
  void oneWhoSaysNothingIsLetGo() throws Exception {
    assertThat(reasonAfter(weir.kafkaPort(), new byte[0])).contains("5 s");
    assertThat(reasonAfter(weir.httpPort(), new byte[0])).contains("5 s");
    assertThat(reasonAfter(weir.adminPort(), new byte[0])).contains("1s");
  }

  @Test
  void manyWhoNeverReadTakeBoundedMemoryAndAreEnded() throws Exception {
    fillWithLargeMessages();
    byte[] fetch = KafkaFrames.of(fetchOfAll());
    byte[] get =
        "GET /topics/large/partitions/0/records?offset=0&max_bytes=8000000 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
            .getBytes(US_ASCII);

    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      RawClient client = new RawClient(i % 2 == 0 ? weir.kafkaPort() : weir.httpPort(), 4_096);
      clients.add(client);
      for (int request = 0; request < 50; request++) {
        client.send(i % 2 == 0 ? fetch : get);
      }
    }
    healthy.getsOn();
    assertThat(weir.residentBytes() >> 20).isLessThan(HEAP_MIB + DIRECT_MIB + JVM_MIB);
    // Nothing is done on them meanwhile, so that they end by themselves.
    Awaitility.await("the end of those who do not read")
        .atMost(30, TimeUnit.SECONDS)
        .until(() -> connections() < clients.size() / 2);
    for (RawClient client : clients) {
      client.close();
    }
    assertThat(weir.log()).contains("ended: its client has taken none of its answers for 2 s");
  }

  private static void fillWithLargeMessages() throws Exception {
    byte[] large = new byte[1_000_000];
    new Random(5).nextBytes(large);
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", weir.kafka()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < 40; i++) {
        producer.send(new ProducerRecord<>("large", large)).get();
      }
    }
  }

  /** How many there are now, of all clients. */
  private static int connections() throws IOException {
    try (InputStream metrics = URI.create(weir.admin() + "/metrics").toURL().openStream()) {
      return new String(metrics.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("weir_connections "))
          .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(' ') + 1)))
          .sum();
    }
  }

  private static FetchRequest fetchOfAll() {
    return FetchRequest.Builder.forConsumer(
            (short) 11,
            100,
            1,
            Map.of(
                new TopicPartition("large", 0),
                new FetchRequest.PartitionData(Uuid.ZERO_UUID, 0, 0, 50_000_000, Optional.empty())))
        .setMaxBytes(50_000_000)
        .build((short) 11);
  }

  private static byte[] length(int length) {
    return ByteBuffer.allocate(4).putInt(length).array();
  }

  /** Something that a client does on a connection of its own, which is ended for it. */
  private interface Offence {
    void on(RawClient client) throws Exception;
  }

  /** Why a connection ended on which these bytes were sent. */
  private static String reasonAfter(int port, byte[] bytes) {
    return reasonFor(port, client -> client.send(bytes));
  }

  /**
   * Why the log says that a connection ended. Where many end at once the log leaves some out, and
   * says so; then it is done again.
   */
  private static String reasonFor(int port, Offence offence) {
    AtomicReference<String> reason = new AtomicReference<>();
    Awaitility.await("the log to say why")
        .atMost(30, TimeUnit.SECONDS)
        .until(
            () -> {
              int before = weir.log().length();
              try (var client = new RawClient(port)) {
                offence.on(client);
                client.readToEnd();
                reason.set(reasonOf(client.localPort(), before));
                return reason.get() != null;
              }
            });
    return reason.get();
  }

  /** An earlier client may have had the same port. */
  private static @Nullable String reasonOf(int clientPort, int from) {
    String marker = ":" + clientPort + " ended: ";
    String log = weir.log().substring(from);
    int at = log.lastIndexOf(marker);
    return at < 0 ? null : log.substring(at + marker.length()).lines().findFirst().orElse(null);
  }
}
