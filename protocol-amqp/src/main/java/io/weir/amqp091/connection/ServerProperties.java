package io.weir.amqp091.connection;

import io.weir.amqp091.codec.Table;
import java.util.List;
import java.util.UUID;

/**
 * What a client is told of the server. Clients switch on what is said here, so it says RabbitMQ,
 * and of its capabilities those that work.
 */
final class ServerProperties {
  /** All that are announced; each is shown to work by a test of its name. */
  static final List<String> CAPABILITIES =
      List.of(
          "publisher_confirms",
          "exchange_exchange_bindings",
          "basic.nack",
          "consumer_cancel_notify",
          "connection.blocked",
          "consumer_priorities",
          "authentication_failure_close",
          "per_consumer_qos",
          "direct_reply_to");

  /** The release of RabbitMQ whose protocol this is. */
  private static final String RABBITMQ_VERSION = "4.3.0";

  private ServerProperties() {}

  /**
   * @param cluster of this installation
   */
  static Table of(UUID cluster) {
    Table.Builder capabilities = Table.builder();
    CAPABILITIES.forEach(name -> capabilities.put(name, true));
    return Table.builder()
        .put("capabilities", capabilities.build())
        .put("cluster_name", "weir@" + cluster)
        .put("copyright", "Weir is no part of RabbitMQ and not affiliated with it")
        .put("information", "Weir, which speaks the protocol of RabbitMQ")
        .put("platform", "Java " + Runtime.version().feature())
        .put("product", "RabbitMQ")
        .put("version", RABBITMQ_VERSION)
        .put("weir-version", weirVersion())
        .build();
  }

  private static String weirVersion() {
    String built = ServerProperties.class.getPackage().getImplementationVersion();
    return built == null ? "development" : built;
  }
}
