package io.weir.core.auth;

import java.security.SecureRandom;

/** Makes what is kept of a password. */
public final class PasswordHash {
  private static final int MAX_PASSWORD = Passwords.MAX_CHARACTERS;

  private PasswordHash() {}

  /**
   * The credential of a password, with a new salt. Takes as long as verifying it.
   *
   * @throws IllegalArgumentException with a sentence, for a password that cannot be one or
   *     iterations out of range
   */
  public static ScramCredential of(ScramMechanism mechanism, String password, int iterations) {
    String prepared =
        SaslPrep.stored(password)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "a password is text without control codes or unassigned characters"));
    if (prepared.isEmpty() || prepared.length() > MAX_PASSWORD) {
      throw new IllegalArgumentException("a password has 1 to " + MAX_PASSWORD + " characters");
    }
    return ScramKeys.credential(mechanism, prepared.toCharArray(), iterations, new SecureRandom());
  }
}
