package io.weir.tests.tenants;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;

/** What a client says in SCRAM-SHA-256 (RFC 5802), message by message. */
final class ScramClient {
  private static final String NO_BINDING = "n,,";
  private static final String NONCE = "fyko+d2lbbFgONRv9qkxdawL";

  private final String name;
  private final String password;

  ScramClient(String name, String password) {
    this.name = name;
    this.password = password;
  }

  String first() {
    return NO_BINDING + bare();
  }

  private String bare() {
    return "n=" + ScramFormatter.saslName(name) + ",r=" + NONCE;
  }

  /** The proof of knowing the password. */
  String last(String challenge) throws GeneralSecurityException {
    Map<String, String> said = new HashMap<>();
    for (String part : challenge.split(",")) {
      said.put(part.substring(0, 1), part.substring(2));
    }
    ScramFormatter hashes = new ScramFormatter(ScramMechanism.SCRAM_SHA_256);
    byte[] salted =
        hashes.saltedPassword(
            password,
            Base64.getDecoder().decode(requireNonNull(said.get("s"))),
            Integer.parseInt(requireNonNull(said.get("i"))));
    byte[] key = hashes.clientKey(salted);
    String withoutProof =
        "c="
            + Base64.getEncoder().encodeToString(NO_BINDING.getBytes(UTF_8))
            + ",r="
            + said.get("r");
    String all = bare() + "," + challenge + "," + withoutProof;
    byte[] signature = hashes.hmac(hashes.storedKey(key), all.getBytes(UTF_8));
    byte[] proof = ScramFormatter.xor(key, signature);
    return withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof);
  }
}
