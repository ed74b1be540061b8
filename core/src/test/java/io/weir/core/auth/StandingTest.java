package io.weir.core.auth;

import static io.weir.core.auth.Guests.ACME;
import static io.weir.core.auth.Guests.PASSWORD;
import static io.weir.testing.Futures.await;
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
import io.weir.core.auth.Outcome.Admitted;
import io.weir.core.place.ClientCertificate;
import io.weir.core.place.Network;
import io.weir.core.place.Placement;
import io.weir.core.tenant.Tenant;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether those who are in may stay once networks, users and issuers are others. */
class StandingTest {
  private static final Tenant BLUE = new Tenant("blue");
  private static final String ISSUER = "https://login.example.com";
  private static final Attempt ATTEMPT = new Attempt(Guests.HERE, true);
  private static final User ALICE = Guests.user("alice", ScramMechanism.SHA_256);
  private static final User CAROL = Guests.user("carol", ScramMechanism.SHA_512);
  private static final User PUMP = Guests.user("pump", CertificateCredential.of("CN=pump,O=Acme"));
  private static final User ZOE = Guests.user("zoe", new TokenCredential(ISSUER, "17"));

  @TempDir private Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final Placement placement = Guests.placement();
  private final Authenticator authenticator = new Authenticator(vertx, Guests.SECRET, placement);
  private RSAKey key;
  private TokenIssuer issuer;

  @BeforeEach
  void start() throws Exception {
    key = new RSAKeyGenerator(2048).keyID("one").generate();
    Path keys = Files.writeString(directory.resolve("keys.json"), new JWKSet(key).toString());
    issuer = issuer(keys.toUri(), "name");
    replace(ALICE, CAROL, PUMP, ZOE);
  }

  @AfterEach
  void stop() {
    authenticator.close();
    await(vertx.close());
  }

  @Test
  void whoKnowsAPasswordStandsAsLongAsTheUserStaysAsItIs() {
    Admitted alice = admitted(await(authenticator.password(ATTEMPT, "alice", PASSWORD)));
    assertStands(alice);

    replace(ALICE);
    assertStands(alice);

    replace(Guests.user("alice", PasswordHash.of(ScramMechanism.SHA_256, PASSWORD, 4096)));
    assertFalls(alice);

    replace(new User("alice", ALICE.credentials(), true));
    assertFalls(alice);

    authenticator.replace(Map.of(BLUE, List.of(ALICE)), Map.of());
    assertFalls(alice);
  }

  @Test
  void whoeverItIsStandsOnlyWhereItsTenantIsStillReached() {
    Admitted alice = admitted(await(authenticator.password(ATTEMPT, "alice", PASSWORD)));
    Admitted anybody = Admitted.anonymous(Guests.in(ACME));
    assertStands(anybody);

    placement.replace(Map.of(ACME, List.of(), BLUE, List.of()));
    assertStands(alice);
    assertStands(anybody);

    Network elsewhere = new Network("elsewhere", null, null, null, Map.of());
    placement.replace(Map.of(ACME, List.of(elsewhere), BLUE, List.of()));
    assertFalls(alice);
    assertFalls(anybody);
  }

  @Test
  void whoHasACertificateStandsWhileThatIsTheUsersAlone() {
    var certificate = new ClientCertificate("CN=pump,O=Acme", List.of());
    Admitted pump =
        admitted(authenticator.certificate(new Attempt(Guests.HERE.withTls(certificate), true)));
    assertStands(pump);

    User rival = Guests.user("rival", CertificateCredential.of("CN=*,O=Acme"));
    replace(PUMP, rival);
    assertFalls(pump);

    replace(rival);
    assertFalls(pump);
  }

  @Test
  void whoHasATokenStandsWithItsIssuerAndItsUser() throws Exception {
    Admitted zoe = admitted(await(authenticator.token(ATTEMPT, token("17", "x"))));
    assertStands(zoe);

    replace(Guests.user("zoe", new TokenCredential(ISSUER, "18")));
    assertFalls(zoe);

    replace(Guests.user("zoe2", new TokenCredential(ISSUER, "17")));
    assertFalls(zoe);

    replace(ZOE);
    assertStands(zoe);
    issuer = issuer(issuer.keys(), null);
    replace(ZOE);
    assertFalls(zoe);

    authenticator.replace(Map.of(ACME, List.of(ZOE)), Map.of());
    assertFalls(zoe);
  }

  @Test
  void whoIsNoUserStandsUntilAUserHasItsNameOrItsSubject() throws Exception {
    Admitted guest = admitted(await(authenticator.token(ATTEMPT, token("99", "guest"))));
    assertStands(guest);

    replace(ALICE);
    assertStands(guest);

    replace(Guests.user("guest"));
    assertFalls(guest);

    replace(Guests.user("ann", new TokenCredential(ISSUER, "99")));
    assertFalls(guest);
  }

  // ----

  private void assertStands(Admitted who) {
    assertThat(authenticator.stands(who)).isTrue();
  }

  private void assertFalls(Admitted who) {
    assertThat(authenticator.stands(who)).isFalse();
  }

  private static Admitted admitted(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Admitted.class);
    return (Admitted) outcome;
  }

  private void replace(User... users) {
    authenticator.replace(Map.of(ACME, List.of(users)), Map.of(ACME, List.of(issuer)));
  }

  private static TokenIssuer issuer(URI keys, String userClaim) {
    return new TokenIssuer(
        ISSUER,
        keys,
        Set.of("weir"),
        TokenIssuer.USUAL_ALGORITHMS,
        Duration.ZERO,
        userClaim,
        List.of());
  }

  private String token(String subject, String name) throws Exception {
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .subject(subject)
            .claim("name", name)
            .audience("weir")
            .expirationTime(Date.from(Instant.now().plusSeconds(60)))
            .build();
    var token =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), claims);
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }
}
