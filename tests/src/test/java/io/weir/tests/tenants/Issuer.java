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

  /** The same key as an attacker would take it for a secret: its encoded form (X.509), as bytes. */
  byte[] publicKey() {
    return keys.getPublic().getEncoded();
  }

  /** A token for the next hour. */
  String token(String subject) throws GeneralSecurityException {
    String claims = claims(subject, "weir");
    String signed = text("{\"alg\":\"RS256\",\"kid\":\"one\"}") + "." + text(claims);
    return signed + "." + sign(signed);
  }

  /** What such a token says, for somebody. */
  String claims(String subject, String audience) {
    return "{\"iss\":\"%s\",\"sub\":\"%s\",\"aud\":\"%s\",\"exp\":%d}"
        .formatted(
            name, subject, audience, Instant.now().plus(Duration.ofHours(1)).getEpochSecond());
  }

  /** The signature of both parts of a token. */
  String sign(String signed) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(keys.getPrivate());
    signature.update(signed.getBytes(UTF_8));
    return bytes(signature.sign());
  }

  /** A part of a token. */
  static String text(String json) {
    return bytes(json.getBytes(UTF_8));
  }

  private static String number(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int sign = bytes[0] == 0 ? 1 : 0; // A JWK's numbers have no sign.
    return bytes(Arrays.copyOfRange(bytes, sign, bytes.length));
  }

  static String bytes(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
