package io.weir.core.auth;

/**
 * A user who shows tokens.
 *
 * @param issuer who signs them: the {@code iss} of a {@link TokenIssuer} of the same tenant
 * @param subject their {@code sub}, letter by letter
 */
public record TokenCredential(String issuer, String subject) implements Credential {

  public TokenCredential {
    if (issuer.isEmpty() || subject.isEmpty()) {
      throw new IllegalArgumentException("a token's user has an issuer and a subject");
    }
  }
}
