package io.weir.gateway.config;

import java.util.Map;

/**
 * Which log, and what it needs to know; whatever stands beside {@code type} is for the backend to
 * understand.
 */
public record BackendConfig(
    @Setting(about = "The kind of backend.") String type,
    @Setting(about = "Settings of the backend, beside its type.") @Rest
        Map<String, Object> settings) {

  public BackendConfig {
    settings = Map.copyOf(settings);
  }
}
