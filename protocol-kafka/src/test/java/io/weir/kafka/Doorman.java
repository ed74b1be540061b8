package io.weir.kafka;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.Vertx;
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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Users of one tenant, and an issuer of tokens for them. */
public final class Doorman implements AutoCloseable {
  public static final Tenant ACME = new Tenant("acme");
  public static final String PASSWORD = "secret";
  private static final String ISSUER = "https://login.example.com";
  private static final RSAKey KEY = key();

  private final Path keys;
  private final Authenticator authenticator;

  public Doorman(Vertx vertx) {
    authenticator = new Authenticator(vertx, new byte[32], Placement.of(Map.of(ACME, List.of())));
    try {
      keys = Files.createTempFile("keys", ".json");
      Files.writeString(keys, new JWKSet(KEY).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    authenticator.replace(
        Map.of(
            ACME,
            List.of(
                user("alice", PasswordHash.of(ScramMechanism.SHA_256, PASSWORD, 4096)),
                user("al", PasswordHash.of(ScramMechanism.SHA_256, "pw", 4096)),
                user("carol", PasswordHash.of(ScramMechanism.SHA_512, PASSWORD, 4096)),
                user("zoe", new TokenCredential(ISSUER, "17")))),
        Map.of(
            ACME,
            List.of(
                new TokenIssuer(
                    ISSUER,
                    keys.toUri(),
                    Set.of("weir"),
                    TokenIssuer.USUAL_ALGORITHMS,
                    Duration.ZERO,
                    "name",
                    List.of("scope")))));
  }

  public Authentication.Credentials authentication() {
    return new Authentication.Credentials(authenticator);
  }

  /** A token of the issuer's. */
  public static String token(String subject, Instant expires) {
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .subject(subject)
            .claim("name", "user-" + subject)
            .audience("weir")
            .expirationTime(Date.from(expires))
            .build();
    var token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY.getKeyID()).build(), claims);
    try {
      token.sign(new RSASSASigner(KEY));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  private static User user(String name, io.weir.core.auth.Credential credential) {
    return new User(name, List.of(credential), false);
  }

  private static RSAKey key() {
    try {
      return new RSAKeyGenerator(2048).keyID("one").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    authenticator.close();
    try {
      Files.delete(keys);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
