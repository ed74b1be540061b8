package io.weir.core.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Passwords in clear, verified against what is kept for SCRAM: one slow hash each, on threads for
 * it, whether the user exists or not. What was right once is remembered for a while under a key
 * that only this process knows, for HTTP sends a password with each request.
 */
final class Passwords {
  /** Longer ones are refused unseen. */
  static final int MAX_CHARACTERS = 1_024;

  private static final int REMEMBERED = 10_000;
  private static final Duration MEMORY = Duration.ofMinutes(10);
  private static final Duration BUSY = Duration.ofSeconds(1);

  private final Users users;
  private final Backoff backoff;
  private final AuthWorkers workers;
  private final byte[] secret = new byte[32];
  private final LongAdder hashes = new LongAdder();
  private final Cache<ByteBuffer, Boolean> right =
      Caffeine.newBuilder()
          .maximumSize(REMEMBERED)
          .expireAfterWrite(MEMORY)
          .executor(Runnable::run)
          .build();

  Passwords(Users users, Backoff backoff, AuthWorkers workers) {
    this.users = users;
    this.backoff = backoff;
    this.workers = workers;
    new SecureRandom().nextBytes(secret);
  }

  /** How many slow hashes were made. */
  long hashes() {
    return hashes.sum();
  }

  /** Nothing is right any more until it is shown again. */
  void forget() {
    right.invalidateAll();
  }

  Future<Verdict> verify(Attempt attempt, Claimant claimant, String password) {
    Candidate candidate = users.forPassword(claimant);
    String prepared = candidate.form(password);
    ByteBuffer key = key(candidate, prepared);
    Candidate.Identity identity = candidate.identity();
    if (right.getIfPresent(key) != null && identity != null) {
      return Future.succeededFuture(new Verdict.Right(identity));
    }
    return workers
        .run(
            claimant.who().world().name(),
            () -> hash(attempt, claimant.who(), candidate, prepared, key))
        .orElseGet(
            () ->
                Future.succeededFuture(
                    new Verdict.Unseen(BUSY, "too many passwords are being verified")));
  }

  private Verdict hash(
      Attempt attempt, Claimant.Who who, Candidate candidate, String password, ByteBuffer key) {
    // Asked again, for others of the same address may have failed while this one waited.
    Duration delay = backoff.delay(attempt.address(), Optional.of(who));
    if (!delay.isZero()) {
      return new Verdict.Unseen(delay, "too many failures before");
    }
    ScramCredential credential = candidate.credential();
    ScramMechanism mechanism = credential.mechanism();
    hashes.increment();
    byte[] salted =
        ScramKeys.salted(
            mechanism, password.toCharArray(), credential.salt(), credential.iterations());
    boolean fits =
        MessageDigest.isEqual(ScramKeys.storedKey(mechanism, salted), credential.storedKey());
    Candidate.Identity identity = candidate.identity();
    if (identity == null) {
      return new Verdict.Wrong("no such user, or none with a password");
    }
    if (!fits || password.isEmpty()) {
      return new Verdict.Wrong("a wrong password");
    }
    right.put(key, Boolean.TRUE);
    return new Verdict.Right(identity);
  }

  /**
   * What a right password is remembered by. The stored key is in it, so that what is put while the
   * users are replaced says nothing of the new ones.
   */
  private ByteBuffer key(Candidate candidate, String password) {
    byte[] text = password.getBytes(UTF_8);
    return ByteBuffer.wrap(
        ScramKeys.hmac(
            ScramMechanism.SHA_256,
            secret,
            candidate.credential().storedKey(),
            candidate.credential().salt(),
            text));
  }

  /** What is known of a password. */
  sealed interface Verdict {
    record Right(Candidate.Identity who) implements Verdict {}

    record Wrong(String why) implements Verdict {}

    record Unseen(Duration after, String why) implements Verdict {}
  }
}
