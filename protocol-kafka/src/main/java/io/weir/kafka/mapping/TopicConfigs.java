package io.weir.kafka.mapping;

import io.weir.backend.TopicSettings;
import io.weir.core.failure.Failure;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's topic configurations, all three kinds: those that mean something here ({@link
 * TopicConfig}), those that are always the same here, and those that tune files which are not here.
 */
public final class TopicConfigs {

  /** What holds for every topic. Setting one to its value is fine, to another one is refused. */
  public static final SortedMap<String, String> FIXED =
      Collections.unmodifiableSortedMap(
          new TreeMap<>(
              Map.of(
                  "compression.type", "producer",
                  "message.timestamp.type", "CreateTime",
                  "message.timestamp.before.max.ms", Long.toString(Long.MAX_VALUE),
                  "message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE),
                  "min.insync.replicas", "1",
                  "unclean.leader.election.enable", "false",
                  "remote.storage.enable", "false")));

  /**
   * Hints about Kafka's own segment files, and replication. Kafka Streams and others set them on
   * every topic they make, so they are taken; they change nothing and are not shown.
   */
  private static final Set<String> HINTS =
      Set.of(
          "file.delete.delay.ms",
          "flush.ms",
          "follower.replication.throttled.replicas",
          "index.interval.bytes",
          "leader.replication.throttled.replicas",
          "local.retention.bytes",
          "local.retention.ms",
          "message.downconversion.enable",
          "message.format.version",
          "message.timestamp.difference.max.ms",
          "preallocate",
          "segment.bytes",
          "segment.index.bytes",
          "segment.jitter.ms",
          "segment.ms");

  private TopicConfigs() {}

  /**
   * The settings that a topic has once configurations are applied to it.
   *
   * @param values by name; null puts one back to what it is in {@code defaults}
   * @throws Failure.InvalidRequest for a configuration that Kafka does not know, or a value that
   *     cannot be
   */
  public static TopicSettings apply(
      TopicSettings settings, TopicSettings defaults, Map<String, @Nullable String> values) {
    Map<String, @Nullable String> left = new LinkedHashMap<>(values);
    TopicSettings applied = settings;
    for (TopicConfig config : TopicConfig.values()) {
      if (left.containsKey(config.key())) {
        String value = left.remove(config.key());
        applied = config.set(applied, value == null ? config.get(defaults) : value);
      }
    }
    left.forEach(TopicConfigs::checkWithoutMeaning);
    return applied;
  }

  private static void checkWithoutMeaning(String name, @Nullable String value) {
    String fixed = FIXED.get(name);
    if (fixed == null && !HINTS.contains(name)) {
      throw invalid("'" + name + "' is no topic configuration");
    }
    if (fixed != null && value != null && !isSame(name, fixed, value)) {
      throw invalid("'" + value + "' is no value for " + name + ": here it is always " + fixed);
    }
  }

  /** Any number of replicas in sync is as good as one, for there are none to lose. */
  private static boolean isSame(String name, String fixed, String value) {
    return fixed.equals(value) || name.equals("min.insync.replicas");
  }

  private static Failure.InvalidRequest invalid(String message) {
    return new Failure.InvalidRequest(Failure.InvalidRequest.Subject.CONFIG, message);
  }
}
