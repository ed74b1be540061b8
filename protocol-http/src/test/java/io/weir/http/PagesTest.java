package io.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.http.command.Route;
import io.weir.http.command.Routes;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * What a web page can have its visitor's browser do to a port that asks nobody for a password:
 * nothing, whichever route it tries. Requests are as browsers send them.
 */
class PagesTest {
  static final List<Route> ROUTES = Routes.ALL;

  /** Methods that browsers send for any page, without asking whether they may. */
  private static final List<String> SIMPLE = List.of("GET", "HEAD", "POST");

  private static final TestServer SERVER = new TestServer();
  private static final Browser BROWSER = new Browser(SERVER.port());
  private String before;

  @BeforeEach
  void thereIsATopic() {
    BROWSER.put("/topics/orders", "{}");
    BROWSER.post("/topics/orders", "x");
    before = state();
  }

  @AfterEach
  void nothingHasChanged() {
    assertThat(state()).isEqualTo(before);
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static String state() {
    return BROWSER.get("/topics").text()
        + BROWSER.get("/topics/orders").text()
        + BROWSER.get("/topics/orders/partitions").text();
  }

  private static String method(Route route) {
    return route.toString().split(" ")[0];
  }

  private static String path(Route route) {
    return route
        .toString()
        .split(" ")[1]
        .replace("{tenant}", "default")
        .replace("{topic}", "orders")
        .replace("{partition}", "0")
        .replace("{key...}", "k");
  }

  private static String send(String method, String path, String... headers) throws IOException {
    String body = method.equals("POST") || method.equals("PUT") ? "a=b" : "";
    try (var client = new RawClient(SERVER.port())) {
      return client
          .send(
              "%s %s HTTP/1.1\r\n%s\r\nContent-Length: %d\r\n\r\n%s"
                  .formatted(method, path, String.join("\r\n", headers), body.length(), body))
          .receive();
    }
  }

  @ParameterizedTest
  @FieldSource("ROUTES")
  void aFormOfAnotherOriginIsNotTaken(Route route) throws IOException {
    for (String method : List.of("GET", "POST")) {
      assertThat(
              send(
                  method,
                  path(route),
                  "Host: localhost:8080",
                  "Origin: https://evil.example",
                  "Content-Type: application/x-www-form-urlencoded"))
          .startsWith("HTTP/1.1 403 ")
          .contains("urn:weir:foreign-origin");
    }
  }

  @ParameterizedTest
  @FieldSource("ROUTES")
  void aSandboxedPageHasNoOriginAndIsNotHeard(Route route) throws IOException {
    assertThat(
            send(
                "POST",
                path(route),
                "Host: 127.0.0.1:8080",
                "Origin: null",
                "Content-Type: text/plain;charset=UTF-8"))
        .startsWith("HTTP/1.1 403 ");
  }

  @ParameterizedTest
  @FieldSource("ROUTES")
  void aPictureOrScriptOfAnotherSiteIsNotServed(Route route) throws IOException {
    assertThat(
            send(
                "GET",
                path(route),
                "Host: localhost:8080",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Mode: no-cors"))
        .startsWith("HTTP/1.1 403 ")
        .contains("pages of other sites");
  }

  @ParameterizedTest
  @FieldSource("ROUTES")
  void aNameThatWasMadeToPointHereIsNotOurs(Route route) throws IOException {
    assertThat(
            send(
                method(route),
                path(route),
                "Host: rebound.example:8080",
                "Origin: http://rebound.example:8080",
                "Sec-Fetch-Site: same-origin"))
        .startsWith("HTTP/1.1 421 ");
  }

  @ParameterizedTest
  @FieldSource("ROUTES")
  void nobodyIsGivenPermissionWhoAsksForIt(Route route) throws IOException {
    for (String origin : List.of("https://evil.example", "http://localhost:3000")) {
      assertThat(
              send(
                  "OPTIONS",
                  path(route),
                  "Host: localhost:8080",
                  "Origin: " + origin,
                  "Access-Control-Request-Method: " + method(route),
                  "Access-Control-Request-Private-Network: true"))
          .doesNotContainIgnoringCase("access-control-");
    }
  }

  @Test
  void whatBrowsersSendUnaskedOnlyReadsOrPublishes() {
    assertThat(ROUTES)
        .filteredOn(route -> SIMPLE.contains(method(route)) && !method(route).equals("GET"))
        .extracting(Route::toString)
        .containsExactlyInAnyOrder(
            "POST /topics/{topic}",
            "POST /topics/{topic}/{key...}",
            "POST /tenants/{tenant}/topics/{topic}",
            "POST /tenants/{tenant}/topics/{topic}/{key...}");
  }

  @Test
  void aPageOfThisMachineMayRead() throws IOException {
    assertThat(send("GET", "/topics", "Host: localhost:8080", "Origin: http://localhost:3000"))
        .startsWith("HTTP/1.1 200 ");
    assertThat(send("GET", "/topics", "Host: localhost:8080", "Sec-Fetch-Site: none"))
        .startsWith("HTTP/1.1 200 ");
  }
}
