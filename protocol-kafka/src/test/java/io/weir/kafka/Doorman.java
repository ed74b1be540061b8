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
import io.weir.core.auth.CertificateCredential;
import io.weir.core.auth.Credential;
import io.weir.core.auth.PasswordHash;
import io.weir.core.auth.ScramCredential;
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
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Users of two tenants, an issuer of tokens for one, and the ways to them. */
public final class Doorman implements AutoCloseable {
  public static final Tenant ACME = new Tenant("acme");
  public static final String PASSWORD = "secret";
  private static final String ISSUER = "https://login.example.com";
  private static final RSAKey KEY = key();
  private static final Map<String, User> USERS = users();

  /** Another tenant, with an alice of its own. */
  public static final Tenant BLUE = new Tenant("blue");

  private final Path keys;
  private final Placement placement = Placement.of(Map.of(ACME, List.of()));
  private final Authenticator authenticator;

  public Doorman(Vertx vertx) {
    // Time stands still for who has to wait, however long a machine takes to ask again.
    authenticator = new Authenticator(vertx, new byte[32], placement, () -> 0);
    try {
      keys = Files.createTempFile("keys", ".json");
      Files.writeString(keys, new JWKSet(KEY).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    know("alice", "al", "carol", "zoe", "pump");
  }

  /** From now on these of all users are there, as they ever were. */
  public void know(String... names) {
    users(List.of(names).stream().map(USERS::get).toList());
  }

  /** From now on alice has another password, and the others are as they were. */
  public void changeAlicesPassword(String password) {
    Map<String, User> users = new HashMap<>(USERS);
    users.put("alice", user("alice", password(ScramMechanism.SHA_256, password)));
    users(users.values());
  }

  private void users(Collection<User> ofAcme) {
    authenticator.replace(
        Map.of(
            ACME, ofAcme, BLUE, List.of(user("alice", password(ScramMechanism.SHA_256, PASSWORD)))),
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

  public Authenticator authenticator() {
    return authenticator;
  }

  /** Where tenants are reached: at first acme, by any way. */
  public Placement placement() {
    return placement;
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

  private static Map<String, User> users() {
    return Stream.of(
            user("alice", password(ScramMechanism.SHA_256, PASSWORD)),
            user("al", password(ScramMechanism.SHA_256, "pw")),
            user("carol", password(ScramMechanism.SHA_512, PASSWORD)),
            user("zoe", new TokenCredential(ISSUER, "17")),
            user("pump", CertificateCredential.of("CN=pump,O=Acme")))
        .collect(Collectors.toMap(User::name, it -> it));
  }

  private static User user(String name, Credential credential) {
    return new User(name, List.of(credential), false);
  }

  private static ScramCredential password(ScramMechanism mechanism, String password) {
    return PasswordHash.of(mechanism, password, 4096);
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
