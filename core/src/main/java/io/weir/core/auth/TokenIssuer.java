package io.weir.core.auth;

import com.nimbusds.jose.JWSAlgorithm;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whose tokens a tenant believes: signed JWTs (RFC 7519), as OAuth 2 and OpenID Connect servers
 * give them.
 *
 * @param issuer the {@code iss} of its tokens, letter by letter
 * @param keys where its public keys are, as a JWK set (RFC 7517): {@code https:}, {@code http:} on
 *     this machine alone, or {@code file:}
 * @param audiences one of these is in a token's {@code aud}; never empty, or a token made for
 *     another service would do
 * @param algorithms by which it signs: of RS256 and its kin, PS256, ES256; what is symmetric, or
 *     {@code none}, cannot be said here
 * @param clockSkew by how much its clock may differ from ours
 * @param userClaim the claim that names the user, where every holder of a token is one; null where
 *     only users with a {@link TokenCredential} are. A name so claimed is never that of a listed
 *     user.
 * @param roleClaims the claims whose values become roles: lists of texts, or one text with spaces
 *     between them, such as {@code scope}; a dot leads into an object
 */
public record TokenIssuer(
    String issuer,
    URI keys,
    Set<String> audiences,
    Set<String> algorithms,
    Duration clockSkew,
    @Nullable String userClaim,
    List<String> roleClaims) {

  /** Those that most servers use. */
  public static final Set<String> USUAL_ALGORITHMS = Set.of("RS256", "PS256", "ES256");

  private static final Duration MAX_SKEW = Duration.ofMinutes(10);

  /**
   * @throws IllegalArgumentException with a sentence
   */
  public TokenIssuer {
    audiences = Set.copyOf(audiences);
    algorithms = Set.copyOf(algorithms);
    roleClaims = List.copyOf(roleClaims);
    if (issuer.isEmpty()) {
      throw new IllegalArgumentException("an issuer of tokens has a name, their 'iss'");
    }
    if (audiences.isEmpty() || audiences.contains("")) {
      throw new IllegalArgumentException("tokens are for somebody: name at least one audience");
    }
    for (String algorithm : algorithms) {
      if (!isPossible(algorithm)) {
        throw new IllegalArgumentException(
            "'%s' is not among the algorithms of tokens, which are %s"
                .formatted(algorithm, new TreeSet<>(possible())));
      }
    }
    if (algorithms.isEmpty()) {
      throw new IllegalArgumentException("name at least one algorithm");
    }
    if (clockSkew.isNegative() || clockSkew.compareTo(MAX_SKEW) > 0) {
      throw new IllegalArgumentException("clocks may differ by ten minutes at most");
    }
    checkKeys(keys);
  }

  private static boolean isPossible(String algorithm) {
    return possible().contains(algorithm);
  }

  private static List<String> possible() {
    return Stream.concat(JWSAlgorithm.Family.RSA.stream(), JWSAlgorithm.Family.EC.stream())
        .filter(it -> !it.equals(JWSAlgorithm.ES256K)) // not in the JDK
        .map(JWSAlgorithm::getName)
        .toList();
  }

  private static void checkKeys(URI keys) {
    String scheme = String.valueOf(keys.getScheme()).toLowerCase(Locale.ROOT);
    String host = String.valueOf(keys.getHost());
    boolean here = host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
    boolean good =
        switch (scheme) {
          case "file" -> keys.getPath() != null && !keys.getPath().isEmpty();
          case "https" -> keys.getHost() != null;
          case "http" -> here;
          default -> false;
        };
    if (!good) {
      throw new IllegalArgumentException(
          "'%s' is no place for keys: https, or http on this machine, or file".formatted(keys));
    }
  }
}
