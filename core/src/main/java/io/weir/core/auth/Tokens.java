package io.weir.core.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.weir.core.place.Placed;
import io.weir.core.place.Placement;
import io.weir.core.tenant.Principal;
import io.weir.core.tenant.Tenant;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Tokens, and whose are believed. {@link #read} and {@link #verify} are arithmetic and belong on a
 * worker's thread; what lies between them, getting keys, waits on none. Thread-safe.
 */
final class Tokens implements AutoCloseable {
  static final int MAX_CHARACTERS = 16 * 1024;

  private record Key(Tenant tenant, String issuer) {}

  private final Users users;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final KeyFetch fetch;
  private volatile Map<Key, IssuerKeys> issuers = Map.of();

  Tokens(Users users, InstantSource clock, LongSupplier nanos, KeyFetch fetch) {
    this.users = users;
    this.clock = clock;
    this.nanos = nanos;
    this.fetch = fetch;
  }

  /** Puts others in the place of all issuers; keys of those that stay as they are, are kept. */
  void replace(Map<Tenant, ? extends Collection<TokenIssuer>> with) {
    Map<Key, IssuerKeys> before = issuers;
    Map<Key, IssuerKeys> after = new HashMap<>();
    with.forEach(
        (tenant, list) -> {
          for (TokenIssuer issuer : list) {
            Key key = new Key(tenant, issuer.issuer());
            IssuerKeys old = before.get(key);
            IssuerKeys keys =
                old != null && old.issuer().equals(issuer)
                    ? old
                    : new IssuerKeys(issuer, fetch, nanos);
            if (after.put(key, keys) != null) {
              throw new IllegalArgumentException(
                  "tenant '%s' has the issuer '%s' twice"
                      .formatted(tenant.name(), issuer.issuer()));
            }
          }
        });
    issuers = Map.copyOf(after);
  }

  /** Whether an issuer is believed as it was. */
  boolean believes(Tenant tenant, TokenIssuer issuer) {
    IssuerKeys now = issuers.get(new Key(tenant, issuer.issuer()));
    return now != null && now.issuer().equals(issuer);
  }

  /**
   * What a token says of itself, of which nothing is verified.
   *
   * @param placed where the connection is that brought it
   */
  record Unverified(Placed.In placed, SignedJWT token, IssuerKeys keys) {
    CompletableFuture<Optional<JWKSet>> keysOf() {
      return keys.keys(token.getHeader().getKeyID());
    }
  }

  /**
   * Takes a token apart, which takes the same steps wherever its connection is.
   *
   * @throws UnbelievableException if it is none, is not signed, or is of nobody known here
   */
  Unverified read(Placed placed, String text) throws UnbelievableException {
    if (text.length() > MAX_CHARACTERS) {
      throw new UnbelievableException("a token of " + text.length() + " characters");
    }
    try {
      // Neither alg none nor an encrypted token is a SignedJWT.
      SignedJWT token = SignedJWT.parse(text);
      String issuer = token.getJWTClaimsSet().getIssuer();
      Tenant tenant = placed instanceof Placed.In in ? in.tenant() : Placement.NOWHERE;
      IssuerKeys keys = issuer == null ? null : issuers.get(new Key(tenant, issuer));
      if (keys == null || !(placed instanceof Placed.In at)) {
        throw new UnbelievableException("a token of an issuer that is not known here");
      }
      if (!keys.issuer().algorithms().contains(token.getHeader().getAlgorithm().getName())) {
        throw new UnbelievableException("a token signed by an algorithm that is not taken");
      }
      return new Unverified(at, token, keys);
    } catch (ParseException | RuntimeException e) {
      throw new UnbelievableException("what is not a signed token");
    }
  }

  /**
   * Verifies a token and says whose it is.
   *
   * @throws UnbelievableException with the reason, for the log
   */
  Outcome verify(Unverified unverified, Optional<JWKSet> keys) throws UnbelievableException {
    TokenIssuer issuer = unverified.keys().issuer();
    if (keys.isEmpty()) {
      return new Outcome.Later(IssuerKeys.BETWEEN, "the keys of its issuer cannot be had");
    }
    try {
      JWTClaimsSet claims = processor(issuer, keys.get()).process(unverified.token(), null);
      return admitted(unverified.placed(), issuer, claims);
    } catch (BadJOSEException | JOSEException e) {
      throw new UnbelievableException("a token that is not valid: " + e.getMessage());
    }
  }

  private DefaultJWTProcessor<SecurityContext> processor(TokenIssuer issuer, JWKSet keys) {
    Set<JWSAlgorithm> algorithms =
        issuer.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(algorithms, new ImmutableJWKSet<>(keys)));
    var claims = new ClockedClaims(issuer, clock);
    claims.setMaxClockSkew(Math.toIntExact(issuer.clockSkew().toSeconds()));
    processor.setJWTClaimsSetVerifier(claims);
    return processor;
  }

  private Outcome.Admitted admitted(Placed.In placed, TokenIssuer issuer, JWTClaimsSet claims)
      throws UnbelievableException {
    Tenant tenant = placed.tenant();
    Set<String> roles = Roles.of(claims.getClaims(), issuer.roleClaims());
    String subject = claims.getSubject() == null ? "" : claims.getSubject();
    Optional<User> user = users.withToken(tenant, issuer.issuer(), subject);
    Principal principal =
        user.isPresent()
            ? new Principal(user.get().name(), roles, user.get().administrator())
            : new Principal(claimedName(tenant, issuer, claims), roles, false);
    return new Outcome.Admitted(
        placed,
        principal,
        claims.getExpirationTime().toInstant().plus(issuer.clockSkew()),
        new Grounds.Token(issuer, subject, user.orElse(null)));
  }

  /** The name of somebody who is no user, by the issuer's word. */
  private String claimedName(Tenant tenant, TokenIssuer issuer, JWTClaimsSet claims)
      throws UnbelievableException {
    String claim = issuer.userClaim();
    if (claim == null) {
      throw new UnbelievableException("a token of a subject that is no user here");
    }
    String name =
        claims.getClaim(claim) instanceof String text
            ? SaslPrep.stored(text).filter(it -> !it.isEmpty()).orElse("")
            : "";
    if (name.isEmpty()) {
      throw new UnbelievableException("a token without a name for its user");
    }
    if (users.find(tenant, name).isPresent()) {
      throw new UnbelievableException("a token that claims the name of a user who has another");
    }
    return name;
  }

  @Override
  public void close() {
    fetch.close();
  }

  /** The library's checks of issuer, audience and times, by our clock. */
  private static final class ClockedClaims extends DefaultJWTClaimsVerifier<SecurityContext> {
    private final InstantSource clock;

    ClockedClaims(TokenIssuer issuer, InstantSource clock) {
      super(
          issuer.audiences(),
          new JWTClaimsSet.Builder().issuer(issuer.issuer()).build(),
          Set.of("exp"),
          Set.of());
      this.clock = clock;
    }

    @Override
    protected Date currentTime() {
      return Date.from(clock.instant());
    }
  }

  /** A token that proves nothing; says why, for the log. */
  static final class UnbelievableException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String sentence;

    UnbelievableException(String sentence) {
      super(sentence, null, false, false);
      this.sentence = sentence;
    }

    @Override
    public String getMessage() {
      return sentence;
    }
  }
}
