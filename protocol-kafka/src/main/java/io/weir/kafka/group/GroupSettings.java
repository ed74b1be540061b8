package io.weir.kafka.group;

import java.util.Map;
import org.apache.kafka.coordinator.group.GroupConfigManager;
import org.apache.kafka.coordinator.group.GroupCoordinatorConfig;
import org.apache.kafka.coordinator.group.modern.share.ShareGroupConfig;

/** How Apache Kafka's coordinator is set up here. What is not named has Kafka's default. */
public final class GroupSettings {
  /** The internal topic of the groups. */
  static final String LOG = "kafka-groups";

  /** Partitions of that topic, and so the number of state logs; fixed once the topic exists. */
  static final int PARTITIONS = 16;

  /**
   * The configurations, under Kafka's names.
   *
   * <p>A new group's first rebalance waits for nobody: as in the configuration that Kafka's own
   * quick start uses, a console consumer reads at once. Kafka's default of three seconds saves a
   * rebalance where hundreds of members start together.
   */
  private static final Map<String, String> CONFIGS =
      Map.of(
          GroupCoordinatorConfig.GROUP_INITIAL_REBALANCE_DELAY_MS_CONFIG, "0",
          GroupCoordinatorConfig.GROUP_COORDINATOR_NUM_THREADS_CONFIG, "2",
          GroupCoordinatorConfig.GROUP_COORDINATOR_NUM_BACKGROUND_THREADS_CONFIG, "1",
          GroupCoordinatorConfig.OFFSETS_TOPIC_REPLICATION_FACTOR_CONFIG, "1",
          GroupCoordinatorConfig.OFFSETS_TOPIC_PARTITIONS_CONFIG, Integer.toString(PARTITIONS));

  /** Those among Kafka's that clients look at, as they hold here. */
  public static Map<String, String> shown() {
    GroupCoordinatorConfig config = coordinator();
    return Map.of(
        GroupCoordinatorConfig.GROUP_INITIAL_REBALANCE_DELAY_MS_CONFIG,
        Integer.toString(config.classicGroupInitialRebalanceDelayMs()),
        GroupCoordinatorConfig.GROUP_MIN_SESSION_TIMEOUT_MS_CONFIG,
        Integer.toString(config.classicGroupMinSessionTimeoutMs()),
        GroupCoordinatorConfig.GROUP_MAX_SESSION_TIMEOUT_MS_CONFIG,
        Integer.toString(config.classicGroupMaxSessionTimeoutMs()),
        GroupCoordinatorConfig.OFFSET_METADATA_MAX_SIZE_CONFIG,
        Integer.toString(config.offsetMetadataMaxSize()),
        GroupCoordinatorConfig.OFFSETS_RETENTION_MINUTES_CONFIG,
        Long.toString(config.offsetsRetentionMs() / 60_000),
        GroupCoordinatorConfig.OFFSETS_TOPIC_PARTITIONS_CONFIG,
        Integer.toString(PARTITIONS));
  }

  private GroupSettings() {}

  static GroupCoordinatorConfig coordinator() {
    return GroupCoordinatorConfig.fromProps(CONFIGS);
  }

  static GroupConfigManager groups(GroupCoordinatorConfig config) {
    return new GroupConfigManager(config, ShareGroupConfig.fromProps(CONFIGS));
  }
}
