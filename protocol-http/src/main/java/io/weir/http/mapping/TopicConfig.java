package io.weir.http.mapping;

import io.vertx.core.json.JsonObject;
import io.weir.backend.Cleanup;
import io.weir.backend.Durability;
import io.weir.backend.Retention;
import io.weir.backend.TopicSettings;
import io.weir.core.failure.Failure;
import io.weir.core.topic.Topic;
import io.weir.core.unit.DataSize;
import io.weir.core.unit.TimeSpan;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A topic's partitions and settings in the form that people write: the same names as in {@code
 * weir.yaml}.
 *
 * @param partitions from 1
 */
public record TopicConfig(int partitions, TopicSettings settings) {
  private static final String PARTITIONS = "partitions";
  private static final String DURABILITY = "durability";
  private static final String RETENTION = "retention";
  private static final String RETENTION_BYTES = "retentionBytes";
  private static final String CLEANUP = "cleanup";
  private static final String COMPACTION = "compaction";
  private static final String MAX_BATCH = "maxBatch";
  private static final List<String> NAMES =
      List.of(PARTITIONS, DURABILITY, RETENTION, RETENTION_BYTES, CLEANUP, COMPACTION, MAX_BATCH);

  private static final String FOREVER = "forever";
  private static final String UNLIMITED = "unlimited";

  public static TopicConfig of(Topic topic) {
    return new TopicConfig(topic.partitions(), topic.settings());
  }

  public JsonObject json() {
    Retention retention = settings.retention();
    return new JsonObject()
        .put(PARTITIONS, partitions)
        .put(DURABILITY, word(settings.durability()))
        .put(
            RETENTION,
            isUnlimited(retention.millis())
                ? FOREVER
                : TimeSpan.format(Duration.ofMillis(retention.millis())))
        .put(
            RETENTION_BYTES,
            isUnlimited(retention.bytes()) ? UNLIMITED : DataSize.format(retention.bytes()))
        .put(CLEANUP, word(settings.cleanup()))
        .put(COMPACTION, CompactionConfig.json(settings.compaction()))
        .put(MAX_BATCH, DataSize.format(settings.maxBatchBytes()));
  }

  /**
   * This configuration with what a document says otherwise.
   *
   * @throws Failure.InvalidRequest naming what is unknown or not as expected
   */
  public TopicConfig with(JsonObject document) {
    TopicConfig changed = this;
    for (Map.Entry<String, Object> entry : document) {
      changed = changed.with(entry.getKey(), entry.getValue());
    }
    return changed;
  }

  private TopicConfig with(String name, Object value) {
    return switch (name) {
      case PARTITIONS -> new TopicConfig(number(name, value), settings);
      case DURABILITY -> with(settings.withDurability(oneOf(name, value, Durability.values())));
      case CLEANUP -> with(settings.withCleanup(oneOf(name, value, Cleanup.values())));
      case RETENTION ->
          with(
              settings.withRetention(
                  new Retention(millis(text(name, value)), settings.retention().bytes())));
      case RETENTION_BYTES ->
          with(
              settings.withRetention(
                  new Retention(settings.retention().millis(), bytes(text(name, value)))));
      case COMPACTION ->
          with(settings.withCompaction(CompactionConfig.with(settings.compaction(), name, value)));
      case MAX_BATCH -> with(settings.withMaxBatchBytes(size(text(name, value))));
      default ->
          throw invalid(
              "'" + name + "' is no setting of a topic; there are " + String.join(", ", NAMES));
    };
  }

  private TopicConfig with(TopicSettings changed) {
    return new TopicConfig(partitions, changed);
  }

  private static long millis(String text) {
    return text.equals(FOREVER)
        ? Retention.UNLIMITED
        : parsed(RETENTION, () -> TimeSpan.parse(text).toMillis());
  }

  private static long bytes(String text) {
    return text.equals(UNLIMITED)
        ? Retention.UNLIMITED
        : parsed(RETENTION_BYTES, () -> DataSize.parse(text));
  }

  private static int size(String text) {
    long size = parsed(MAX_BATCH, () -> DataSize.parse(text));
    if (size > Integer.MAX_VALUE) {
      throw invalid(MAX_BATCH + ": " + text + " is more than a batch can have");
    }
    return (int) size;
  }

  static <T> T parsed(String name, Supplier<T> parse) {
    try {
      return parse.get();
    } catch (IllegalArgumentException e) {
      throw invalid(name + ": " + e.getMessage());
    }
  }

  private static int number(String name, Object value) {
    if (value instanceof Integer number) {
      return number;
    }
    throw invalid(name + ": expected a whole number, found " + shown(value));
  }

  static String text(String name, Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw invalid(name + ": expected text, found " + shown(value));
  }

  private static <E extends Enum<E>> E oneOf(String name, Object value, E[] values) {
    for (E known : values) {
      if (word(known).equals(value)) {
        return known;
      }
    }
    String words = String.join(", ", Arrays.stream(values).map(TopicConfig::word).toList());
    throw invalid(name + ": expected one of " + words + ", found " + shown(value));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String shown(Object value) {
    return value instanceof String ? "'" + value + "'" : String.valueOf(value);
  }

  private static boolean isUnlimited(long bound) {
    return bound == Retention.UNLIMITED;
  }

  static Failure.InvalidRequest invalid(String message) {
    return new Failure.InvalidRequest(Failure.InvalidRequest.Subject.CONFIG, message);
  }
}
