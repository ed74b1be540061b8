package io.weir.amqp091;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The client's side of SCRAM-SHA-256 (RFC 7677). */
public final class ScramClient {
  private static final int KEY_BITS = 256;

  private final String password;
  private final String bare;

  public ScramClient(String user, String password) {
    this.password = password;
    this.bare = "n=" + user + ",r=nonce";
  }

  public String first() {
    return "n,," + bare;
  }

  /** What to say to the server's challenge. */
  public String last(String challenge) throws GeneralSecurityException {
    String[] parts = challenge.split(",");
    String nonce = parts[0].substring(2);
    byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
    int iterations = Integer.parseInt(parts[2].substring(2));
    byte[] salted =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
            .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, KEY_BITS))
            .getEncoded();
    byte[] key = hmac(salted, "Client Key");
    String without = "c=biws,r=" + nonce;
    byte[] signature =
        hmac(
            MessageDigest.getInstance("SHA-256").digest(key),
            bare + "," + challenge + "," + without);
    for (int i = 0; i < key.length; i++) {
      key[i] ^= signature[i];
    }
    return without + ",p=" + Base64.getEncoder().encodeToString(key);
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }
}
