package io.weir.core.auth;

import java.util.Optional;

/** The SCRAM mechanisms (RFC 5802, RFC 7677), without channel binding. */
public enum ScramMechanism {
  SHA_256("SCRAM-SHA-256", "SHA-256", "HmacSHA256", 32),
  SHA_512("SCRAM-SHA-512", "SHA-512", "HmacSHA512", 64);

  /** The fewest iterations that a client takes (RFC 7677, section 4). */
  public static final int MIN_ITERATIONS = 4_096;

  /**
   * The most: whoever verifies a password pays for each, so that one line of a file cannot stop the
   * verification of all others.
   */
  public static final int MAX_ITERATIONS = 1_000_000;

  /** What a new credential gets: as many as Apache Kafka's tools give at most. */
  public static final int DEFAULT_ITERATIONS = 16_384;

  private final String mechanismName;
  private final String hash;
  private final String hmac;
  private final int bytes;

  ScramMechanism(String mechanismName, String hash, String hmac, int bytes) {
    this.mechanismName = mechanismName;
    this.hash = hash;
    this.hmac = hmac;
    this.bytes = bytes;
  }

  /** As SASL names it. */
  public String mechanismName() {
    return mechanismName;
  }

  /** The mechanism of that name, as SASL writes it. */
  public static Optional<ScramMechanism> named(String name) {
    for (ScramMechanism it : values()) {
      if (it.mechanismName.equals(name)) {
        return Optional.of(it);
      }
    }
    return Optional.empty();
  }

  String hash() {
    return hash;
  }

  String hmac() {
    return hmac;
  }

  /** The length of its hashes. */
  int bytes() {
    return bytes;
  }
}
