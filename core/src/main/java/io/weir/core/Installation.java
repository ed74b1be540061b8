package io.weir.core;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.weir.core.failure.Failure;
import io.weir.core.metadata.MetadataJournal;
import java.security.SecureRandom;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What tells this installation from others, made once and kept in the metadata.
 *
 * @param cluster its id, which clients are told
 * @param secret random bytes, which nobody is told
 */
record Installation(UUID cluster, byte[] secret) {
  private static final Logger LOG = LoggerFactory.getLogger(Installation.class);
  private static final String KEY = "cluster";
  private static final int VERSION = 1;
  private static final int SECRET_BYTES = 32;

  /**
   * The one that the metadata has; what is missing of it is made.
   *
   * @return fails with {@link Failure.Unsupported} if a newer Weir wrote it
   */
  static Future<Installation> of(MetadataJournal metadata) {
    JsonObject known = metadata.get(KEY).orElse(null);
    int version = known == null ? VERSION : known.getInteger("version", VERSION);
    if (version > VERSION) {
      return Future.failedFuture(tooNew(version));
    }
    if (known != null && known.containsKey("secret")) {
      return Future.succeededFuture(of(known));
    }
    // Data that a Weir wrote before it knew of tenants has an id and no secret.
    JsonObject made = known == null ? newCluster() : known;
    made.put("secret", newSecret());
    return metadata.put(KEY, made).map(written -> of(made));
  }

  private static Installation of(JsonObject entry) {
    return new Installation(UUID.fromString(entry.getString("id")), entry.getBinary("secret"));
  }

  private static JsonObject newCluster() {
    UUID id = UUID.randomUUID();
    LOG.info("This is cluster {}, new", id);
    return new JsonObject().put("version", VERSION).put("id", id.toString());
  }

  private static byte[] newSecret() {
    byte[] bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  private static Failure tooNew(int version) {
    return new Failure.Unsupported(
        "the data was written by a newer Weir, which is needed to open it (metadata version "
            + version
            + ", known is "
            + VERSION
            + ")");
  }
}
