package io.weir.core.auth;

import static io.weir.core.auth.Guests.ACME;
import static io.weir.core.auth.Guests.PASSWORD;
import static io.weir.testing.Futures.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.weir.core.auth.Outcome.Admitted;
import io.weir.core.auth.Outcome.Later;
import io.weir.core.auth.Outcome.Refused;
import io.weir.core.auth.SaslExchange.Step;
import io.weir.core.place.ClientCertificate;
import io.weir.core.place.Network;
import io.weir.core.place.Placed;
import io.weir.core.place.Placement;
import io.weir.core.tenant.Principal;
import io.weir.core.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {
  private static final Tenant BLUE = new Tenant("blue");
  private static final String NO_SUCH_USER = "no such user, or none with a password";
  private static final Attempt ATTEMPT = new Attempt(Guests.HERE, true);
  private static final User ALICE = Guests.user("alice", ScramMechanism.SHA_256);
  private static final User CAROL = Guests.user("carol", ScramMechanism.SHA_512);
  private static final User ROOT =
      new User("root", List.of(PasswordHash.of(ScramMechanism.SHA_256, PASSWORD, 4096)), true);
  private static final User PUMP = Guests.user("pump", CertificateCredential.of("CN=pump,O=Acme"));

  private final Vertx vertx = Vertx.vertx();
  private final Placement placement = Guests.placement();
  private final AtomicLong nanos = new AtomicLong();

  /** Whoever hashes waits for it. */
  private volatile CountDownLatch hashing = new CountDownLatch(0);

  private Authenticator authenticator;

  @BeforeEach
  void start() {
    authenticator = with(256);
    authenticator.replace(
        Map.of(
            ACME,
            List.of(
                ALICE,
                CAROL,
                ROOT,
                PUMP,
                Guests.user("pumps", CertificateCredential.of("CN=*,O=Pumps")),
                Guests.user("pump-1", CertificateCredential.of("CN=1,O=Pumps")))),
        Map.of());
  }

  private Authenticator with(int waiting) {
    return new Authenticator(
        vertx,
        Guests.SECRET,
        placement,
        InstantSource.system(),
        this::now,
        waiting,
        Duration.ofSeconds(5));
  }

  /** The clock, at which threads that hash look before they do. */
  private long now() {
    if (Thread.currentThread().getName().startsWith("weir-passwords-")) {
      try {
        hashing.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return nanos.get();
  }

  @AfterEach
  void stop() {
    authenticator.close();
    await(vertx.close());
  }

  // ---- passwords ----

  @Test
  void admitsAUserWithTheRightPasswordWhateverMechanismItIsKeptFor() {
    for (User user : List.of(ALICE, CAROL)) {
      assertThat(password(user.name(), PASSWORD))
          .isEqualTo(
              new Admitted(
                  Guests.in(ACME),
                  Principal.named(user.name()),
                  Instant.MAX,
                  new Grounds.Password(user)));
    }
  }

  @ParameterizedTest
  @EnumSource(ImportedCredential.Hash.class)
  void admitsAUserWhosePasswordOnlyAnotherSystemKnew(ImportedCredential.Hash hash) {
    byte[] prefix = {1, 2, 3, 4};
    byte[] hashed = hash.of(prefix, "s3cret, l\u00e4ngst".getBytes(UTF_8));
    ImportedCredential made = PasswordHash.imported(hash, prefix, hashed);
    User dora = new User("dora", List.of(ImportedCredential.parse(made.text())), false);
    authenticator.replace(Map.of(ACME, List.of(dora)), Map.of());
    assertThat(password("dora", "s3cret, l\u00e4ngst"))
        .isEqualTo(
            new Admitted(
                Guests.in(ACME), Principal.named("dora"), Instant.MAX, new Grounds.Password(dora)));
    assertThat(authenticator.hashes()).isEqualTo(1);
    assertThat(password("dora", "s3cret")).isEqualTo(new Refused("a wrong password"));
    assertThat(password("dora", "")).isEqualTo(new Refused("a wrong password"));
    // What is kept in the place of a password is none.
    assertThat(password("dora", ImportedCredential.form(hashed)))
        .isEqualTo(new Refused("a wrong password"));
    assertThat(made.text()).doesNotContain(ImportedCredential.form(hashed));
  }

  @Test
  void saysWhoIsAnAdministrator() {
    assertThat(await(authenticator.password(ATTEMPT, "root", PASSWORD)))
        .isEqualTo(
            new Admitted(
                Guests.in(ACME),
                new Principal("root", Set.of(), true),
                Instant.MAX,
                new Grounds.Password(ROOT)));
  }

  @Test
  void refusesAWrongPasswordAndAnEmptyOne() {
    assertThat(password("alice", "wrong")).isEqualTo(new Refused("a wrong password"));
    assertThat(password("alice", "")).isInstanceOf(Refused.class);
    assertThat(password("alice", "x".repeat(2000))).isInstanceOf(Refused.class);
    assertThat(password("alice", "bell\u0007")).isInstanceOf(Refused.class);
  }

  @Test
  void takesNoPasswordWhereOthersCouldReadIt() {
    Attempt open = new Attempt(Guests.HERE, false);

    assertThat(await(authenticator.password(open, "alice", PASSWORD)))
        .isEqualTo(new Refused("a password where others could read it"));
    assertThat(authenticator.hashes()).isZero();
    assertThat(authenticator.mechanisms(false)).doesNotContain("PLAIN");
    assertThat(authenticator.mechanisms(true)).contains("PLAIN");
    assertThat(authenticator.sasl("PLAIN", open)).isEmpty();
  }

  @Test
  void aRightPasswordIsHashedOnceAndAWrongOneEachTime() {
    password("alice", PASSWORD);
    password("alice", PASSWORD);
    assertThat(authenticator.hashes()).isEqualTo(1);

    password("alice", "wrong");
    password("alice", "wrong");
    assertThat(authenticator.hashes()).isEqualTo(3);
  }

  @Test
  void aPasswordThatIsRightForOneUserIsRightForNobodyElse() {
    var other = PasswordHash.of(ScramMechanism.SHA_256, "another", 4096);
    authenticator.replace(
        Map.of(
            ACME,
            List.of(Guests.user("alice", ScramMechanism.SHA_256), Guests.user("dave", other))),
        Map.of());

    assertThat(password("alice", PASSWORD)).isInstanceOf(Admitted.class);
    assertThat(password("dave", PASSWORD)).isInstanceOf(Refused.class);
  }

  @Test
  void whatWasRightIsForgottenWhenTheUsersAreReplaced() {
    assertThat(password("alice", PASSWORD)).isInstanceOf(Admitted.class);

    var changed = PasswordHash.of(ScramMechanism.SHA_256, "new", 4096);
    authenticator.replace(Map.of(ACME, List.of(Guests.user("alice", changed))), Map.of());

    assertThat(password("alice", PASSWORD)).isInstanceOf(Refused.class);
    assertThat(password("alice", "new")).isInstanceOf(Admitted.class);
    authenticator.replace(Map.of(), Map.of());
    assertThat(password("alice", "new")).isInstanceOf(Refused.class);
  }

  @Test
  void hashesOnItsOwnThreadsAndAnswersOnTheCallersContext() {
    hashing = new CountDownLatch(1);
    Context loop = vertx.getOrCreateContext();
    Promise<Boolean> atOnce = Promise.promise();
    AtomicBoolean sameContext = new AtomicBoolean();
    Promise<Outcome> answered = Promise.promise();
    loop.runOnContext(
        turn -> {
          Future<Outcome> outcome = authenticator.password(ATTEMPT, "alice", PASSWORD);
          atOnce.complete(outcome.isComplete());
          outcome.onComplete(
              done -> {
                sameContext.set(Vertx.currentContext() == loop && Context.isOnEventLoopThread());
                answered.handle(done);
              });
        });

    assertThat(await(atOnce.future())).isFalse();
    hashing.countDown();
    assertThat(await(answered.future())).isInstanceOf(Admitted.class);
    assertThat(sameContext).isTrue();
    assertThat(Thread.getAllStackTraces().keySet())
        .anyMatch(thread -> thread.getName().startsWith("weir-passwords-"));
  }

  @Test
  void pastWhatMayWaitItAsksToComeLaterAndOneTenantLeavesRoomForOthers() {
    authenticator.close();
    authenticator = with(8);
    placement.replace(Map.of(ACME, List.of(), BLUE, List.of()));
    authenticator.replace(Map.of(ACME, List.of(ALICE), BLUE, List.of(ALICE)), Map.of());
    hashing = new CountDownLatch(1);

    List<Future<Outcome>> attempts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      attempts.add(authenticator.password(ATTEMPT, "alice@acme", PASSWORD));
    }
    Future<Outcome> elsewhere = authenticator.password(ATTEMPT, "alice@blue", PASSWORD);
    hashing.countDown();

    List<Outcome> outcomes = attempts.stream().map(it -> await(it)).toList();
    assertThat(outcomes.stream().filter(Admitted.class::isInstance)).hasSize(2);
    assertThat(outcomes.stream().filter(Later.class::isInstance)).hasSize(18);
    assertThat(await(elsewhere)).isInstanceOf(Admitted.class);
  }

  @Test
  void afterTooManyFailuresNothingIsLookedAtForAWhile() {
    for (int i = 0; i <= Backoff.PAIR_FREE; i++) {
      assertThat(password("alice", "wrong")).isInstanceOf(Refused.class);
    }
    long hashes = authenticator.hashes();

    assertThat(password("alice", PASSWORD))
        .isEqualTo(new Later(Backoff.FIRST, "too many failures before"));
    assertThat(scram(ScramMechanism.SHA_256, "alice").getFirst())
        .isEqualTo(new Outcome.Later(Backoff.FIRST, "too many failures before").toString());
    assertThat(authenticator.hashes()).isEqualTo(hashes);

    nanos.addAndGet(Backoff.FIRST.toNanos());
    assertThat(password("alice", PASSWORD)).isInstanceOf(Admitted.class);
  }

  @Test
  void whatIsRememberedAsRightIsNoWayAroundTheWait() {
    password("alice", PASSWORD);
    for (int i = 0; i <= Backoff.PAIR_FREE; i++) {
      password("alice", "wrong");
    }

    assertThat(password("alice", PASSWORD)).isInstanceOf(Later.class);
  }

  // ---- who does not exist ----

  @ParameterizedTest
  @ValueSource(strings = {"alice", "nobody", "pump", "bell\u0007"})
  void aWrongPasswordCostsOneLookupAndOneHashWhoeverItIs(String name) {
    long lookups = authenticator.users().lookups();

    assertThat(password(name, "wrong")).isInstanceOf(Refused.class);

    assertThat(authenticator.hashes()).isEqualTo(1);
    assertThat(authenticator.users().lookups() - lookups).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "alice@acme", "alice@blue", "alice@ghost"})
  void aNameThatBelongsNowhereCostsAsMuch(String name) {
    leadNowhere();

    assertThat(password(name, PASSWORD)).isEqualTo(Refused.misplaced());

    assertThat(authenticator.hashes()).isEqualTo(1);
    assertThat(authenticator.users().lookups()).isEqualTo(1);
  }

  /** Nobody is reached by the way that these tests come. */
  private void leadNowhere() {
    placement.replace(Map.of(ACME, List.of(elsewhere()), BLUE, List.of(elsewhere())));
  }

  private static Network elsewhere() {
    return new Network("elsewhere", null, null, null, Map.of());
  }

  @Test
  void passwordsOfUsersWhoDoNotExistAreHashedAsOftenAsOthers() {
    authenticator.replace(
        Map.of(
            ACME,
            List.of(
                Guests.user("a", PasswordHash.of(ScramMechanism.SHA_512, "x", 5000)),
                Guests.user("b", PasswordHash.of(ScramMechanism.SHA_512, "x", 5000)))),
        Map.of());

    Candidate nobody = authenticator.users().forPassword(Guests.claimant("nobody"));

    assertThat(nobody.credential().mechanism()).isEqualTo(ScramMechanism.SHA_512);
    assertThat(nobody.credential().iterations()).isEqualTo(5000);
  }

  @ParameterizedTest
  @EnumSource
  void scramTellsUsersWhoExistFromOthersByNothing(ScramMechanism mechanism) {
    String existing = mechanism == ScramMechanism.SHA_256 ? "alice" : "carol";
    List<String> real = scram(mechanism, existing);
    String salt = salt(real);
    for (String name : List.of("nobody", "pump", "alice@ghost")) {
      assertLike(real, scram(mechanism, name));
    }
    assertThat(salt(scram(mechanism, "nobody"))).isEqualTo(salt(scram(mechanism, "nobody")));
    assertThat(salt(scram(mechanism, existing))).isEqualTo(salt);
    assertThat(authenticator.users().lookups()).isEqualTo(7);

    leadNowhere();
    assertLike(real, scram(mechanism, existing));
    assertThat(salt(scram(mechanism, existing))).isNotEqualTo(salt);
  }

  private static void assertLike(List<String> real, List<String> other) {
    assertThat(other).hasSameSizeAs(real);
    assertThat(shape(other.getFirst())).isEqualTo(shape(real.getFirst()));
  }

  /**
   * From a network of acme's, where blue is a tenant and ghost is not: a name with either behind it
   * is a name that nobody in acme has.
   */
  @Test
  void namesWithAnotherTenantsNameTellNobodyThatItExists() {
    Network own = new Network("local", null, null, null, Map.of());
    placement.replace(
        Map.of(ACME, List.of(own), BLUE, List.of(elsewhere()), new Tenant("core"), List.of()));
    ScramCredential others = PasswordHash.of(ScramMechanism.SHA_256, "x", 9_000);
    authenticator.replace(
        Map.of(
            ACME,
            List.of(ALICE),
            BLUE,
            List.of(Guests.user("a", others), Guests.user("b", others))),
        Map.of());

    List<String> existing = scram(ScramMechanism.SHA_256, "alice@blue");
    List<String> ghost = scram(ScramMechanism.SHA_256, "alice@ghost");
    assertLike(ghost, existing);
    assertThat(existing.getFirst()).endsWith(",i=4096");
    assertThat(salt(existing)).isNotEqualTo(salt(scram(ScramMechanism.SHA_256, "alice")));
    assertThat(salt(existing)).isNotEqualTo(salt(scram(ScramMechanism.SHA_256, "bob@blue")));

    // Failures are counted likewise.
    for (int i = 0; i <= Backoff.PAIR_FREE; i++) {
      password("eve@blue", "wrong");
    }
    assertThat(password("eve@blue", "wrong")).isInstanceOf(Later.class);
    assertThat(password("eve@core", "wrong")).isEqualTo(Refused.misplaced());
  }

  // ---- where it is ----

  @Test
  void aNameMayNameItsTenant() {
    placement.replace(Map.of(ACME, List.of(), BLUE, List.of()));

    assertThat(password("alice@acme", PASSWORD))
        .isInstanceOfSatisfying(
            Admitted.class, who -> assertThat(who.placed()).isEqualTo(Guests.in(ACME)));
    assertThat(password("alice@blue", PASSWORD)).isEqualTo(new Refused(NO_SUCH_USER));
    assertThat(password("alice", PASSWORD)).isEqualTo(Refused.misplaced());
  }

  @Test
  void whereNamesBelongIsAskedAnewForEachAttempt() {
    SaslExchange exchange = authenticator.sasl("PLAIN", ATTEMPT).orElseThrow();
    leadNowhere();

    Step step = await(exchange.respond(("\0alice\0" + PASSWORD).getBytes(UTF_8)));

    assertThat(((Step.Done) step).outcome()).isEqualTo(Refused.misplaced());
  }

  /** The challenge, and what came of a wrong proof. */
  private List<String> scram(ScramMechanism mechanism, String name) {
    SaslExchange exchange = authenticator.sasl(mechanism.mechanismName(), ATTEMPT).orElseThrow();
    Step first = await(exchange.respond(("n,,n=" + name + ",r=abcdefgh").getBytes(UTF_8)));
    if (!(first instanceof Step.Challenge challenge)) {
      return List.of(((Step.Done) first).outcome().toString());
    }
    String text = new String(challenge.bytes(), UTF_8);
    String nonce = text.substring(2, text.indexOf(','));
    String proof =
        "A".repeat(mechanism.bytes() == 32 ? 43 : 86) + "=".repeat(mechanism.bytes() == 32 ? 1 : 2);
    Step last = await(exchange.respond(("c=biws,r=" + nonce + ",p=" + proof).getBytes(UTF_8)));
    Step.Done done = (Step.Done) last;
    assertThat(done.outcome()).isInstanceOf(Refused.class);
    return List.of(text, new String(done.bytes(), UTF_8));
  }

  /** All but what is random. */
  private static String shape(String challenge) {
    return challenge.replaceAll("[A-Za-z0-9+/](?=[A-Za-z0-9+/=]*,)", "x");
  }

  private static String salt(List<String> exchange) {
    return exchange.getFirst().replaceFirst(".*,s=([^,]*),.*", "$1");
  }

  // ---- SASL ----

  @Test
  void plainIsANameAndAPassword() {
    assertThat(plain("\0alice\0" + PASSWORD)).isInstanceOf(Admitted.class);
    assertThat(plain("alice\0alice\0" + PASSWORD)).isInstanceOf(Admitted.class);
    assertThat(plain("root\0alice\0" + PASSWORD)).isInstanceOf(Refused.class);
    assertThat(plain("\0alice\0wrong")).isInstanceOf(Refused.class);
    assertThat(plain("alice\0" + PASSWORD)).isInstanceOf(Refused.class);
    assertThat(plain("\0\0" + PASSWORD)).isInstanceOf(Refused.class);
    assertThat(plain("\0alice\0" + PASSWORD + "\0")).isInstanceOf(Refused.class);
    assertThat(plain("")).isInstanceOf(Refused.class);
  }

  @Test
  void mechanismsThatItDoesNotHaveDoNotBegin() {
    assertThat(authenticator.sasl("SCRAM-SHA-1", ATTEMPT)).isEmpty();
    assertThat(authenticator.sasl("scram-sha-256", ATTEMPT)).isEmpty();
    assertThat(authenticator.sasl("SCRAM-SHA-256-PLUS", ATTEMPT)).isEmpty();
  }

  // ---- certificates ----

  @Test
  void aCertificateIsTheUsersWhoseRuleItMatches() {
    assertThat(certificate("CN=pump,O=Acme"))
        .isEqualTo(
            new Admitted(
                new Placed.In(shown("CN=pump,O=Acme").ingress(), ACME, null),
                Principal.named("pump"),
                Instant.MAX,
                new Grounds.Certificate(PUMP, new ClientCertificate("CN=pump,O=Acme", List.of()))));
    assertThat(certificate("CN=other,O=Acme"))
        .isEqualTo(new Refused("a certificate that is no user's"));
    assertThat(certificate("CN=2,O=Pumps")).isInstanceOf(Admitted.class);
    assertThat(certificate("CN=1,O=Pumps"))
        .isEqualTo(new Refused("a certificate that matches the rules of several users"));
    assertThat(authenticator.certificate(ATTEMPT)).isEqualTo(new Refused("no certificate"));
    leadNowhere();
    assertThat(certificate("CN=pump,O=Acme")).isEqualTo(Refused.misplaced());
  }

  @Test
  void whoIsInByACertificateIsInUntilItIsOver() {
    Instant until = Instant.now().plusSeconds(600);
    var valid = new ClientCertificate("CN=pump,O=Acme", List.of(), until);
    assertThat(authenticator.certificate(new Attempt(Guests.HERE.withTls(valid), true)))
        .isInstanceOfSatisfying(
            Admitted.class, admitted -> assertThat(admitted.until()).isEqualTo(until));

    var over = new ClientCertificate("CN=pump,O=Acme", List.of(), Instant.now().minusSeconds(1));
    assertThat(authenticator.certificate(new Attempt(Guests.HERE.withTls(over), true)))
        .isEqualTo(new Refused("a certificate that is over"));
  }

  private Outcome certificate(String subject) {
    return authenticator.certificate(shown(subject));
  }

  private static Attempt shown(String subject) {
    return new Attempt(Guests.HERE.withTls(new ClientCertificate(subject, List.of())), true);
  }

  private Outcome plain(String message) {
    SaslExchange exchange = authenticator.sasl("PLAIN", ATTEMPT).orElseThrow();
    return ((Step.Done) await(exchange.respond(message.getBytes(UTF_8)))).outcome();
  }

  private Outcome password(String name, String password) {
    return await(authenticator.password(ATTEMPT, name, password));
  }
}
