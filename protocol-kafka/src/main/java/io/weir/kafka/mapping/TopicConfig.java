package io.weir.kafka.mapping;

import io.weir.backend.Cleanup;
import io.weir.backend.Durability;
import io.weir.backend.Retention;
import io.weir.backend.TopicSettings;
import io.weir.core.failure.Failure;
import io.weir.record.BatchFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.requests.DescribeConfigsResponse.ConfigType;

/**
 * The configurations of a topic that mean something here, under the names that Kafka gives them.
 */
public enum TopicConfig {
  CLEANUP_POLICY(
      "cleanup.policy",
      ConfigType.LIST,
      "What becomes of old records: \"delete\" removes them by retention, \"compact\" keeps the last of each key.") {
    @Override
    public String get(TopicSettings settings) {
      return switch (settings.cleanup()) {
        case DELETE -> "delete";
        case COMPACT -> "compact";
        case COMPACT_DELETE -> "compact,delete";
      };
    }

    @Override
    TopicSettings set(TopicSettings settings, String value) {
      Set<String> policies =
          Arrays.stream(value.split(",")).map(String::strip).collect(Collectors.toSet());
      if (policies.equals(Set.of("delete"))) {
        return settings.withCleanup(Cleanup.DELETE);
      } else if (policies.equals(Set.of("compact"))) {
        return settings.withCleanup(Cleanup.COMPACT);
      } else if (policies.equals(Set.of("compact", "delete"))) {
        return settings.withCleanup(Cleanup.COMPACT_DELETE);
      }
      throw invalid(value, "it is delete, compact, or both with a comma");
    }
  },

  RETENTION_MS(
      "retention.ms",
      ConfigType.LONG,
      "How long records are kept where cleanup.policy deletes, in milliseconds; -1 for ever.") {
    @Override
    public String get(TopicSettings settings) {
      return Long.toString(settings.retention().millis());
    }

    @Override
    TopicSettings set(TopicSettings settings, String value) {
      return settings.withRetention(
          new Retention(number(value, -1, Long.MAX_VALUE), settings.retention().bytes()));
    }
  },

  RETENTION_BYTES(
      "retention.bytes",
      ConfigType.LONG,
      "How large a partition grows before its oldest records are removed where cleanup.policy deletes, in bytes; "
          + "-1 without bound.") {
    @Override
    public String get(TopicSettings settings) {
      return Long.toString(settings.retention().bytes());
    }

    @Override
    TopicSettings set(TopicSettings settings, String value) {
      return settings.withRetention(
          new Retention(settings.retention().millis(), number(value, -1, Long.MAX_VALUE)));
    }
  },

  MIN_COMPACTION_LAG_MS(
      "min.compaction.lag.ms",
      ConfigType.LONG,
      "How old a record is at least before cleanup.policy compacts it, in milliseconds.") {
    @Override
    public String get(TopicSettings settings) {
      return Long.toString(settings.compaction().minLagMillis());
    }

    @Override
    TopicSettings set(TopicSettings settings, String value) {
      return settings.withCompaction(
          settings.compaction().withMinLagMillis(number(value, 0, Long.MAX_VALUE)));
    }
  },

  MAX_COMPACTION_LAG_MS(
      "max.compaction.lag.ms",
      ConfigType.LONG,
      "How old a record may become before cleanup.policy compacts it even if little is gained, in milliseconds.") {
    @Override
    public String get(TopicSettings settings) {
      return Long.toString(settings.compaction().maxLagMillis());
    }

    @Override
    TopicSettings set(TopicSettings settings, String value) {
      return settings.withCompaction(
          settings.compaction().withMaxLagMillis(number(value, 1, Long.MAX_VALUE)));
    }
  },

  DELETE_RETENTION_MS(
      "delete.retention.ms",
      ConfigType.LONG,
      "How long a record without a value stays once cleanup.policy has compacted its key, in milliseconds.") {
    @Override
    public String get(TopicSettings settings) {
      return Long.toString(settings.compaction().tombstoneMillis());
    }

    @Override
    TopicSettings set(TopicSettings settings, String value) {
      return settings.withCompaction(
          settings.compaction().withTombstoneMillis(number(value, 0, Long.MAX_VALUE)));
    }
  },

  MIN_CLEANABLE_DIRTY_RATIO(
      "min.cleanable.dirty.ratio",
      ConfigType.DOUBLE,
      "Which part of a partition's bytes is not yet compacted when cleanup.policy compacts it, from 0 to 1.") {
    @Override
    public String get(TopicSettings settings) {
      return Double.toString(settings.compaction().dirtyRatio());
    }

    @Override
    TopicSettings set(TopicSettings settings, String value) {
      return settings.withCompaction(settings.compaction().withDirtyRatio(ratio(value)));
    }
  },

  MAX_MESSAGE_BYTES(
      "max.message.bytes",
      ConfigType.INT,
      "The largest record batch the topic takes, compressed, in bytes.") {
    @Override
    public String get(TopicSettings settings) {
      return Integer.toString(settings.maxBatchBytes());
    }

    @Override
    TopicSettings set(TopicSettings settings, String value) {
      return settings.withMaxBatchBytes(
          (int) number(value, BatchFormat.HEADER_BYTES, Integer.MAX_VALUE));
    }
  },

  FLUSH_MESSAGES(
      "flush.messages",
      ConfigType.LONG,
      "With 1 a record is on disk before it is acknowledged, also through a power cut; with more, it is with the "
          + "operating system.") {
    @Override
    public String get(TopicSettings settings) {
      return settings.durability() == Durability.SYNC ? "1" : Long.toString(Long.MAX_VALUE);
    }

    @Override
    TopicSettings set(TopicSettings settings, String value) {
      if (number(value, 1, Long.MAX_VALUE) == 1) {
        return settings.withDurability(Durability.SYNC);
      }
      return settings.durability() == Durability.SYNC
          ? settings.withDurability(Durability.ASYNC)
          : settings;
    }
  },

  /** Last, so that it has the last word over {@link #FLUSH_MESSAGES}. */
  DURABILITY(
      "weir.durability",
      ConfigType.STRING,
      "What an acknowledgement promises: \"sync\" survives a power cut, \"async\" the end of the process, "
          + "\"memory\" neither.") {
    @Override
    public String get(TopicSettings settings) {
      return settings.durability().name().toLowerCase(Locale.ROOT);
    }

    @Override
    TopicSettings set(TopicSettings settings, String value) {
      for (Durability durability : Durability.values()) {
        if (durability.name().toLowerCase(Locale.ROOT).equals(value)) {
          return settings.withDurability(durability);
        }
      }
      throw invalid(value, "it is sync, async or memory");
    }
  };

  private final String key;
  private final ConfigType type;
  private final String documentation;

  TopicConfig(String key, ConfigType type, String documentation) {
    this.key = key;
    this.type = type;
    this.documentation = documentation;
  }

  /** The configuration's name. */
  public String key() {
    return key;
  }

  public ConfigType type() {
    return type;
  }

  /** A sentence for people. */
  public String documentation() {
    return documentation;
  }

  /** The value that a topic has. */
  public abstract String get(TopicSettings settings);

  /**
   * The settings with another value.
   *
   * @throws Failure.InvalidRequest if it cannot be that
   */
  abstract TopicSettings set(TopicSettings settings, String value);

  long number(String value, long least, long most) {
    long number;
    try {
      number = Long.parseLong(value.strip());
    } catch (NumberFormatException e) {
      throw invalid(value, "it is a whole number");
    }
    if (number < least || number > most) {
      throw invalid(value, "it is a number from " + least + " to " + most);
    }
    return number;
  }

  double ratio(String value) {
    double ratio;
    try {
      ratio = Double.parseDouble(value.strip());
    } catch (NumberFormatException e) {
      throw invalid(value, "it is a number");
    }
    if (!(ratio >= 0 && ratio <= 1)) {
      throw invalid(value, "it is a number from 0 to 1");
    }
    return ratio;
  }

  Failure.InvalidRequest invalid(String value, String expected) {
    return new Failure.InvalidRequest(
        Failure.InvalidRequest.Subject.CONFIG,
        "'" + value + "' is no value for " + key + ": " + expected);
  }
}
