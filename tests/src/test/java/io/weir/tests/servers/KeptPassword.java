package io.weir.tests.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;

/** What a tenant's file has of a password, made by Apache Kafka's code. */
public final class KeptPassword {
  private static final int ITERATIONS = 4_096;
  private static final int SALT = 16;

  private KeptPassword() {}

  /**
   * For SCRAM-SHA-256.
   *
   * @param salt of which the first bytes are taken
   */
  public static String of(String password, String salt) {
    try {
      ScramFormatter hashes = new ScramFormatter(ScramMechanism.SCRAM_SHA_256);
      byte[] salting = Arrays.copyOf(salt.getBytes(UTF_8), SALT);
      byte[] salted = hashes.saltedPassword(password, salting, ITERATIONS);
      return "salt=%s,stored_key=%s,server_key=%s,iterations=%d"
          .formatted(
              base64(salting),
              base64(hashes.storedKey(hashes.clientKey(salted))),
              base64(hashes.serverKey(salted)),
              ITERATIONS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
