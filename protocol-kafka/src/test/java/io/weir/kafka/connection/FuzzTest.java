package io.weir.kafka.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.kafka.TestGateway;
import io.weir.kafka.WireClient;
import io.weir.testing.Leaks;
import io.weir.testing.LogLines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Requests of every API and version, made of random fields, cut short and damaged, {@code
 * -Dweir.fuzz.rounds} times; {@code -Dweir.fuzz.seed} makes others.
 */
@ExtendWith(Leaks.class)
class FuzzTest {
  private static final int ROUNDS = Integer.getInteger("weir.fuzz.rounds", 12);
  private static final long SEED = Long.getLong("weir.fuzz.seed", 20260806);
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
  void noRequestEndsMoreThanItsConnection() throws IOException {
    Random random = new Random(SEED);
    try (var log = new LogLines("io.weir");
        var bystander = new WireClient(gateway.port())) {
      ApiVersionsResponseData apis =
          bystander.call(ApiKeys.API_VERSIONS, 3, new ApiVersionsRequestData());
      for (int round = 0; round < ROUNDS; round++) {
        for (byte[] frame : frames(apis, random)) {
          try (var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.getOutputStream().write(damaged(frame, random));
            socket.shutdownOutput();
            socket.setSoTimeout(20_000);
            // Whatever comes back, it comes to an end.
            socket.getInputStream().readAllBytes();
          } catch (java.net.SocketException reset) {
            assertThat(reset).hasMessageMatching(".*(reset|Broken pipe).*");
          }
        }
        bystander.call(ApiKeys.API_VERSIONS, 3, new ApiVersionsRequestData());
      }
      await().untilAsserted(() -> assertThat(log.errors()).isEmpty());
    }
  }

  private static List<byte[]> frames(ApiVersionsResponseData apis, Random random) {
    List<byte[]> frames = new ArrayList<>();
    for (var api : apis.apiKeys()) {
      ApiKeys key = ApiKeys.forId(api.apiKey());
      for (int version = key.oldestVersion(); version <= api.maxVersion(); version++) {
        frames.add(new RandomRequest(random).encode(key, (short) version));
      }
    }
    return frames;
  }

  private static byte[] damaged(byte[] frame, Random random) {
    switch (random.nextInt(4)) {
      case 0 -> {
        int position = 4 + random.nextInt(frame.length - 4);
        frame[position] = (byte) random.nextInt();
      }
      case 1 -> {
        int length = 4 + random.nextInt(frame.length - 4);
        return ByteBuffer.allocate(length).put(frame, 0, length).putInt(0, length - 4).array();
      }
      case 2 -> ByteBuffer.wrap(frame).putInt(0, frame.length - 4 + random.nextInt(100));
      default -> {} // as it is
    }
    return frame;
  }
}
