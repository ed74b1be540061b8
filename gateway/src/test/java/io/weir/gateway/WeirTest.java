package io.weir.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.gateway.config.Authority;
import io.weir.gateway.config.WeirConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway as those who embed it see it. */
final class WeirTest {
  @TempDir private Path directory;

  private final HttpClient client = HttpClient.newHttpClient();

  private WeirConfig config() {
    List<Listen> anyPort =
        Stream.of("kafka", "http", Weir.ADMIN)
            .map(protocol -> new Listen(protocol, new Authority("127.0.0.1", 0)))
            .toList();
    return Listen.apply(anyPort, WeirConfig.standard()).withData(directory.resolve("data"));
  }

  private HttpResponse<String> admin(Weir weir, String method, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + weir.port(Weir.ADMIN) + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build();
    return client.send(request, BodyHandlers.ofString());
  }

  @Test
  void tellsTheRealPorts() {
    try (Weir weir = Weir.start(config())) {
      assertThat(weir.ports())
          .extracting(BoundPort::protocol)
          .containsExactly("kafka", "http", "admin");
      assertThat(weir.ports())
          .extracting(port -> port.address().port())
          .doesNotContain(0)
          .doesNotHaveDuplicates();
      assertThatThrownBy(() -> weir.port("mqtt")).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void livesAndIsReady() throws Exception {
    try (Weir weir = Weir.start(config())) {
      assertThat(admin(weir, "GET", "/health/live").statusCode()).isEqualTo(200);
      assertThat(admin(weir, "GET", "/health/ready").body()).isEqualTo("ready\n");
    }
  }

  @Test
  void theAdminPortCanOnlyBeRead() throws Exception {
    try (Weir weir = Weir.start(config())) {
      HttpResponse<String> response = admin(weir, "DELETE", "/metrics");
      assertThat(response.statusCode()).isEqualTo(405);
      assertThat(response.headers().firstValue("allow")).contains("GET, HEAD");
      assertThat(admin(weir, "GET", "/elsewhere").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void theMetricsPageNamesWhatItCounts() throws Exception {
    try (Weir weir = Weir.start(config())) {
      HttpResponse<String> page = admin(weir, "GET", "/metrics");
      assertThat(page.headers().firstValue("content-type"))
          .contains("text/plain; version=0.0.4; charset=utf-8");
      assertThat(page.body()).contains("# TYPE weir_stored_messages_total counter\n");
      assertThat(page.body()).containsPattern("(?m)^weir_connections [0-9]+$");
    }
  }

  @Test
  void thereIsNobodyAfterTheEnd() {
    Weir weir = Weir.start(config());
    int port = weir.port(Weir.ADMIN);
    weir.close();
    weir.close();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/live")).build();
    assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString()))
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void aPortInUseIsOneSentenceAndEverythingBegunIsEnded() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<Listen> listens =
          List.of(new Listen("kafka", new Authority("127.0.0.1", taken.getLocalPort())));
      WeirConfig clash = Listen.apply(listens, config());
      assertThatThrownBy(() -> Weir.start(clash))
          .isInstanceOf(SentenceException.class)
          .hasMessageContaining("port " + taken.getLocalPort())
          .hasMessageContaining("another program has this port");
    }
    // The data directory is free again.
    Weir.start(config()).close();
  }

  @Test
  void twoOnOneDirectoryAreOneTooMany() {
    try (Weir first = Weir.start(config())) {
      assertThatThrownBy(() -> Weir.start(config()))
          .isInstanceOf(SentenceException.class)
          .hasMessageContaining("is using " + first.data());
    }
  }

  @Test
  void anEphemeralOneWritesNothing() {
    try (Weir weir = Weir.start(config().withEphemeral(true))) {
      assertThat(weir.isEphemeral()).isTrue();
      assertThat(directory.resolve("data")).doesNotExist();
    }
  }

  @Test
  void greetsWithSomethingToPasteForEachPort() {
    StringWriter out = new StringWriter();
    try (Weir weir = Weir.start(config())) {
      Greeting.print(weir, new PrintWriter(out));
      assertThat(out.toString())
          .contains("kcat -b 127.0.0.1:" + weir.port("kafka"))
          .contains("curl")
          .contains("http://127.0.0.1:" + weir.port(Weir.ADMIN) + "/metrics");
    }
  }

  @Test
  void anInvalidConfigurationStartsNothing() {
    WeirConfig nobody = config().withListeners(List.of());
    assertThatThrownBy(() -> Weir.start(nobody)).hasMessageContaining("without a listener");
    assertThat(directory.resolve("data")).doesNotExist();
  }
}
