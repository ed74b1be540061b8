package io.weir.core.auth;

import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * What is kept of a password for one SCRAM mechanism (RFC 5802, section 3). It verifies passwords
 * and proofs, and nobody can log in with it. The arrays are its own; who gets one does not write
 * into it.
 *
 * @param salt at least 8 bytes
 * @param iterations {@link ScramMechanism#MIN_ITERATIONS} to {@link ScramMechanism#MAX_ITERATIONS}
 * @param storedKey of the hash's length
 * @param serverKey of the hash's length
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content, below
public record ScramCredential(
    ScramMechanism mechanism, byte[] salt, int iterations, byte[] storedKey, byte[] serverKey)
    implements Credential {
  private static final int MIN_SALT = 8;
  private static final int MAX_SALT = 256;

  /**
   * @throws IllegalArgumentException with a sentence that shows none of it
   */
  public ScramCredential {
    if (salt.length < MIN_SALT || salt.length > MAX_SALT) {
      throw new IllegalArgumentException(
          "a salt has %d to %d bytes, this one %d".formatted(MIN_SALT, MAX_SALT, salt.length));
    }
    if (iterations < ScramMechanism.MIN_ITERATIONS || iterations > ScramMechanism.MAX_ITERATIONS) {
      throw new IllegalArgumentException(
          "iterations are %d to %d, not %d"
              .formatted(ScramMechanism.MIN_ITERATIONS, ScramMechanism.MAX_ITERATIONS, iterations));
    }
    if (storedKey.length != mechanism.bytes() || serverKey.length != mechanism.bytes()) {
      throw new IllegalArgumentException(
          "the keys of %s have %d bytes each"
              .formatted(mechanism.mechanismName(), mechanism.bytes()));
    }
    salt = salt.clone();
    storedKey = storedKey.clone();
    serverKey = serverKey.clone();
  }

  /**
   * Reads the form in which Apache Kafka stores it: {@code
   * salt=..,stored_key=..,server_key=..,iterations=..}, in any order, bytes in Base64.
   *
   * @throws IllegalArgumentException with a sentence that shows none of the secrets
   */
  public static ScramCredential parse(ScramMechanism mechanism, String text) {
    Map<String, String> fields = new HashMap<>();
    for (String field : text.strip().split(",", -1)) {
      int equals = field.indexOf('=');
      if (equals < 1
          || fields.put(field.substring(0, equals).strip(), field.substring(equals + 1)) != null) {
        throw malformed(mechanism);
      }
    }
    String iterations = fields.getOrDefault("iterations", "");
    if (fields.size() != 4 || !iterations.matches("[0-9]{1,9}")) {
      throw malformed(mechanism);
    }
    return new ScramCredential(
        mechanism,
        bytes(mechanism, fields, "salt"),
        Integer.parseInt(iterations),
        bytes(mechanism, fields, "stored_key"),
        bytes(mechanism, fields, "server_key"));
  }

  /** The form that {@link #parse} reads. */
  public String text() {
    Base64.Encoder base64 = Base64.getEncoder();
    return "salt=%s,stored_key=%s,server_key=%s,iterations=%d"
        .formatted(
            base64.encodeToString(salt),
            base64.encodeToString(storedKey),
            base64.encodeToString(serverKey),
            iterations);
  }

  private static byte[] bytes(ScramMechanism mechanism, Map<String, String> fields, String name) {
    String text = fields.get(name);
    if (text == null) {
      throw malformed(mechanism);
    }
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw malformed(mechanism);
    }
  }

  private static IllegalArgumentException malformed(ScramMechanism mechanism) {
    return new IllegalArgumentException(
        "a credential for %s is written salt=..,stored_key=..,server_key=..,iterations=..; "
                .formatted(mechanism.mechanismName())
            + "'weir user hash' makes one");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScramCredential that
        && mechanism == that.mechanism
        && iterations == that.iterations
        && Arrays.equals(salt, that.salt)
        && Arrays.equals(storedKey, that.storedKey)
        && Arrays.equals(serverKey, that.serverKey);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(storedKey);
  }

  /** Without the keys: it may end up in a log. */
  @Override
  public String toString() {
    return "ScramCredential[" + mechanism.mechanismName() + ", iterations=" + iterations + "]";
  }
}
