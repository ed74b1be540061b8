package io.weir.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.weir.gateway.config.WeirConfig;
import io.weir.testing.LogLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS and the PROXY protocol as {@code weir.yaml} asks for them, on the ports that speak HTTP. */
class EntranceTest {
  @TempDir Path directory;
  private X509Bundle server;

  @BeforeEach
  void certificate() throws Exception {
    server =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=localhost")
            .addSanDnsName("localhost")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    Files.writeString(directory.resolve("server.pem"), server.getCertificatePathPEM());
    Files.writeString(directory.resolve("server.key"), server.getPrivateKeyPEM());
  }

  @Test
  void everyPortOfAListenerSpeaksTls() throws Exception {
    try (Weir weir =
        Weir.start(
            config(
                "anonymous: default, tls: { certificate: %s/server.pem, key: %s/server.key }"))) {
      SSLContext trusting = SSLContext.getInstance("TLS");
      trusting.init(null, server.toTrustManagerFactory().getTrustManagers(), null);
      HttpClient client = HttpClient.newBuilder().sslContext(trusting).build();
      String large = "x".repeat(300_000);
      assertThat(post(client, weir, large).statusCode()).isEqualTo(200);
      assertThat(get(client, weir, "http", "/topics/orders/partitions/0/records").body())
          .contains(large);
      assertThat(get(client, weir, Weir.ADMIN, "/health/ready").body()).isEqualTo("ready\n");
      assertThat(weir.ports()).extracting(BoundPort::example).containsOnly("in TLS");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "admin"})
  void whoSpeaksPlainlyToATlsPortIsToldInTheLog(String protocol) throws Exception {
    try (Weir weir = Weir.start(config("tls: { certificate: %s/server.pem, key: %s/server.key }"));
        var log = new LogLines("io.weir." + protocol)) {
      assertThat(exchange(weir, protocol, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")).isEmpty();
      assertThat(log.with("TLS is spoken here, and what came is not; it looks like HTTP"))
          .hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "admin"})
  void whoSpeaksTlsToAPlainPortIsToldInTheLog(String protocol) throws Exception {
    try (Weir weir = Weir.start(config("anonymous: default"));
        var log = new LogLines("io.weir." + protocol)) {
      exchange(weir, protocol, "\26\3\1\2\0\1\0\1\374\3\3\r\n\r\n");
      await().until(() -> log.with("it looks like TLS").size() == 1);
    }
  }

  @Test
  void aListenerTakesABalancersHeader() throws Exception {
    String protocol = "http";
    String asked = "GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    String header = "PROXY TCP4 192.0.2.1 198.51.100.7 56324 443\r\n";
    String proxied = "proxyProtocol: { mode: required, trusted: [127.0.0.1] }";
    try (Weir weir = Weir.start(config("http: 0", proxied));
        var log = new LogLines("io.weir." + protocol)) {
      assertThat(exchange(weir, protocol, header + asked)).startsWith("HTTP/1.1 401 ");
      assertThat(exchange(weir, protocol, asked)).isEmpty();
      assertThat(log.with("refused: no PROXY header came; it looks like HTTP")).hasSize(1);
      assertThat(exchange(weir, protocol, header + header + asked)).isEmpty();
      assertThat(log.with("ended: a second PROXY header came")).hasSize(1);
      exchange(weir, protocol, header + "nonsense\r\n\r\n");
      await().until(() -> log.with("from 192.0.2.1:56324 by 127.0.0.1:").size() == 3);
      assertThat(weir.ports()).extracting(BoundPort::example).containsOnly("by the PROXY protocol");
    }
  }

  @Test
  void withoutItsFilesItDoesNotStartAndCheckSaysWhy() throws Exception {
    Files.delete(directory.resolve("server.key"));
    String sentence = "server.key: there is no such file";
    String tls = "tls: { certificate: %s/server.pem, key: %s/server.key }";
    WeirConfig config = config(tls);
    assertThatThrownBy(() -> Weir.start(config)).hasMessageContaining(sentence);
    StringWriter err = new StringWriter();
    int code =
        Main.commandLine()
            .setErr(new PrintWriter(err))
            .execute("check", "--config", directory.resolve("weir.yaml").toString());
    assertThat(code).isEqualTo(Main.FAILED);
    assertThat(err.toString()).startsWith("listener 'local': ").contains(sentence);
  }

  private WeirConfig config(String more) throws IOException {
    return config("http: 0, admin: 0", more);
  }

  private WeirConfig config(String ports, String more) throws IOException {
    Path file = directory.resolve("weir.yaml");
    String listener = "{ name: local, ports: { " + ports + " }, " + more + " }";
    Files.writeString(
        file,
        "ephemeral: true\nlisteners: [ " + listener.replace("%s", directory.toString()) + " ]\n");
    return Plugins.load().configReader().read(file, Map.of());
  }

  /** All that is answered to bytes, until the other side ends it. */
  private static String exchange(Weir weir, String protocol, String sent) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), weir.port(protocol))) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(sent.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    } catch (SocketException reset) {
      return "";
    }
  }

  private static HttpResponse<String> post(HttpClient client, Weir weir, String body)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(weir, "http", "/topics/orders"))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(
      HttpClient client, Weir weir, String protocol, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(weir, protocol, path)).build(), BodyHandlers.ofString());
  }

  private static URI uri(Weir weir, String protocol, String path) {
    return URI.create("https://localhost:" + weir.port(protocol) + path);
  }
}
