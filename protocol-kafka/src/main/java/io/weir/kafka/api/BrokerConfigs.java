package io.weir.kafka.api;

import io.weir.backend.TopicSettings;
import io.weir.core.place.HostAndPort;
import io.weir.core.topic.TopicDefaults;
import io.weir.kafka.fetch.FetchSessions;
import io.weir.kafka.group.GroupSettings;
import io.weir.kafka.mapping.TopicConfig;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.requests.DescribeConfigsResponse.ConfigSource;
import org.apache.kafka.common.requests.DescribeConfigsResponse.ConfigType;
import org.apache.kafka.common.utils.Utils;

/**
 * The broker's configurations that mean something here, as this client meets them. None can be
 * changed by clients.
 */
final class BrokerConfigs {
  private final List<ConfigEntry> entries = new ArrayList<>();

  private BrokerConfigs() {}

  static List<ConfigEntry> of(Broker broker, Exchange exchange) {
    TopicDefaults defaults = broker.core().topics().defaults(exchange.caller().tenant());
    TopicSettings settings = defaults.settings();
    HostAndPort address = exchange.client().broker();
    BrokerConfigs configs = new BrokerConfigs();
    configs.add("node.id", Broker.ID, ConfigType.INT);
    configs.add("broker.id", Broker.ID, ConfigType.INT);
    configs.add(
        "advertised.listeners",
        "PLAINTEXT://" + Utils.formatAddress(address.host(), address.port()),
        ConfigType.LIST);
    configs.add("auto.create.topics.enable", defaults.autoCreate(), ConfigType.BOOLEAN);
    configs.add("num.partitions", defaults.partitions(), ConfigType.INT);
    configs.add("default.replication.factor", 1, ConfigType.INT);
    configs.add("log.cleanup.policy", TopicConfig.CLEANUP_POLICY.get(settings), ConfigType.LIST);
    configs.add("log.retention.ms", TopicConfig.RETENTION_MS.get(settings), ConfigType.LONG);
    configs.add("log.retention.bytes", TopicConfig.RETENTION_BYTES.get(settings), ConfigType.LONG);
    configs.add(
        "log.flush.interval.messages", TopicConfig.FLUSH_MESSAGES.get(settings), ConfigType.LONG);
    configs.add("message.max.bytes", settings.maxBatchBytes(), ConfigType.INT);
    configs.add("compression.type", "producer", ConfigType.STRING);
    configs.add("fetch.max.bytes", FetchApi.MAX_BYTES, ConfigType.INT);
    configs.add(
        "max.incremental.fetch.session.cache.slots", FetchSessions.MAX_SESSIONS, ConfigType.INT);
    configs.add(
        "socket.request.max.bytes", exchange.client().bounds().maxFrameBytes(), ConfigType.INT);
    configs.add(
        "connections.max.idle.ms", exchange.client().bounds().idle().toMillis(), ConfigType.LONG);
    GroupSettings.shown().forEach((name, value) -> configs.add(name, value, ConfigType.INT));
    return configs.entries;
  }

  private void add(String name, Object value, ConfigType type) {
    String text = String.valueOf(value);
    entries.add(
        new ConfigEntry(
            name,
            text,
            true,
            ConfigSource.STATIC_BROKER_CONFIG,
            type,
            text,
            "Set where Weir is configured."));
  }
}
