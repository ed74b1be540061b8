package io.weir.http.mapping;

import io.vertx.core.json.JsonObject;
import io.weir.backend.Compaction;
import io.weir.core.unit.TimeSpan;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** When a topic is compacted, in the form that people write: a document within the topic's. */
final class CompactionConfig {
  private static final String MIN_LAG = "minLag";
  private static final String MAX_LAG = "maxLag";
  private static final String TOMBSTONES = "tombstones";
  private static final String DIRTY_RATIO = "dirtyRatio";
  private static final List<String> NAMES = List.of(MIN_LAG, MAX_LAG, TOMBSTONES, DIRTY_RATIO);

  private static final String UNLIMITED = "unlimited";

  private CompactionConfig() {}

  static JsonObject json(Compaction compaction) {
    long maxLag = compaction.maxLagMillis();
    return new JsonObject()
        .put(MIN_LAG, span(compaction.minLagMillis()))
        .put(MAX_LAG, maxLag == Compaction.UNBOUNDED ? UNLIMITED : span(maxLag))
        .put(TOMBSTONES, span(compaction.tombstoneMillis()))
        .put(DIRTY_RATIO, compaction.dirtyRatio());
  }

  /**
   * Settings with what a document says otherwise.
   *
   * @param name what the document is called
   * @throws io.weir.core.failure.Failure.InvalidRequest naming what is unknown or not as expected
   */
  static Compaction with(Compaction compaction, String name, Object document) {
    if (!(document instanceof JsonObject object)) {
      throw TopicConfig.invalid(
          name + ": expected an object, found " + TopicConfig.shown(document));
    }
    Compaction changed = compaction;
    for (Map.Entry<String, Object> entry : object) {
      changed = changed(changed, entry.getKey(), name + "." + entry.getKey(), entry.getValue());
    }
    return changed;
  }

  private static Compaction changed(Compaction from, String name, String path, Object value) {
    return switch (name) {
      case MIN_LAG -> from.withMinLagMillis(millis(path, value));
      case MAX_LAG -> from.withMaxLagMillis(maxLag(path, value));
      case TOMBSTONES -> from.withTombstoneMillis(millis(path, value));
      case DIRTY_RATIO -> from.withDirtyRatio(ratio(path, value));
      default ->
          throw TopicConfig.invalid(
              "'" + path + "' is no setting of a topic; there are " + String.join(", ", NAMES));
    };
  }

  private static long millis(String path, Object value) {
    return TopicConfig.parsed(path, () -> TimeSpan.parse(TopicConfig.text(path, value)).toMillis());
  }

  private static long maxLag(String path, Object value) {
    long millis = UNLIMITED.equals(value) ? Compaction.UNBOUNDED : millis(path, value);
    if (millis < 1) {
      throw TopicConfig.invalid(path + ": the greatest lag is at least 1ms");
    }
    return millis;
  }

  private static double ratio(String path, Object value) {
    if (value instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() <= 1) {
      return number.doubleValue();
    }
    throw TopicConfig.invalid(
        path + ": expected a number from 0 to 1, found " + TopicConfig.shown(value));
  }

  private static String span(long millis) {
    return TimeSpan.format(Duration.ofMillis(millis));
  }
}
