package io.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a port that asks nobody for a password takes, and from whom: any web page can reach
 * 127.0.0.1.
 */
class CallersTest {
  private static final TestServer SERVER = new TestServer();

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:8080",
        "127.0.0.1:8080",
        "127.1.2.3",
        "[::1]:8080",
        "weir.localhost"
      })
  void requestsForThisMachineAreTaken(String host) throws IOException {
    assertThat(get("Host: " + host)).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com",
        "localhost.example.com",
        "127.0.0.1.nip.io:8080",
        "10.0.0.1",
        "0.0.0.0",
        "[::]",
        "user@localhost"
      })
  void aNameThatSomebodyMadePointHereIsRefused(String host) throws IOException {
    String response = get("Host: " + host);
    assertThat(response).startsWith("HTTP/1.1 421 ").contains("use localhost or 127.0.0.1");
  }

  @Test
  void aRequestHasOneHost() throws IOException {
    assertThat(get("X-Nothing: x")).startsWith("HTTP/1.1 400 ");
    assertThat(get("Host: localhost\r\nHost: localhost")).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void clientsOlderThanHostAreTaken() throws IOException {
    try (var client = new RawClient(SERVER.port())) {
      assertThat(client.send("GET /topics HTTP/1.0\r\n\r\n").receiveAll())
          .startsWith("HTTP/1.0 200 ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:3000, 200",
    "http://127.0.0.1, 200",
    "https://[::1]:1, 200",
    "http://example.com, 403",
    "https://localhost.example.com, 403",
    "null, 403",
    "file://, 403",
    "not an origin, 403",
  })
  void pagesOfOtherOriginsAreRefused(String origin, int status) throws IOException {
    String post =
        "POST /topics/pages HTTP/1.1\r\nHost: localhost\r\nOrigin: "
            + origin
            + "\r\nContent-Length: 1\r\n\r\nx";
    try (var client = new RawClient(SERVER.port())) {
      assertThat(client.send(post).receive()).startsWith("HTTP/1.1 " + status + " ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "PATCH", "DELETE"})
  void aPageCannotGetPermissionForWhatChangesTopics(String method) throws IOException {
    try (var client = new RawClient(SERVER.port())) {
      String preflight =
          client
              .send(
                  "OPTIONS /topics/x HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost:3000\r\n"
                      + "Access-Control-Request-Method: "
                      + method
                      + "\r\n\r\n")
              .receive();
      assertThat(preflight).doesNotContainIgnoringCase("access-control-allow");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "none, 200",
    "same-origin, 200",
    "same-site, 200",
    "cross-site, 403",
    "Cross-Site, 403",
  })
  void whereABrowserSaysNoOriginItSaysHowFarThePageIs(String site, int status) throws IOException {
    assertThat(get("Host: localhost\r\nSec-Fetch-Site: " + site))
        .startsWith("HTTP/1.1 " + status + " ");
  }

  private static String get(String headers) throws IOException {
    try (var client = new RawClient(SERVER.port())) {
      return client.send("GET /topics HTTP/1.1\r\n" + headers + "\r\n\r\n").receive();
    }
  }
}
