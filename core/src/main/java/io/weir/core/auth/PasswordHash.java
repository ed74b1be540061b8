package io.weir.core.auth;

import java.security.SecureRandom;

/** Makes what is kept of a password. */
public final class PasswordHash {
  private static final int MAX_PASSWORD = Passwords.MAX_CHARACTERS;

  private PasswordHash() {}

  /**
   * The credential of a password of which another system has kept a hash, with a new salt.
   *
   * @param prefix what that has put before the password
   * @param hashed what came of it
   * @throws IllegalArgumentException if that is no such hash
   */
  public static ImportedCredential imported(
      ImportedCredential.Hash hash, byte[] prefix, byte[] hashed) {
    if (hashed.length != hash.bytes()) {
      throw new IllegalArgumentException("a hash of another length");
    }
    return new ImportedCredential(
        hash,
        prefix,
        of(
            ScramMechanism.SHA_256,
            ImportedCredential.form(hashed),
            ScramMechanism.DEFAULT_ITERATIONS));
  }

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
