package io.weir.tests.tenants;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.tests.servers.Ports;
import io.weir.tests.servers.WeirProcess;
import io.weir.tests.servers.WeirSetup;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** HAProxy looks whether a gateway lives. */
@Tag("haproxy")
class HealthCheckTest {
  /** It takes 20 good checks until a server is up, and one bad until it is down. */
  private static final String BACKEND =
      """
      backend %s
        server weir 127.0.0.1:%d send-proxy-v2 proxy-v2-options authority,unique-id,ssl,cert-cn,crc32c check check-send-proxy inter 10ms rise 20 fall 1
      """;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Section 2.2: 12 bytes of signature, then version and command. */
  @Test
  void aCheckSaysThatItIsTheBalancersOwn() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Haproxy haproxy = new Haproxy(BACKEND.formatted("scripted", server.getLocalPort()));
        Socket check = server.accept()) {
      byte[] header = check.getInputStream().readNBytes(16);
      assertThat(new String(header, 0, 12, ISO_8859_1)).isEqualTo("\r\n\r\n\0\r\nQUIT\n");
      assertThat(header[12]).as("LOCAL").isEqualTo((byte) 0x20);
    }
  }

  @Test
  void aGatewayThatLivesIsFoundUpAndItsLogSaysNothingOfThat() throws Exception {
    int kafka = Ports.free();
    int http = Ports.free();
    WeirSetup setup =
        new WeirSetup("checked")
            .listeners(
                """
                - name: vpc
                  ports: { kafka: %d, http: %d }
                  proxyProtocol: { mode: required, trusted: [127.0.0.3] }
                - name: operators
                  ports: { admin: <admin> }
                """
                    .formatted(kafka, http))
            .tenant("acme", new OwnTenant("acme").user("alice").file());
    String sections = BACKEND.formatted("kafka", kafka) + BACKEND.formatted("http", http);
    try (WeirProcess weir = setup.start();
        Haproxy haproxy = new Haproxy(sections)) {
      weir.kill();
      awaitBoth(haproxy, "DOWN");
      weir.restart();
      awaitBoth(haproxy, "UP");
      assertThat(weir.log()).doesNotContain(" from 127.0.0.3", "refused", "ended", "WARN", "ERROR");
      assertThat(weir.measured("weir_turned_away_total")).isZero();
    }
  }

  private static void awaitBoth(Haproxy haproxy, String health) {
    for (String backend : new String[] {"kafka", "http"}) {
      await(backend).atMost(PATIENCE).until(() -> haproxy.health(backend).equals(health));
    }
  }
}
