package io.weir.core.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

/**
 * What is kept of a password of which another system had kept a salted hash, and nobody knows the
 * password itself: that hash is kept as a password is, salted and iterated. So a guess costs what
 * it costs elsewhere, and whoever is verified cannot be told from others; but only a password in
 * clear can be verified. The arrays are its own; who gets one does not write into it.
 *
 * @param hash that the other system has made
 * @param prefix what it has put before the password, up to 64 bytes
 * @param kept what is kept of that hash, as text in Base64, as if it were the password
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content, below
public record ImportedCredential(Hash hash, byte[] prefix, ScramCredential kept)
    implements Credential {
  private static final int MAX_PREFIX = 64;

  /** The hashes that other systems make. */
  public enum Hash {
    SHA_256("SHA-256", 32),
    SHA_512("SHA-512", 64);

    private final String algorithm;
    private final int bytes;

    Hash(String algorithm, int bytes) {
      this.algorithm = algorithm;
      this.bytes = bytes;
    }

    /** How long it is. */
    public int bytes() {
      return bytes;
    }

    byte[] of(byte[] prefix, byte[] password) {
      try {
        MessageDigest digest = MessageDigest.getInstance(algorithm);
        digest.update(prefix);
        return digest.digest(password);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK has SHA-2", e);
      }
    }

    static Hash named(String algorithm) {
      for (Hash hash : values()) {
        if (hash.algorithm.equals(algorithm)) {
          return hash;
        }
      }
      throw malformed();
    }
  }

  /**
   * @throws IllegalArgumentException with a sentence that shows none of it
   */
  public ImportedCredential {
    if (prefix.length > MAX_PREFIX) {
      throw new IllegalArgumentException("no system puts so much before a password");
    }
    prefix = prefix.clone();
  }

  /**
   * Reads what {@link #text} has written.
   *
   * @throws IllegalArgumentException with a sentence that shows none of the secrets
   */
  public static ImportedCredential parse(String text) {
    String[] parts = text.strip().split(",", 3);
    if (parts.length != 3 || !parts[0].startsWith("hash=") || !parts[1].startsWith("prefix=")) {
      throw malformed();
    }
    try {
      return new ImportedCredential(
          Hash.named(parts[0].substring("hash=".length())),
          Base64.getDecoder().decode(parts[1].substring("prefix=".length())),
          ScramCredential.parse(ScramMechanism.SHA_256, parts[2]));
    } catch (IllegalArgumentException e) {
      throw malformed();
    }
  }

  /** The form that {@link #parse} reads. */
  public String text() {
    return "hash=%s,prefix=%s,%s"
        .formatted(hash.algorithm, Base64.getEncoder().encodeToString(prefix), kept.text());
  }

  /** What of a password is kept as if it were one; nothing of none. */
  String form(String password) {
    return password.isEmpty() ? "" : form(hash.of(prefix, password.getBytes(UTF_8)));
  }

  static String form(byte[] hashed) {
    return Base64.getEncoder().encodeToString(hashed);
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException(
        "an imported credential is written hash=..,prefix=..,salt=..,stored_key=..,server_key=..,iterations=..; 'weir import' makes one");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImportedCredential that
        && hash == that.hash
        && Arrays.equals(prefix, that.prefix)
        && kept.equals(that.kept);
  }

  @Override
  public int hashCode() {
    return kept.hashCode();
  }

  /** Without what is kept: it may end up in a log. */
  @Override
  public String toString() {
    return "ImportedCredential[" + hash + "]";
  }
}
