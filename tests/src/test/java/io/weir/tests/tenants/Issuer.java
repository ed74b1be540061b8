package io.weir.tests.tenants;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** Who gives OAuth 2 tokens: signed JWTs (RFC 7519). */
final class Issuer {
  private final String name;
  private final KeyPair keys;

  /**
   * @param name the {@code iss} of its tokens
   */
  Issuer(String name) throws GeneralSecurityException {
    this.name = name;
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    this.keys = generator.generateKeyPair();
  }

  /** Its public key as a JWK set (RFC 7517). */
  String keySet() {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    return "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"one\",\"n\":\"%s\",\"e\":\"%s\"}]}"
        .formatted(number(key.getModulus()), number(key.getPublicExponent()));
  }

  /** A token for the next hour. */
  String token(String subject) throws GeneralSecurityException {
    String claims =
        "{\"iss\":\"%s\",\"sub\":\"%s\",\"aud\":\"weir\",\"exp\":%d}"
            .formatted(name, subject, Instant.now().plus(Duration.ofHours(1)).getEpochSecond());
    String signed = text("{\"alg\":\"RS256\",\"kid\":\"one\"}") + "." + text(claims);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(keys.getPrivate());
    signature.update(signed.getBytes(UTF_8));
    return signed + "." + bytes(signature.sign());
  }

  private static String text(String json) {
    return bytes(json.getBytes(UTF_8));
  }

  private static String number(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int sign = bytes[0] == 0 ? 1 : 0; // A JWK's numbers have no sign.
    return bytes(Arrays.copyOfRange(bytes, sign, bytes.length));
  }

  private static String bytes(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
