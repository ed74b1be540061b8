package io.weir.core.route;

import java.security.SecureRandom;

/**
 * Hashes of names and keys, which clients choose: with numbers of this process in them, so that
 * nobody can choose names that all land in one place. Good for maps in memory and for nothing that
 * outlives the process.
 */
final class SecretHash {
  private static final long SEED;
  private static final long MULTIPLIER;

  static {
    SecureRandom random = new SecureRandom();
    SEED = random.nextLong();
    MULTIPLIER = random.nextLong() | 1;
  }

  private SecretHash() {}

  static int of(String text) {
    long hash = SEED;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * MULTIPLIER;
      hash ^= hash >>> 32;
    }
    return (int) ((hash * MULTIPLIER) >>> 32);
  }
}
