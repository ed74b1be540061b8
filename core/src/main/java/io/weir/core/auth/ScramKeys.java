package io.weir.core.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The arithmetic of SCRAM (RFC 5802, sections 2.2 and 3) over the JDK's hashes. */
final class ScramKeys {
  private static final int SALT_BYTES = 16;
  private static final byte[] CLIENT_KEY = "Client Key".getBytes(UTF_8);
  private static final byte[] SERVER_KEY = "Server Key".getBytes(UTF_8);

  private ScramKeys() {}

  /** A new credential, with a salt of its own. */
  static ScramCredential credential(
      ScramMechanism mechanism, char[] password, int iterations, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    byte[] salted = salted(mechanism, password, salt, iterations);
    return new ScramCredential(
        mechanism,
        salt,
        iterations,
        storedKey(mechanism, salted),
        hmac(mechanism, salted, SERVER_KEY));
  }

  /** {@code SaltedPassword}: slow by intention, as many hashes as there are iterations. */
  static byte[] salted(ScramMechanism mechanism, char[] password, byte[] salt, int iterations) {
    var spec = new PBEKeySpec(password, salt, iterations, mechanism.bytes() * Byte.SIZE);
    try {
      return SecretKeyFactory.getInstance("PBKDF2With" + mechanism.hmac())
          .generateSecret(spec)
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PBKDF2", e);
    } finally {
      spec.clearPassword();
    }
  }

  /** {@code StoredKey} of a salted password. */
  static byte[] storedKey(ScramMechanism mechanism, byte[] salted) {
    return hash(mechanism, hmac(mechanism, salted, CLIENT_KEY));
  }

  static byte[] hash(ScramMechanism mechanism, byte[] bytes) {
    try {
      return MessageDigest.getInstance(mechanism.hash()).digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-2", e);
    }
  }

  static byte[] hmac(ScramMechanism mechanism, byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(mechanism.hmac());
      mac.init(new SecretKeySpec(key, mechanism.hmac()));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC over SHA-2", e);
    }
  }

  static byte[] xor(byte[] one, byte[] other) {
    byte[] both = new byte[one.length];
    for (int i = 0; i < both.length; i++) {
      both[i] = (byte) (one[i] ^ other[i]);
    }
    return both;
  }
}
