package io.weir.core.auth;

import io.weir.core.place.ClientCertificate;
import org.jspecify.annotations.Nullable;

/** Why somebody was let in, so that it can be asked whether it still would be. */
public sealed interface Grounds {

  /** Nobody is asked where it came in. */
  record Anonymous() implements Grounds {}

  /**
   * It knows a user's password.
   *
   * @param user as it was then
   */
  record Password(User user) implements Grounds {}

  /**
   * It has a certificate.
   *
   * @param user whose certificate that is, as it was then
   */
  record Certificate(User user, ClientCertificate certificate) implements Grounds {}

  /**
   * It has a token.
   *
   * @param issuer who signed that, as it was then
   * @param subject of the token, empty if it has none
   * @param user who has this subject, as it was then; null if none does, and the token says itself
   *     who it is
   */
  record Token(TokenIssuer issuer, String subject, @Nullable User user) implements Grounds {}
}
