package io.weir.core.topic;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.weir.core.failure.Failure;
import io.weir.core.metadata.MetadataJournal;
import io.weir.core.topic.TopicOrigin.How;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of topics beyond their existence: entries of the metadata journal, by name. */
record Origins(MetadataJournal journal) {
  private static final Logger LOG = LoggerFactory.getLogger(Origins.class);
  private static final String PREFIX = "topic/";
  private static final int VERSION = 1;
  private static final int REPAIRS_AT_ONCE = 1_000;

  Optional<TopicOrigin> find(TopicKey key) {
    return journal.get(entry(key)).flatMap(json -> parse(key, json));
  }

  /** Why no topic can be changed here: somebody else keeps the metadata, or nobody any more. */
  Optional<Failure> refusal() {
    return journal.refusal();
  }

  /**
   * Writes down a topic's origin. A topic exists whether this succeeds or not, so a failure is
   * logged, and the next start finds the topic without an origin.
   */
  Future<Void> record(TopicKey key, TopicOrigin origin) {
    JsonObject json =
        new JsonObject()
            .put("version", VERSION)
            .put("how", origin.how().name().toLowerCase(Locale.ROOT))
            .put("createdBy", origin.createdBy())
            .put("createdAt", origin.createdAt().toString());
    return logged(key, journal.put(entry(key), json));
  }

  Future<Void> forget(TopicKey key) {
    return logged(key, journal.remove(entry(key)));
  }

  /**
   * Forgetting what is said of topics that are not there, and noting those of which nothing is: to
   * be done by {@link #repair}. Goes over all topics.
   */
  List<Supplier<Future<Void>>> repairs(TopicTable existing) {
    List<Supplier<Future<Void>>> repairs = new ArrayList<>();
    for (String entry : journal.keys(PREFIX)) {
      Optional<TopicKey> named = TopicKey.parse(entry.substring(PREFIX.length()));
      if (named.flatMap(existing::find).isEmpty()) {
        LOG.info("Forgetting {}: it does not exist", entry);
        repairs.add(() -> journal.remove(entry));
      }
    }
    for (TopicKey key : existing.keys()) {
      if (!journal.has(entry(key))) {
        LOG.info("Found topic {}, of which nothing was known", key.backendName());
        repairs.add(() -> record(key, new TopicOrigin(How.FOUND, null, Instant.now())));
      }
    }
    return repairs;
  }

  static Future<Void> repair(List<Supplier<Future<Void>>> repairs) {
    return repair(repairs, 0);
  }

  /** Some at a time: one by one takes too long on a slow log, all at once too much memory. */
  private static Future<Void> repair(List<Supplier<Future<Void>>> repairs, int from) {
    if (from >= repairs.size()) {
      return Future.succeededFuture();
    }
    int to = Math.min(from + REPAIRS_AT_ONCE, repairs.size());
    return Future.all(repairs.subList(from, to).stream().map(Supplier::get).toList())
        .compose(done -> repair(repairs, to));
  }

  private static String entry(TopicKey key) {
    return PREFIX + key.backendName();
  }

  private static Optional<TopicOrigin> parse(TopicKey key, JsonObject json) {
    try {
      return Optional.of(
          new TopicOrigin(
              How.valueOf(json.getString("how", "").toUpperCase(Locale.ROOT)),
              json.getString("createdBy"),
              Instant.parse(json.getString("createdAt", ""))));
    } catch (DateTimeException | IllegalArgumentException e) {
      LOG.warn("The metadata of topic {} cannot be read: {}", key.backendName(), json, e);
      return Optional.empty();
    }
  }

  private static Future<Void> logged(TopicKey key, Future<Void> change) {
    return change.recover(
        cause -> {
          LOG.error("The metadata of topic {} was not written", key.backendName(), cause);
          return Future.succeededFuture();
        });
  }
}
