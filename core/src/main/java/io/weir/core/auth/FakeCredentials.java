package io.weir.core.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Credentials of users who do not exist: the same for the same name as long as the secret is the
 * same, and not to be told from real ones by who does not know it. No password fits them, for
 * nobody knows what their stored key is a hash of.
 */
final class FakeCredentials {
  private static final ScramMechanism DERIVATION = ScramMechanism.SHA_512;
  private static final int RADIX = 36;

  private final byte[] secret;

  /**
   * @param secret random bytes that stay the same across restarts, or a change of salt shows whom
   *     there is not
   */
  FakeCredentials(byte[] secret) {
    if (secret.length < 32) {
      throw new IllegalArgumentException("the secret of unknown users has at least 32 bytes");
    }
    this.secret = secret.clone();
  }

  /** The credential of a name that looks like others. */
  ScramCredential of(String name, ScramMechanism mechanism, Look look) {
    String subject = mechanism.mechanismName() + '\0' + name;
    byte[] salt = derive("salt", subject, look.saltBytes());
    if (look.text()) {
      for (int i = 0; i < salt.length; i++) {
        salt[i] = (byte) Character.forDigit((salt[i] & 0xff) % RADIX, RADIX);
      }
    }
    return new ScramCredential(
        mechanism,
        salt,
        look.iterations(),
        derive("stored", subject, mechanism.bytes()),
        derive("server", subject, mechanism.bytes()));
  }

  private byte[] derive(String purpose, String subject, int length) {
    byte[] derived = new byte[length];
    for (int from = 0; from < length; from += DERIVATION.bytes()) {
      byte[] label = (purpose + '\0' + from + '\0' + subject).getBytes(UTF_8);
      byte[] block = ScramKeys.hmac(DERIVATION, secret, label);
      System.arraycopy(block, 0, derived, from, Math.min(block.length, length - from));
    }
    return derived;
  }

  /**
   * What a client sees of a credential.
   *
   * @param text whether the salt is letters and digits, as Apache Kafka's tools make it
   */
  record Look(int iterations, int saltBytes, boolean text) {
    /** That of the credentials which {@link PasswordHash} makes. */
    static final Look DEFAULT = new Look(ScramMechanism.DEFAULT_ITERATIONS, 16, false);

    static Look of(ScramCredential credential) {
      boolean text = true;
      for (byte b : credential.salt()) {
        text &= b >= '0' && b <= '9' || b >= 'a' && b <= 'z';
      }
      return new Look(credential.iterations(), credential.salt().length, text);
    }

    /** The one that most have. */
    static Look mostCommon(List<ScramCredential> credentials) {
      return credentials.stream()
          .collect(Collectors.groupingBy(Look::of, Collectors.counting()))
          .entrySet()
          .stream()
          .max(
              Map.Entry.<Look, Long>comparingByValue()
                  .thenComparing(Map.Entry::getKey, Comparator.comparing(Look::toString)))
          .map(Map.Entry::getKey)
          .orElse(DEFAULT);
    }
  }
}
