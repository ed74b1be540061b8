package io.weir.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.core.CoreOptions;
import io.weir.protocol.ConnectionBounds;
import io.weir.testing.Futures;
import io.weir.testing.LogLines;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Garbage, half requests, clients that do not read: that connection ends, with its reason in the
 * log.
 */
class HttpFaultsTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration SHORT = Duration.ofMillis(200);

  private TestServer server;

  private TestServer serve(Duration idle, Duration frame, Duration write) {
    server = new TestServer(new ConnectionBounds(1 << 20, 1 << 20, 64 << 10, idle, frame, write));
    return server;
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\0\0\0\u0012\0\u0012\0\0\0\0\0\u0001\0\u0004kcat",
        "GET\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n",
        "POST /topics/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        "POST /topics/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
      })
  void whatIsNotHttpIsToldSoAndEnded(String garbage) throws IOException {
    serve(LONG, LONG, LONG);
    try (var log = new LogLines("io.weir.http");
        var client = new RawClient(server.port())) {
      String response = client.send(garbage + "\r\n\r\n").receiveAll();
      assertThat(response)
          .startsWith("HTTP/1.")
          .contains(" 400 ")
          .contains("this is not an HTTP/1.1 request");
      await()
          .untilAsserted(
              () -> assertThat(log.with("ended: this is not an HTTP/1.1 request")).hasSize(1));
      assertThat(log.all()).hasSize(1);
    }
    assertThat(new Browser(server.port()).get("/topics").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "160301010001000100030361626364650a0a, TLS",
    "000000120012000000000001000561626364650a0a, Kafka's protocol",
    "414d5150000009010a0a, AMQP",
    "101000044d5154540502003c00000a0a, MQTT",
    "5353482d322e302d70726f62650d0a, SSH",
  })
  void theLogSaysWhatItLooksLike(String hexadecimal, String name) throws IOException {
    serve(LONG, SECOND, LONG);
    byte[] bytes = HexFormat.of().parseHex(hexadecimal);
    try (var log = new LogLines("io.weir.http");
        var client = new RawClient(server.port())) {
      client.send(new String(bytes, StandardCharsets.ISO_8859_1));
      assertThat(client.isEnded()).isTrue();
      await().untilAsserted(() -> assertThat(log.with("; it looks like " + name)).hasSize(1));
      assertThat(log.all()).hasSize(1).allMatch(line -> line.contains(" ended: "));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "GET / HTTP/9.9\r\n\r\n"})
  void versionsThatAreNotSpokenAreToldSoAndEnded(String request) throws IOException {
    serve(LONG, LONG, LONG);
    try (var log = new LogLines("io.weir.http");
        var client = new RawClient(server.port())) {
      assertThat(client.send(request).receiveAll()).contains(" 501 ");
      await()
          .untilAsserted(() -> assertThat(log.with("ended: no HTTP/1.1 request came")).hasSize(1));
    }
  }

  @Test
  void whoConnectsAndSaysNothingIsNoNews() throws IOException {
    serve(LONG, LONG, LONG);
    try (var log = new LogLines("io.weir.http")) {
      new RawClient(server.port()).close();
      try (var client = new RawClient(server.port())) {
        client.send("GET /topics HTTP/1.1\r\nHost: localhost\r\n\r\n").receive();
      }
      await().until(() -> server.endpoint.connections() == 0);
      assertThat(log.all()).isEmpty();
    }
  }

  @Test
  void linesAndHeadersHaveAnEnd() throws IOException {
    serve(LONG, LONG, LONG);
    try (var client = new RawClient(server.port())) {
      assertThat(client.send("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\n\r\n").receiveAll())
          .matches("(?s)HTTP/1.[01] 414 .*");
    }
    try (var client = new RawClient(server.port())) {
      assertThat(
              client
                  .send(
                      "GET / HTTP/1.1\r\nHost: localhost\r\nX-Prop-a: "
                          + "x".repeat(70_000)
                          + "\r\n\r\n")
                  .receiveAll())
          .matches("(?s)HTTP/1.[01] 431 .*");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HT",
        "GET / HTTP/1.1\r\nHost: local",
        "POST /topics/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf",
        "POST /topics/x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
      })
  void halfARequestHasItsTime(String half) throws IOException {
    serve(LONG, SHORT, LONG);
    try (var log = new LogLines("io.weir.http");
        var client = new RawClient(server.port())) {
      assertThat(client.send(half).isEnded()).isTrue();
      await()
          .untilAsserted(
              () -> assertThat(log.with("a frame was not complete within 200 ms")).hasSize(1));
    }
    await().until(() -> server.endpoint.connections() == 0);
  }

  @Test
  void aByteNowAndThenDoesNotProlongARequest() throws IOException {
    serve(LONG, SHORT, LONG);
    try (var log = new LogLines("io.weir.http");
        var client = new RawClient(server.port())) {
      client.send("GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
      await()
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> {
                try {
                  client.send("x");
                } catch (SocketException ended) {
                  return true;
                }
                return !log.with("a frame was not complete within 200 ms").isEmpty();
              });
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void whoSendsNothingIsIdle() throws IOException {
    serve(SECOND, LONG, LONG);
    try (var log = new LogLines("io.weir.http");
        var silent = new RawClient(server.port());
        var kept = new RawClient(server.port())) {
      assertThat(kept.send("GET /topics HTTP/1.1\r\nHost: localhost\r\n\r\n").receive())
          .startsWith("HTTP/1.1 200 ");
      assertThat(silent.isEnded()).isTrue();
      assertThat(kept.isEnded()).isTrue();
      await().untilAsserted(() -> assertThat(log.with("idle for 1 s")).hasSize(2));
    }
  }

  @Test
  void whoWaitsForMessagesIsNeitherIdleNorSlow() throws IOException {
    serve(SECOND, SECOND, LONG);
    try (var client = new RawClient(server.port())) {
      client.send("PUT /topics/quiet HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
      assertThat(client.receive()).startsWith("HTTP/1.1 201 ");
      // The second request lies behind the first, half, for longer than a request may take.
      client.send(
          "GET /topics/quiet/partitions/0/records?offset=0&wait=2500 HTTP/1.1\r\nHost: localhost\r\n\r\n"
              + "GET /topics/quiet HTTP/1.1\r\nHo");
      assertThat(client.receive()).startsWith("HTTP/1.1 200 ");
      client.send("st: localhost\r\n\r\n");
      assertThat(client.receive()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void whoDoesNotReadItsAnswerIsGoneInTime() throws IOException {
    serve(LONG, LONG, SHORT);
    var browser = new Browser(server.port());
    for (int i = 0; i < 8; i++) {
      browser.post("/topics/big", "x".repeat(1_000_000));
    }
    try (var log = new LogLines("io.weir.http");
        var client = new RawClient(server.port(), 4096)) {
      String request =
          "GET /topics/big/partitions/0/records?max_bytes=8000000 HTTP/1.1\r\nHost: localhost\r\n\r\n";
      client.send(request + request + request);
      await()
          .untilAsserted(
              () -> assertThat(log.with("taken none of its answers for 200 ms")).hasSize(1));
      assertThat(browser.get("/topics").status()).isEqualTo(200);
    }
  }

  @Test
  void aFullPortTurnsNewConnectionsAway() throws IOException {
    serve(LONG, LONG, LONG);
    List<RawClient> clients = new ArrayList<>();
    try (var log = new LogLines("io.weir.http")) {
      for (int i = 0; i < 50; i++) {
        clients.add(new RawClient(server.port()));
      }
      await().until(() -> server.endpoint.connections() == 50);
      try (var late = new RawClient(server.port())) {
        assertThat(late.isEnded()).isTrue();
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(log.with("turned away: listener 'local' has its 50 connections"))
                      .hasSize(1));
      assertThat(
              clients.getFirst().send("GET /topics HTTP/1.1\r\nHost: localhost\r\n\r\n").receive())
          .startsWith("HTTP/1.1 200 ");
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
    await().until(() -> server.endpoint.connections() == 0);
  }

  @Test
  void aDefectIsOneAnswerOneLineAndNobodyElsesBusiness() {
    var broken = new AtomicBoolean();
    server =
        new TestServer(
            CoreOptions.DEFAULT,
            ConnectionBounds.DEFAULT,
            backend ->
                Around.log(
                    backend,
                    (method, through) -> {
                      if (broken.get() && method.equals("offsets")) {
                        throw new StackOverflowError("deep inside");
                      }
                      return through.call();
                    }));
    var browser = new Browser(server.port());
    browser.post("/topics/x", "x");
    broken.set(true);
    try (var log = new LogLines("io.weir.http")) {
      Browser.Answer answer = browser.get("/topics/x/partitions");
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.text()).doesNotContain("deep inside");
      assertThat(log.with("failed by a defect in http")).hasSize(1);
    }
    assertThat(browser.get("/topics/x").status()).isEqualTo(200);
  }

  @Test
  void drainingAnswersWhatHasBegunAndTakesNothingNew() throws IOException {
    serve(LONG, LONG, LONG);
    try (var busy = new RawClient(server.port());
        var idle = new RawClient(server.port())) {
      busy.send("POST /topics/last HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n")
          .send("Expect: 100-continue\r\n\r\n");
      busy.receiveUntil("\r\n\r\n"); // It has begun once it is told to go on.
      busy.send("hel");
      assertThat(idle.send("GET /topics HTTP/1.1\r\nHost: localhost\r\n\r\n").receive())
          .startsWith("HTTP/1.1 200 ");
      var drained = server.endpoint.drain(Duration.ofSeconds(20));
      assertThat(idle.isEnded()).isTrue();
      busy.send("lo");
      assertThat(busy.receive()).startsWith("HTTP/1.1 200 ").contains("\"offset\":0");
      assertThat(busy.isEnded()).isTrue();
      Futures.await(drained);
      assertThat(server.endpoint.connections()).isZero();
    }
  }
}
