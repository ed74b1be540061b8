package io.weir.core.auth;

import com.nimbusds.jose.jwk.JWKSet;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one issuer, fetched when somebody needs them and for as long as they are fresh. A key
 * that the issuer has taken back is believed {@link #FRESH} longer at most; while the issuer cannot
 * be asked, what was last known is, up to {@link #TOLERATED}. Nobody waits on a thread.
 * Thread-safe.
 */
final class IssuerKeys {
  private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

  static final Duration FRESH = Duration.ofMinutes(5);
  static final Duration TOLERATED = Duration.ofHours(4);

  /** How often the issuer is asked at most, whatever tokens come. */
  static final Duration BETWEEN = Duration.ofSeconds(10);

  private final TokenIssuer issuer;
  private final KeyFetch fetch;
  private final LongSupplier nanos;

  private @Nullable Known known;
  private @Nullable CompletableFuture<Void> asking;
  private long lastAsked;
  private boolean asked;

  private record Known(JWKSet keys, long since) {}

  IssuerKeys(TokenIssuer issuer, KeyFetch fetch, LongSupplier nanos) {
    this.issuer = issuer;
    this.fetch = fetch;
    this.nanos = nanos;
  }

  TokenIssuer issuer() {
    return issuer;
  }

  /**
   * The keys that are believed now.
   *
   * @param keyId one that should be among them; if it is not, the issuer is asked again, unless it
   *     was just now
   * @return empty where none are believed; completes on any thread, and never fails
   */
  CompletableFuture<Optional<JWKSet>> keys(@Nullable String keyId) {
    CompletableFuture<Void> answer;
    synchronized (this) {
      boolean fresh = known != null && age(known) <= FRESH.toNanos();
      boolean there = fresh && (keyId == null || has(known, keyId));
      answer = there ? null : ask();
    }
    return answer == null
        ? CompletableFuture.completedFuture(believed())
        : answer.thenApply(done -> believed());
  }

  private synchronized Optional<JWKSet> believed() {
    return Optional.ofNullable(known).filter(it -> age(it) <= TOLERATED.toNanos()).map(Known::keys);
  }

  private static boolean has(@Nullable Known known, String keyId) {
    return known != null && known.keys().getKeyByKeyId(keyId) != null;
  }

  private long age(Known it) {
    return nanos.getAsLong() - it.since();
  }

  /** Asks, unless that is under way or was just now; null if there is nothing to wait for. */
  private @Nullable CompletableFuture<Void> ask() {
    if (asking != null) {
      return asking;
    }
    long now = nanos.getAsLong();
    if (asked && now - lastAsked < BETWEEN.toNanos()) {
      return null;
    }
    asked = true;
    lastAsked = now;
    CompletableFuture<Void> mine = new CompletableFuture<>();
    asking = mine;
    document()
        .whenComplete(
            (text, failure) -> {
              took(text, failure);
              mine.complete(null);
            });
    return mine;
  }

  private CompletableFuture<String> document() {
    try {
      return fetch.get(issuer.keys());
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private synchronized void took(@Nullable String text, @Nullable Throwable failure) {
    asking = null;
    if (failure != null || text == null) {
      LOG.warn(
          "The keys of {} at {} could not be had: {}", issuer.issuer(), issuer.keys(), failure);
      return;
    }
    try {
      known = new Known(JWKSet.parse(text).toPublicJWKSet(), nanos.getAsLong());
    } catch (ParseException e) {
      LOG.warn("What is at {} is no JWK set: {}", issuer.keys(), e.getMessage());
    }
  }
}
