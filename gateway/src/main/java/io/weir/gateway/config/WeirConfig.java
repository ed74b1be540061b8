package io.weir.gateway.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** All of {@code weir.yaml}. */
public record WeirConfig(
    @Setting(
            about =
                "The directory of everything that Weir keeps; a relative path is relative to the working directory.",
            standard = "./data")
        Path data,
    @Setting(
            about = "Keep everything in memory and nothing on disk, for tests of one's own.",
            standard = "false")
        boolean ephemeral,
    @Setting(
            about =
                "The directory of the tenants' files, one for each; there need be none. A relative path is relative to the working directory.",
            standard = "./tenants")
        Path tenants,
    @Setting(about = "The log behind the gateway.", standard = "{ type: embedded }")
        BackendConfig backend,
    @Setting(
            about = "Where clients connect.",
            standard =
                "[{ name: local, ports: { kafka: 9092, amqp: 5672, http: 8080, admin: 15672 }, anonymous: default }]")
        List<ListenerConfig> listeners,
    @Setting(
            about =
                "What becomes of a topic that is used and does not exist; and what a topic is where its creator leaves that open.",
            standard = "{}")
        AutoCreateConfig autoCreate,
    @Setting(
            about =
                "Topics of the tenant `default` that are created at start where they do not exist; those that do are left as they are.",
            standard = "[]")
        List<TopicConfig> topics,
    @Setting(
            about = "When Weir stops, for so long clients may finish what they have begun.",
            standard = "10s")
        Duration stopTime) {

  public WeirConfig {
    listeners = List.copyOf(listeners);
    topics = List.copyOf(topics);
  }

  /**
   * What holds where there is no file: an embedded log in {@code ./data}, one listener on loopback.
   */
  public static WeirConfig standard() {
    return Binder.standard();
  }

  public WeirConfig withData(Path other) {
    return new WeirConfig(
        other, ephemeral, tenants, backend, listeners, autoCreate, topics, stopTime);
  }

  public WeirConfig withEphemeral(boolean other) {
    return new WeirConfig(data, other, tenants, backend, listeners, autoCreate, topics, stopTime);
  }

  public WeirConfig withTenants(Path other) {
    return new WeirConfig(data, ephemeral, other, backend, listeners, autoCreate, topics, stopTime);
  }

  public WeirConfig withListeners(List<ListenerConfig> others) {
    return new WeirConfig(data, ephemeral, tenants, backend, others, autoCreate, topics, stopTime);
  }
}
