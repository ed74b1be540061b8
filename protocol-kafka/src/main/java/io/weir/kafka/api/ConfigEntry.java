package io.weir.kafka.api;

import io.weir.backend.TopicSettings;
import io.weir.kafka.mapping.TopicConfig;
import io.weir.kafka.mapping.TopicConfigs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.requests.DescribeConfigsResponse.ConfigSource;
import org.apache.kafka.common.requests.DescribeConfigsResponse.ConfigType;

/**
 * One configuration as clients are shown it.
 *
 * @param source where the value comes from
 * @param defaultValue what it is where nobody sets it
 * @param documentation a sentence for people
 */
record ConfigEntry(
    String name,
    String value,
    boolean readOnly,
    ConfigSource source,
    ConfigType type,
    String defaultValue,
    String documentation) {

  /** All configurations of a topic. */
  static List<ConfigEntry> ofTopic(TopicSettings settings, TopicSettings defaults) {
    List<ConfigEntry> entries = new ArrayList<>();
    for (TopicConfig config : TopicConfig.values()) {
      String value = config.get(settings);
      String defaultValue = config.get(defaults);
      entries.add(
          new ConfigEntry(
              config.key(),
              value,
              false,
              value.equals(defaultValue) ? ConfigSource.DEFAULT_CONFIG : ConfigSource.TOPIC_CONFIG,
              config.type(),
              defaultValue,
              config.documentation()));
    }
    for (Map.Entry<String, String> fixed : TopicConfigs.FIXED.entrySet()) {
      entries.add(fixed(fixed.getKey(), fixed.getValue()));
    }
    return entries;
  }

  /** One that cannot be changed. */
  static ConfigEntry fixed(String name, String value) {
    return new ConfigEntry(
        name,
        value,
        true,
        ConfigSource.DEFAULT_CONFIG,
        ConfigType.STRING,
        value,
        "Always the same here.");
  }
}
