package io.weir.amqp091.definitions;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import io.weir.core.auth.Credential;
import io.weir.core.auth.ImportedCredential;
import io.weir.core.auth.PasswordHash;
import io.weir.core.auth.User;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** RabbitMQ's users, with the passwords of which it kept hashes. */
final class Users {
  /** It hashes four octets and the password, and keeps these four in front of the hash. */
  private static final int PREFIX = 4;

  private static final String GUEST = "guest";

  private Users() {}

  static List<User> read(List<JsonObject> items, List<String> notTaken) {
    List<User> users = new ArrayList<>();
    for (JsonObject item : items) {
      User user = user(item, notTaken);
      if (user != null) {
        users.add(user);
      }
    }
    return users;
  }

  private static @Nullable User user(JsonObject item, List<String> notTaken) {
    String name = item.getString("name");
    try {
      Credential credential = credential(name, item, notTaken);
      return new User(name, credential == null ? List.of() : List.of(credential), false);
    } catch (IllegalArgumentException e) {
      notTaken.add("user '%s': %s".formatted(name, e.getMessage()));
      return null;
    }
  }

  private static @Nullable Credential credential(
      String name, JsonObject item, List<String> notTaken) {
    String text = item.getString("password_hash", "");
    String algorithm = item.getString("hashing_algorithm", "rabbit_password_hashing_md5");
    if (text.isEmpty()) {
      notTaken.add(
          "user '%s' has no password there; with a certificate or tokens it needs a line here"
              .formatted(name));
      return null;
    }
    ImportedCredential.Hash hash =
        switch (algorithm) {
          case "rabbit_password_hashing_sha256" -> ImportedCredential.Hash.SHA_256;
          case "rabbit_password_hashing_sha512" -> ImportedCredential.Hash.SHA_512;
          default -> null;
        };
    if (hash == null) {
      notTaken.add(
          "the password of user '%s', which was hashed by '%s'; it needs a new one ('weir user hash')"
              .formatted(name, algorithm));
      return null;
    }
    byte[] kept = Base64.getDecoder().decode(text);
    byte[] prefix = Arrays.copyOf(kept, Math.min(PREFIX, kept.length));
    byte[] hashed = Arrays.copyOfRange(kept, prefix.length, kept.length);
    if (name.equals(GUEST) && isGuests(hash, prefix, hashed)) {
      notTaken.add(
          "the password of user 'guest', which everybody knows: RabbitMQ takes it from its own machine alone; it needs a new one ('weir user hash')");
      return null;
    }
    return PasswordHash.imported(hash, prefix, hashed);
  }

  private static boolean isGuests(ImportedCredential.Hash hash, byte[] prefix, byte[] hashed) {
    try {
      MessageDigest digest =
          MessageDigest.getInstance(
              hash == ImportedCredential.Hash.SHA_256 ? "SHA-256" : "SHA-512");
      digest.update(prefix);
      return MessageDigest.isEqual(digest.digest(GUEST.getBytes(UTF_8)), hashed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-2", e);
    }
  }
}
