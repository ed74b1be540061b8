package io.weir.gateway.config;

import java.util.Optional;

/** How much a tenant may. What is not given is not limited. */
public record TenantLimitsConfig(
    @Setting(about = "What may come in.", standard = "{}") RatesConfig publish,
    @Setting(about = "What may go out.", standard = "{}") RatesConfig consume,
    @Setting(about = "Requests, for example 500/s.") Optional<Frequency> requests,
    @Setting(about = "Connections at once.", min = 1) Optional<Integer> connections,
    @Setting(about = "New connections, for example 100/s.") Optional<Frequency> connectionRate,
    @Setting(about = "Topics at once.") Optional<Integer> topics,
    @Setting(about = "All its messages that are kept.") Optional<Bytes> storage,
    @Setting(about = "One message, or one batch as it comes; topics may take less.")
        Optional<Bytes> messageSize,
    @Setting(about = "Queues at once.") Optional<Integer> queues,
    @Setting(about = "Sessions at once, connected or not.") Optional<Integer> sessions,
    @Setting(about = "Retained messages at once.") Optional<Integer> retained,
    @Setting(about = "What each connection may.", standard = "{}")
        ConnectionLimitsConfig eachConnection) {

  /** How much one connection may. */
  public record ConnectionLimitsConfig(
      @Setting(about = "What may come in.", standard = "{}") RatesConfig publish,
      @Setting(about = "What may go out.", standard = "{}") RatesConfig consume,
      @Setting(about = "Requests, for example 50/s.") Optional<Frequency> requests) {}
}
