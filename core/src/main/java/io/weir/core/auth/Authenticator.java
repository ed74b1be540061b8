package io.weir.core.auth;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.weir.core.auth.Outcome.Admitted;
import io.weir.core.auth.Outcome.Later;
import io.weir.core.auth.Outcome.Refused;
import io.weir.core.auth.Passwords.Verdict;
import io.weir.core.place.ClientCertificate;
import io.weir.core.place.Placed;
import io.weir.core.place.Placement;
import io.weir.core.tenant.Principal;
import io.weir.core.tenant.Tenant;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says who connects. One for all listeners and protocols; thread-safe. Nothing here blocks the
 * caller: slow hashes, signatures and fetching keys run elsewhere, and futures complete on the
 * caller's context and never fail.
 *
 * <p>A user who does not exist, a tenant that does not, and a wrong password are told apart by
 * nobody: the answers are equal, and so are the steps: one lookup and one hash, or for SCRAM one
 * challenge and one proof. Who fails too often waits; see {@link Backoff}.
 */
public final class Authenticator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Authenticator.class);

  private static final int WAITING_PASSWORDS = 256;
  private static final int WAITING_TOKENS = 1_024;
  private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  private static final Duration BUSY = Duration.ofSeconds(1);
  private static final Duration FETCH = Duration.ofSeconds(5);
  private static final int MAX_NAME = 1_024;

  private final Vertx vertx;
  private final Placement placement;
  private final Users users;
  private final Tokens tokens;
  private final Backoff backoff;
  private final AuthWorkers hashing;
  private final AuthWorkers signatures;
  private final Passwords passwords;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * Knows nobody until {@link #replace}.
   *
   * @param secret see {@link Users#Users}
   * @param placement says in which tenant names are, anew for each attempt, so that a change of
   *     networks holds at once for connections that are there
   */
  public Authenticator(Vertx vertx, byte[] secret, Placement placement) {
    this(vertx, secret, placement, System::nanoTime);
  }

  /**
   * The same by another clock.
   *
   * @param nanos like {@link System#nanoTime}: how long those who failed too often wait, and how
   *     old what is known of issuers' keys is
   */
  public Authenticator(Vertx vertx, byte[] secret, Placement placement, LongSupplier nanos) {
    this(vertx, secret, placement, InstantSource.system(), nanos, WAITING_PASSWORDS, FETCH);
  }

  Authenticator(
      Vertx vertx,
      byte[] secret,
      Placement placement,
      InstantSource clock,
      LongSupplier nanos,
      int waitingPasswords,
      Duration fetch) {
    this.vertx = vertx;
    this.placement = placement;
    this.clock = clock;
    this.users = new Users(secret);
    this.tokens = new Tokens(users, clock, nanos, new KeyFetch(fetch));
    this.backoff = new Backoff(nanos);
    this.hashing = new AuthWorkers(vertx, "weir-passwords", THREADS, waitingPasswords);
    this.signatures = new AuthWorkers(vertx, "weir-tokens", THREADS, WAITING_TOKENS);
    this.passwords = new Passwords(users, backoff, hashing);
  }

  /**
   * Puts others in the place of all users and issuers of all tenants. What was remembered of right
   * passwords is forgotten. Of those who are in, {@link #stands} says whether they may stay.
   *
   * @throws IllegalArgumentException with a sentence, for users or issuers that cannot be told
   *     apart; nothing changes then
   */
  public synchronized void replace(
      Map<Tenant, ? extends Collection<User>> members,
      Map<Tenant, ? extends Collection<TokenIssuer>> issuers) {
    new Users(new byte[32]).replace(members);
    tokens.replace(issuers);
    users.replace(members);
    passwords.forget();
  }

  /** Who exists. */
  public Users users() {
    return users;
  }

  /** How many slow hashes were made to verify passwords. */
  public long hashes() {
    return passwords.hashes();
  }

  /** The SASL mechanisms to offer, the best first; the same whoever asks. */
  public List<String> mechanisms(boolean confidential) {
    List<String> names = new ArrayList<>();
    names.add(ScramMechanism.SHA_512.mechanismName());
    names.add(ScramMechanism.SHA_256.mechanismName());
    names.add(OauthBearerExchange.MECHANISM);
    if (confidential) {
      names.add(PlainExchange.MECHANISM);
    }
    return names;
  }

  /** Begins an exchange, if that is one of the {@link #mechanisms}. */
  public Optional<SaslExchange> sasl(String mechanism, Attempt attempt) {
    if (!mechanisms(attempt.confidential()).contains(mechanism)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (mechanism) {
          case PlainExchange.MECHANISM -> new PlainExchange(this, attempt);
          case OauthBearerExchange.MECHANISM -> new OauthBearerExchange(this, attempt);
          default ->
              new ScramSaslExchange(
                  ScramMechanism.named(mechanism).orElseThrow(),
                  attempt,
                  placement,
                  users,
                  backoff,
                  random);
        });
  }

  /** A name and a password in clear. */
  public Future<Outcome> password(Attempt attempt, String name, String password) {
    if (!attempt.confidential()) {
      return done(new Refused("a password where others could read it"));
    }
    if (name.length() > MAX_NAME || password.length() > Passwords.MAX_CHARACTERS) {
      backoff.failed(attempt.address(), Optional.empty());
      return done(new Refused("a name or a password longer than any"));
    }
    Claimant claimant = Claimant.of(placement, attempt.ingress(), name);
    Duration delay = backoff.delay(attempt.address(), Optional.of(claimant.who()));
    if (!delay.isZero()) {
      return done(new Later(delay, "too many failures before"));
    }
    return passwords
        .verify(attempt, claimant, password)
        .map(verdict -> settle(attempt, claimant, verdict))
        .otherwise(Authenticator::defect);
  }

  private Outcome settle(Attempt attempt, Claimant claimant, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Unseen unseen -> new Later(unseen.after(), unseen.why());
      case Verdict.Wrong wrong -> {
        backoff.failed(attempt.address(), Optional.of(claimant.who()));
        yield claimant.refused(wrong.why());
      }
      case Verdict.Right right -> {
        backoff.succeeded(attempt.address(), claimant.who());
        yield admitted(right.who());
      }
    };
  }

  /**
   * A signed token (RFC 6750), without the word before it. Failures cost no wait: a signature is
   * not guessed, and what verifying costs has its own bound.
   */
  public Future<Outcome> token(Attempt attempt, String token) {
    Placed placed = placement.settle(attempt.ingress());
    Tenant at = placed instanceof Placed.In in ? in.tenant() : Placement.NOWHERE;
    return worker(at, () -> tokens.read(placed, token))
        .compose(
            unverified ->
                fromOutside(unverified.keysOf())
                    .compose(keys -> worker(at, () -> tokens.verify(unverified, keys))))
        .recover(
            cause ->
                switch (cause) {
                  case Tokens.UnbelievableException unbelievable ->
                      done(refused(placed, String.valueOf(unbelievable.getMessage())));
                  case BusyException busy ->
                      done(new Later(BUSY, "too many tokens are being verified"));
                  default -> done(defect(cause));
                });
  }

  /**
   * The client's certificate, which TLS has verified; whoever it lets in is in until it is over.
   */
  public Outcome certificate(Attempt attempt) {
    ClientCertificate certificate = attempt.ingress().certificate();
    Placed placed = placement.settle(attempt.ingress());
    if (certificate == null || !(placed instanceof Placed.In in)) {
      return refused(placed, "no certificate");
    }
    if (clock.instant().isAfter(certificate.until())) {
      return new Refused("a certificate that is over");
    }
    List<User> matching = users.withCertificate(in.tenant(), certificate);
    return switch (matching.size()) {
      case 0 -> new Refused("a certificate that is no user's");
      case 1 ->
          admitted(
              in,
              matching.getFirst(),
              certificate.until(),
              new Grounds.Certificate(matching.getFirst(), certificate));
      default -> new Refused("a certificate that matches the rules of several users");
    };
  }

  /**
   * Whether somebody who is in would still be let in for what it has shown: to be asked after
   * networks, users or issuers were replaced. Answers at once.
   */
  public boolean stands(Admitted who) {
    Tenant tenant = who.tenant();
    return placement.reaches(tenant, who.placed().ingress())
        && switch (who.grounds()) {
          case Grounds.Anonymous anonymous -> true;
          case Grounds.Password(User user) ->
              users.find(tenant, user.name()).filter(user::equals).isPresent();
          case Grounds.Certificate(User user, ClientCertificate certificate) ->
              users.withCertificate(tenant, certificate).equals(List.of(user));
          case Grounds.Token token -> stands(tenant, who.principal(), token);
        };
  }

  private boolean stands(Tenant tenant, Principal principal, Grounds.Token token) {
    Optional<User> then = Optional.ofNullable(token.user());
    return tokens.believes(tenant, token.issuer())
        && users.withToken(tenant, token.issuer().issuer(), token.subject()).equals(then)
        && (then.isPresent() || users.find(tenant, principal.name()).isEmpty());
  }

  static Admitted admitted(Candidate.Identity who) {
    return admitted(who.placed(), who.user(), Instant.MAX, new Grounds.Password(who.user()));
  }

  private static Admitted admitted(Placed.In placed, User user, Instant until, Grounds grounds) {
    return new Admitted(
        placed, new Principal(user.name(), Set.of(), user.administrator()), until, grounds);
  }

  private static Refused refused(Placed placed, String why) {
    return placed instanceof Placed.In ? new Refused(why) : Refused.misplaced();
  }

  private <T> Future<T> worker(Tenant tenant, Callable<T> job) {
    return signatures
        .run(tenant.name(), job)
        .orElseGet(() -> Future.failedFuture(new BusyException()));
  }

  private <T> Future<T> fromOutside(CompletableFuture<T> future) {
    Promise<T> promise = ((ContextInternal) vertx.getOrCreateContext()).promise();
    future.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            promise.complete(value);
          } else {
            promise.fail(failure);
          }
        });
    return promise.future();
  }

  private static Future<Outcome> done(Outcome outcome) {
    return Future.succeededFuture(outcome);
  }

  private static Outcome defect(Throwable cause) {
    LOG.error("Verifying credentials met a defect", cause);
    return new Later(BUSY, "a defect");
  }

  /** Ends its threads; who is still being looked at gets no answer. */
  @Override
  public void close() {
    hashing.close();
    signatures.close();
    tokens.close();
  }

  /** There is no room among what waits. */
  private static final class BusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BusyException() {
      super("busy", null, false, false);
    }
  }
}
