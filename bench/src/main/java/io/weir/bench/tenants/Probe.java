package io.weir.bench.tenants;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.bench.server.BenchException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;

/** One way to be refused: a connection that shows a wrong password or proof, and is timed. */
enum Probe {
  PLAIN("Kafka, PLAIN") {
    @Override
    long refused(TenantServer.Ports ports, InetAddress from, String user, Random random)
        throws IOException {
      try (KafkaLink link = KafkaLink.connect(from, ports.kafka()).handshake("PLAIN")) {
        return refused(() -> link.step(KafkaLink.plain(user, "wrong")));
      }
    }
  },

  SCRAM("Kafka, SCRAM-SHA-256") {
    @Override
    long refused(TenantServer.Ports ports, InetAddress from, String user, Random random)
        throws IOException {
      try (KafkaLink link = KafkaLink.connect(from, ports.kafka()).handshake("SCRAM-SHA-256")) {
        String first = "n,,n=" + user + ",r=" + base64(random, 18);
        String proof = base64(random, 32);
        return refused(
            () -> {
              String challenge = new String(link.step(first.getBytes(UTF_8)), UTF_8);
              String nonce = challenge.substring(0, challenge.indexOf(','));
              link.step(("c=biws," + nonce + ",p=" + proof).getBytes(UTF_8));
            });
      }
    }
  },

  BASIC("HTTP, Basic") {
    @Override
    long refused(TenantServer.Ports ports, InetAddress from, String user, Random random)
        throws IOException {
      Optional<String> wrong = Optional.of(HttpLink.basic(user, "wrong"));
      try (var link = new HttpLink(from, ports.http(), wrong, TenantFiles.TOPIC, Scale.body())) {
        return refused(
            () -> {
              link.send();
              link.receive();
            });
      }
    }
  };

  private final String words;

  Probe(String words) {
    this.words = words;
  }

  /**
   * The nanoseconds from the first byte of the credentials to the refusal, the connection being
   * there.
   */
  abstract long refused(TenantServer.Ports ports, InetAddress from, String user, Random random)
      throws IOException;

  interface Steps {
    void run() throws IOException;
  }

  static long refused(Steps steps) throws IOException {
    long start = System.nanoTime();
    try {
      steps.run();
    } catch (RefusedException e) {
      return System.nanoTime() - start;
    }
    throw new BenchException("What is wrong was let in");
  }

  private static String base64(Random random, int bytes) {
    var drawn = new byte[bytes];
    random.nextBytes(drawn);
    return Base64.getEncoder().encodeToString(drawn);
  }

  /** The protocol and the mechanism. */
  @Override
  public String toString() {
    return words;
  }
}
