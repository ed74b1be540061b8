package io.weir.gateway.config;

import java.util.Optional;

/** Where messages of some addresses go. */
public record RouteConfig(
    @Setting(about = "A filter of MQTT topics, for example devices/+/telemetry/#.") String mqtt,
    @Setting(about = "The topic that takes them.") String topic,
    @Setting(
            about =
                "The key that they get; {rest} stands for the levels that the last wildcard fits. Without it, the whole address.")
        Optional<String> key) {

  /** In whose words the addresses are. */
  static final String PROTOCOL = "mqtt";
}
