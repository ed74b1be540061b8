package io.weir.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.Vertx;
import io.weir.core.address.TopicName;
import io.weir.core.auth.Authenticator;
import io.weir.core.auth.PasswordHash;
import io.weir.core.auth.ScramMechanism;
import io.weir.core.auth.TokenCredential;
import io.weir.core.auth.TokenIssuer;
import io.weir.core.auth.User;
import io.weir.core.place.Placement;
import io.weir.core.tenant.Tenant;
import io.weir.protocol.Authentication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A port that asks who comes. */
class AuthorizationTest {
  private static final Tenant ACME = new Tenant("acme");
  private static final String ISSUER = "https://login.example.com";

  @TempDir private Path directory;
  private RSAKey key;
  private Authenticator authenticator;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    key = new RSAKeyGenerator(2048).keyID("one").generate();
    Path keys = Files.writeString(directory.resolve("keys.json"), new JWKSet(key).toString());
    server = new TestServer(vertx -> authentication(vertx, keys));
  }

  private Authentication authentication(Vertx vertx, Path keys) {
    // Time stands still for who has to wait, however long a machine takes to ask again.
    authenticator =
        new Authenticator(vertx, new byte[32], Placement.of(Map.of(ACME, List.of())), () -> 0);
    authenticator.replace(
        Map.of(
            ACME,
            List.of(
                new User(
                    "alice",
                    List.of(PasswordHash.of(ScramMechanism.SHA_256, "sec:ret", 4096)),
                    false),
                new User("zoe", List.of(new TokenCredential(ISSUER, "17")), false))),
        Map.of(
            ACME,
            List.of(
                new TokenIssuer(
                    ISSUER,
                    keys.toUri(),
                    Set.of("weir"),
                    TokenIssuer.USUAL_ALGORITHMS,
                    Duration.ZERO,
                    null,
                    List.of()))));
    return new Authentication.Credentials(authenticator);
  }

  @AfterEach
  void stop() {
    server.close();
    authenticator.close();
  }

  @Test
  void aNameAndAPasswordActForTheTenantThatTheNameIsOf() throws IOException {
    assertThat(publish(basic("alice", "sec:ret"), "hello")).startsWith("HTTP/1.1 200 ");

    assertThat(server.core().topics().find(ACME, new TopicName("orders"))).isPresent();
    assertThat(server.core().topics().find(Tenant.DEFAULT, new TopicName("orders"))).isEmpty();
  }

  @Test
  void aBodyThatCameWithTheCredentialsIsTakenWhole() throws IOException {
    String body = "x".repeat(300_000);

    assertThat(publish(basic("alice", "sec:ret"), body)).startsWith("HTTP/1.1 200 ");
    assertThat(get("/topics/orders/partitions/0/records?offset=0", basic("alice", "sec:ret")))
        .contains(body.substring(0, 1000));
  }

  @Test
  void aTokenActsForItsUser() throws Exception {
    assertThat(get("/topics", bearer(Instant.now().plusSeconds(60)))).startsWith("HTTP/1.1 200 ");
    assertThat(get("/topics", bearer(Instant.now().minusSeconds(60)))).startsWith("HTTP/1.1 401 ");
  }

  @Test
  void everyRequestOfAConnectionSaysWhoItIs() throws IOException {
    try (var client = new RawClient(server.port())) {
      String right = request("GET", "/topics", basic("alice", "sec:ret"), "");
      String none = request("GET", "/topics", "X-Nothing: x", "");

      assertThat(client.send(right).receive()).startsWith("HTTP/1.1 200 ");
      assertThat(client.send(none).receive()).startsWith("HTTP/1.1 401 ");
      assertThat(client.send(right).receive()).startsWith("HTTP/1.1 200 ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Nothing: x",
        "Authorization: Basic YWxpY2U6d3Jvbmc=",
        "Authorization: Basic bm9ib2R5Ondyb25n",
        "Authorization: Basic em9lOnNlY3JldA==",
        "Authorization: Basic !",
        "Authorization: Basic",
        "Authorization: Bearer x.y.z",
        "Authorization: Digest username=alice",
        "Authorization:",
        "Authorization: Basic YWxpY2U6c2VjOnJldA==\r\nAuthorization: Basic YWxpY2U6c2VjOnJldA=="
      })
  void aRefusalIsTheSameBytesForEveryCause(String header) throws IOException {
    assertThat(get("/topics", header).replaceFirst("date: [^\r]*\r\n", ""))
        .isEqualTo(
            "HTTP/1.1 401 Unauthorized\r\n"
                + "Content-Type: application/problem+json\r\n"
                + "WWW-Authenticate: Basic realm=\"weir\", charset=\"UTF-8\"\r\n"
                + "WWW-Authenticate: Bearer realm=\"weir\"\r\n"
                + "content-length: 141\r\n\r\n"
                + "{\"type\":\"urn:weir:unauthenticated\",\"title\":\"Unauthorized\","
                + "\"status\":401,\"detail\":\"Authentication failed: the credentials are not"
                + " valid here\"}\n");
  }

  @Test
  void nothingIsDoneForWhoIsRefused() throws IOException {
    assertThat(publish(basic("alice", "wrong"), "x".repeat(300_000))).startsWith("HTTP/1.1 401 ");
    assertThat(get("/no-such-route", basic("alice", "wrong"))).startsWith("HTTP/1.1 401 ");

    assertThat(server.core().topics().find(ACME, new TopicName("orders"))).isEmpty();
  }

  @Test
  void whoHasFailedTooOftenIsToldWhenToComeBack() throws IOException {
    for (int i = 0; i < 6; i++) {
      get("/topics", basic("alice", "wrong"));
    }

    assertThat(get("/topics", basic("alice", "sec:ret")))
        .startsWith("HTTP/1.1 429 ")
        .contains("\r\nRetry-After: 1\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "weir.example.com:8080, https://weir.example.com:8080, 200",
    "weir.example.com, https://evil.example.com, 403",
    "weir.example.com, null, 403",
    "localhost:8080, http://localhost:3000, 403"
  })
  void onlyPagesOfItsOwnOriginUseWhatABrowserRemembers(String host, String origin, int status)
      throws IOException {
    try (var client = new RawClient(server.port())) {
      assertThat(
              client
                  .send(
                      "GET /topics HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\n%s\r\n\r\n"
                          .formatted(host, origin, basic("alice", "sec:ret")))
                  .receive())
          .startsWith("HTTP/1.1 " + status + " ");
    }
  }

  private String publish(String header, String body) throws IOException {
    try (var client = new RawClient(server.port())) {
      return client.send(request("POST", "/topics/orders", header, body)).receive();
    }
  }

  private String get(String path, String header) throws IOException {
    try (var client = new RawClient(server.port())) {
      return client.send(request("GET", path, header, "")).receive();
    }
  }

  private static String request(String method, String path, String header, String body) {
    return "%s %s HTTP/1.1\r\nHost: weir.example.com\r\n%s\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(method, path, header, body.length(), body);
  }

  private static String basic(String name, String password) {
    return "Authorization: Basic "
        + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(UTF_8));
  }

  private String bearer(Instant expires) throws Exception {
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .subject("17")
            .audience("weir")
            .expirationTime(Date.from(expires))
            .build();
    var token =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), claims);
    token.sign(new RSASSASigner(key));
    return "Authorization: Bearer " + token.serialize();
  }
}
