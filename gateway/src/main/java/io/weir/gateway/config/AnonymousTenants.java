package io.weir.gateway.config;

import io.weir.core.access.TenantAccess;
import io.weir.core.definition.TenantDefinition;
import io.weir.core.limit.TenantLimits;
import io.weir.core.place.Network;
import io.weir.core.tenant.Names;
import io.weir.core.tenant.Tenant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tenants whose clients are not asked for credentials: those that listeners name. */
public final class AnonymousTenants {
  private AnonymousTenants() {}

  /**
   * The tenant {@code default}, where listeners name it and no file says what it is: open to all
   * who come by these listeners, and reached by nobody else.
   *
   * @param defined those that files define
   */
  public static Optional<TenantDefinition> implied(WeirConfig config, Set<Tenant> defined) {
    List<Network> networks =
        config.listeners().stream()
            .filter(listener -> listener.isAnonymousIn(Tenant.DEFAULT))
            .map(listener -> new Network(listener.name(), null, null, null, Map.of()))
            .toList();
    return networks.isEmpty() || defined.contains(Tenant.DEFAULT)
        ? Optional.empty()
        : Optional.of(
            new TenantDefinition(
                Tenant.DEFAULT,
                networks,
                List.of(),
                List.of(),
                TenantAccess.OPEN,
                TenantLimits.UNLIMITED,
                List.of(),
                Optional.empty(),
                Names.SHARED,
                List.of(),
                List.of()));
  }

  /** What the configuration says of tenants and the files do not bear out. */
  static List<String> faults(WeirConfig config, Map<Tenant, TenantDefinition> defined) {
    List<String> faults = new ArrayList<>();
    boolean isDefaultThere =
        defined.containsKey(Tenant.DEFAULT) || implied(config, defined.keySet()).isPresent();
    if (!config.topics().isEmpty() && !isDefaultThere) {
      faults.add(
          "the topics of the configuration are those of tenant 'default', which is not there: no listener has 'anonymous: default', and %s"
              .formatted(noFile(config.tenants())));
    }
    for (ListenerConfig listener : config.listeners()) {
      listener
          .anonymous()
          .map(Tenant::new)
          .flatMap(tenant -> fault(listener.name(), tenant, config, defined))
          .ifPresent(faults::add);
    }
    return faults;
  }

  private static Optional<String> fault(
      String listener, Tenant tenant, WeirConfig config, Map<Tenant, TenantDefinition> defined) {
    TenantDefinition definition = defined.get(tenant);
    if (definition == null) {
      List<String> names = defined.keySet().stream().map(Tenant::name).toList();
      return tenant.equals(Tenant.DEFAULT)
          ? Optional.empty()
          : Optional.of(
              "listener '%s' has 'anonymous: %s', and %s%s"
                  .formatted(
                      listener,
                      tenant.name(),
                      noFile(config.tenants()),
                      Nearest.hint(tenant.name(), names)));
    }
    return definition.isReachedBy(listener)
        ? Optional.empty()
        : Optional.of(
            "listener '%s' has 'anonymous: %s', and none of this tenant's networks is on it, so nobody could come in"
                .formatted(listener, tenant.name()));
  }

  private static String noFile(Path directory) {
    return "no file in " + directory + " defines this tenant";
  }
}
