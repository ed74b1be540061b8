package io.weir.gateway;

import io.weir.backend.BackendProvider;
import io.weir.core.CoreOptions;
import io.weir.gateway.config.ConfigReader;
import io.weir.gateway.config.TenantsReader;
import io.weir.gateway.config.WeirConfig;
import io.weir.protocol.DefinitionsReader;
import io.weir.protocol.Protocol;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The protocols and backends on the class path.
 *
 * @param protocols by name
 * @param backends by type
 */
record Plugins(Map<String, Protocol> protocols, Map<String, BackendProvider> backends) {

  static Plugins load() {
    return new Plugins(
        byName(Protocol.class, Protocol::name),
        byName(BackendProvider.class, BackendProvider::type));
  }

  /** Reads configurations that name these. */
  ConfigReader configReader() {
    return new ConfigReader(protocols.keySet(), backends.keySet());
  }

  /** Reads the tenants' files beside a configuration. */
  TenantsReader tenantsReader(WeirConfig config) {
    return new TenantsReader(config, protocols.keySet(), definitions().orElse(null));
  }

  /** Options of a core that knows what these protocols keep beside messages. */
  CoreOptions tell(CoreOptions options) {
    return options.withHeaderTypes(
        protocols.values().stream().flatMap(it -> it.headerTypes().stream()).toList());
  }

  /** Reads other brokers' definitions; the first protocol that does. */
  Optional<DefinitionsReader> definitions() {
    return protocols.values().stream().flatMap(it -> it.definitions().stream()).findFirst();
  }

  private static <T> Map<String, T> byName(Class<T> type, Function<T, String> name) {
    return ServiceLoader.load(type).stream()
        .map(Provider::get)
        .collect(
            Collectors.toMap(
                name,
                Function.identity(),
                (one, other) -> {
                  throw new IllegalStateException(
                      "both "
                          + one.getClass()
                          + " and "
                          + other.getClass()
                          + " are called "
                          + name.apply(one));
                },
                TreeMap::new));
  }
}
