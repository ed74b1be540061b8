package io.weir.core.auth;

import static io.weir.core.auth.Guests.ACME;
import static io.weir.testing.Futures.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Vertx;
import io.weir.core.auth.Outcome.Admitted;
import io.weir.core.auth.Outcome.Later;
import io.weir.core.auth.Outcome.Refused;
import io.weir.core.auth.SaslExchange.Step;
import io.weir.core.place.Placement;
import io.weir.core.tenant.Principal;
import io.weir.core.tenant.Tenant;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of an issuer whose keys are had over HTTP, or from a file. */
class TokensTest {
  private static final String ISSUER = "https://login.example.com";
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final Tenant OTHER = new Tenant("other");
  private static final Attempt ATTEMPT = new Attempt(Guests.HERE, true);

  private static final User SENSORS = Guests.user("sensors", new TokenCredential(ISSUER, "17"));

  private static RSAKey first;
  private static RSAKey second;

  private final Vertx vertx = Vertx.vertx();
  private final Placement placement = Guests.placement();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger fetches = new AtomicInteger();
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile String document;
  private volatile int status = 200;
  private volatile boolean slow;
  private HttpServer server;
  private Authenticator authenticator;

  @BeforeAll
  static void keys() throws Exception {
    first = new RSAKeyGenerator(2048).keyID("first").generate();
    second = new RSAKeyGenerator(2048).keyID("second").generate();
  }

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/keys",
        exchange -> {
          fetches.incrementAndGet();
          byte[] body = document.getBytes(UTF_8);
          if (status == 302) {
            exchange.getResponseHeaders().add("Location", "/moved");
          }
          exchange.sendResponseHeaders(status, body.length);
          if (slow) {
            exchange.getResponseBody().write(body, 0, 1);
            exchange.getResponseBody().flush();
            try {
              stop.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.createContext(
        "/moved",
        exchange -> {
          byte[] body = published(first).getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    document = published(first);
    fetchWithin(Duration.ofMinutes(1));
  }

  private void fetchWithin(Duration time) {
    authenticator =
        new Authenticator(vertx, Guests.SECRET, placement, () -> NOW, nanos::get, 16, time);
    believe(issuer(address(), null));
  }

  @AfterEach
  void stop() {
    stop.countDown();
    authenticator.close();
    server.stop(0);
    await(vertx.close());
  }

  // ---- whose it is ----

  @Test
  void aTokenIsTheUsersWhoHasItsIssuerAndSubject() {
    assertThat(token(claims -> claims.claim("scope", "read write")))
        .isEqualTo(
            new Admitted(
                Guests.in(ACME),
                new Principal("sensors", Set.of("read", "write"), false),
                NOW.plusSeconds(60 + 30),
                new Grounds.Token(issuer(address(), null), "17", SENSORS)));
  }

  @Test
  void rolesComeFromTheClaimsThatTheIssuerSays() {
    believe(
        new TokenIssuer(
            ISSUER,
            address(),
            Set.of("weir"),
            TokenIssuer.USUAL_ALGORITHMS,
            Duration.ZERO,
            null,
            List.of("scope", "realm_access.roles", "https://acme.example/groups", "absent")));

    var admitted =
        (Admitted)
            token(
                claims ->
                    claims
                        .claim("scope", "read")
                        .claim("realm_access", Map.of("roles", List.of("operator", 7)))
                        .claim("https://acme.example/groups", List.of("blue"))
                        .claim("roles", List.of("not-asked-for")));

    assertThat(admitted.principal().roles()).containsExactlyInAnyOrder("read", "operator", "blue");
  }

  @Test
  void aSubjectThatIsNoUserIsRefusedUnlessTheIssuerNamesUsers() {
    assertThat(token(claims -> claims.subject("18"))).isInstanceOf(Refused.class);

    believe(issuer(address(), "preferred_username"));

    assertThat(token(claims -> claims.subject("18").claim("preferred_username", "zoe")))
        .isEqualTo(
            new Admitted(
                Guests.in(ACME),
                Principal.named("zoe"),
                NOW.plusSeconds(90),
                new Grounds.Token(issuer(address(), "preferred_username"), "18", null)));
    assertThat(token(claims -> claims.subject("18"))).isInstanceOf(Refused.class);
  }

  @Test
  void noTokenClaimsTheNameOfAListedUser() {
    believe(issuer(address(), "preferred_username"));

    assertThat(token(claims -> claims.subject("18").claim("preferred_username", "admin")))
        .isEqualTo(new Refused("a token that claims the name of a user who has another"));
  }

  @Test
  void anIssuerIsBelievedByTheTenantThatNamesItAlone() {
    placement.replace(Map.of(OTHER, List.of()));

    assertThat(await(authenticator.token(ATTEMPT, signed(first, claims -> claims))))
        .isEqualTo(new Refused("a token of an issuer that is not known here"));
  }

  @Test
  void aTokenWhereNoTenantIsKnownIsRefusedAfterTheSameSteps() {
    placement.replace(Map.of(ACME, List.of(), OTHER, List.of()));

    assertThat(token(claims -> claims)).isEqualTo(Refused.misplaced());
  }

  // ---- what is refused ----

  @Test
  void aTokenWithoutASignatureIsRefused() {
    String none = new PlainJWT(claims().build()).serialize();

    assertThat(await(authenticator.token(ATTEMPT, none)))
        .isEqualTo(new Refused("what is not a signed token"));
  }

  @Test
  void aTokenSignedWithThePublicKeyAsASecretIsRefused() throws Exception {
    var token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).build(), claims().build());
    token.sign(new MACSigner(first.toRSAPublicKey().getEncoded()));

    assertThat(await(authenticator.token(ATTEMPT, token.serialize())))
        .isEqualTo(new Refused("a token signed by an algorithm that is not taken"));
  }

  @Test
  void aTokenOfAnotherAudienceIsRefused() {
    assertThat(token(claims -> claims.audience("other"))).isInstanceOf(Refused.class);
    assertThat(token(claims -> claims.audience((String) null))).isInstanceOf(Refused.class);
    assertThat(token(claims -> claims.audience(List.of("other", "weir"))))
        .isInstanceOf(Admitted.class);
  }

  @Test
  void aTokenOfAnotherIssuerIsRefused() {
    assertThat(token(claims -> claims.issuer("https://evil.example.com")))
        .isInstanceOf(Refused.class);
    assertThat(token(claims -> claims.issuer(null))).isInstanceOf(Refused.class);
  }

  @Test
  void aTokenIsTakenInItsTimeGiveOrTakeTheSkew() {
    assertThat(token(claims -> claims.expirationTime(at(-29)))).isInstanceOf(Admitted.class);
    assertThat(token(claims -> claims.expirationTime(at(-31)))).isInstanceOf(Refused.class);
    assertThat(token(claims -> claims.expirationTime(null))).isInstanceOf(Refused.class);
    assertThat(token(claims -> claims.notBeforeTime(at(29)))).isInstanceOf(Admitted.class);
    assertThat(token(claims -> claims.notBeforeTime(at(31)))).isInstanceOf(Refused.class);
  }

  @Test
  void aTokenThatWasChangedIsRefused() {
    String token = signed(first, claims -> claims);
    String[] parts = token.split("\\.");
    String other = signed(first, claims -> claims.claim("scope", "admin")).split("\\.")[1];

    assertThat(await(authenticator.token(ATTEMPT, parts[0] + "." + other + "." + parts[2])))
        .isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "a.b.c", "e30.e30.e30", "....."})
  void whatIsNoTokenIsRefused(String text) {
    assertThat(await(authenticator.token(ATTEMPT, text))).isInstanceOf(Refused.class);
    assertThat(fetches).hasValue(0);
  }

  @Test
  void whatIsLongerThanAnyTokenIsNotLookedAt() {
    assertThat(await(authenticator.token(ATTEMPT, "a".repeat(20_000))))
        .isEqualTo(new Refused("a token of 20000 characters"));
  }

  @Test
  void whatIsATokenForAnotherPurposeIsRefused() throws Exception {
    var token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("first")
                .type(new JOSEObjectType("logout+jwt"))
                .build(),
            claims().build());
    token.sign(new RSASSASigner(first));

    assertThat(await(authenticator.token(ATTEMPT, token.serialize()))).isInstanceOf(Refused.class);
  }

  // ---- keys ----

  @Test
  void keysAreFetchedOnceForManyTokens() {
    for (int i = 0; i < 10; i++) {
      assertThat(token(claims -> claims)).isInstanceOf(Admitted.class);
    }

    assertThat(fetches).hasValue(1);
  }

  @Test
  void aNewKeyIsLookedForAndNotMoreOftenThanEveryTenSeconds() {
    token(claims -> claims);
    document = published(first, second);

    assertThat(await(authenticator.token(ATTEMPT, signed(second, it -> it))))
        .isInstanceOf(Refused.class);
    assertThat(fetches).hasValue(1);

    nanos.addAndGet(IssuerKeys.BETWEEN.toNanos());
    assertThat(await(authenticator.token(ATTEMPT, signed(second, it -> it))))
        .isInstanceOf(Admitted.class);
    assertThat(fetches).hasValue(2);
  }

  @Test
  void aKeyThatTheIssuerTookBackIsRefusedOnceKeysAreNoLongerFresh() {
    token(claims -> claims);
    document = published(second);
    assertThat(token(claims -> claims)).isInstanceOf(Admitted.class);

    nanos.addAndGet(IssuerKeys.FRESH.toNanos() + 1);

    assertThat(token(claims -> claims)).isInstanceOf(Refused.class);
  }

  @Test
  void whileTheIssuerCannotBeAskedItsKnownKeysAreBelievedForHours() {
    token(claims -> claims);
    status = 503;

    nanos.addAndGet(IssuerKeys.TOLERATED.toNanos());
    assertThat(token(claims -> claims)).isInstanceOf(Admitted.class);

    nanos.addAndGet(1);
    assertThat(token(claims -> claims)).isInstanceOf(Later.class);

    status = 200;
    nanos.addAndGet(IssuerKeys.BETWEEN.toNanos());
    assertThat(token(claims -> claims)).isInstanceOf(Admitted.class);
  }

  @Test
  void keysThatWereNeverHadAreToBeTriedLater() {
    status = 500;

    assertThat(token(claims -> claims)).isInstanceOf(Later.class);
  }

  @Test
  void anAnswerThatDoesNotEndIsLetGoOf() {
    slow = true;
    authenticator.close();
    fetchWithin(Duration.ofSeconds(2));

    assertThat(token(claims -> claims)).isInstanceOf(Later.class);
  }

  @Test
  void anAnswerTooLargeOrElsewhereOrNoKeysIsNone() {
    document = " ".repeat(KeyFetch.MAX_BYTES) + published(first);
    assertThat(token(claims -> claims)).isInstanceOf(Later.class);

    nanos.addAndGet(IssuerKeys.BETWEEN.toNanos());
    document = "<html>";
    assertThat(token(claims -> claims)).isInstanceOf(Later.class);

    nanos.addAndGet(IssuerKeys.BETWEEN.toNanos());
    document = "";
    status = 302;
    assertThat(token(claims -> claims)).isInstanceOf(Later.class);
    assertThat(fetches).hasValue(3);
  }

  @Test
  void keysMayLieInAFile(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("keys.json"), published(second));
    believe(issuer(file.toUri(), null));

    assertThat(await(authenticator.token(ATTEMPT, signed(second, it -> it))))
        .isInstanceOf(Admitted.class);
  }

  @Test
  void aReloadKeepsTheKeysOfAnIssuerThatStaysAndForgetsOneThatGoes() {
    token(claims -> claims);
    believe(issuer(address(), null));
    assertThat(token(claims -> claims)).isInstanceOf(Admitted.class);
    assertThat(fetches).hasValue(1);

    authenticator.replace(Map.of(), Map.of());
    assertThat(token(claims -> claims)).isInstanceOf(Refused.class);
  }

  // ---- OAUTHBEARER ----

  @Test
  void oauthbearerCarriesAToken() {
    String token = signed(first, it -> it);

    assertThat(bearer("n,,\u0001auth=Bearer " + token + "\u0001\u0001"))
        .isInstanceOf(Admitted.class);
    assertThat(
            bearer(
                "n,a=sensors,\u0001host=localhost\u0001port=9092\u0001auth=bearer "
                    + token
                    + "\u0001\u0001"))
        .isInstanceOf(Admitted.class);
    assertThat(bearer("n,,\u0001auth=Bearer " + token + "\u0001")).isInstanceOf(Refused.class);
    assertThat(bearer("n,,\u0001auth=Basic " + token + "\u0001\u0001")).isInstanceOf(Refused.class);
    assertThat(bearer("p=tls,,\u0001auth=Bearer " + token + "\u0001\u0001"))
        .isInstanceOf(Refused.class);
    assertThat(bearer("")).isInstanceOf(Refused.class);
  }

  // ----

  private Outcome bearer(String message) {
    SaslExchange exchange = authenticator.sasl("OAUTHBEARER", ATTEMPT).orElseThrow();
    return ((Step.Done) await(exchange.respond(message.getBytes(UTF_8)))).outcome();
  }

  private Outcome token(UnaryOperator<JWTClaimsSet.Builder> change) {
    return await(authenticator.token(ATTEMPT, signed(first, change)));
  }

  private static String signed(RSAKey key, UnaryOperator<JWTClaimsSet.Builder> change) {
    var token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
            change.apply(claims()).build());
    try {
      token.sign(new RSASSASigner(key));
    } catch (com.nimbusds.jose.JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .subject("17")
        .audience("weir")
        .expirationTime(at(60));
  }

  private static Date at(long seconds) {
    return Date.from(NOW.plusSeconds(seconds));
  }

  private static String published(RSAKey... keys) {
    return new JWKSet(List.of(keys)).toString();
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
  }

  private static TokenIssuer issuer(URI keys, String userClaim) {
    return new TokenIssuer(
        ISSUER,
        keys,
        Set.of("weir"),
        TokenIssuer.USUAL_ALGORITHMS,
        Duration.ofSeconds(30),
        userClaim,
        List.of("scope"));
  }

  private void believe(TokenIssuer issuer) {
    authenticator.replace(
        Map.of(ACME, List.of(SENSORS, new User("admin", List.of(), true))),
        Map.of(ACME, List.of(issuer)));
  }
}
