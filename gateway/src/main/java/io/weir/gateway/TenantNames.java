package io.weir.gateway;

import io.weir.core.definition.TenantDefinition;
import io.weir.core.tenant.Names;
import io.weir.core.tenant.Tenant;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether queues and topics of each tenant share their names. Any thread. */
final class TenantNames implements Function<Tenant, Names> {
  private volatile Map<Tenant, Names> said = Map.of();

  void replace(Map<Tenant, TenantDefinition> tenants) {
    said =
        tenants.values().stream()
            .collect(
                Collectors.toUnmodifiableMap(TenantDefinition::tenant, TenantDefinition::names));
  }

  /** Of a tenant that nobody defines, what holds where nothing is said. */
  @Override
  public Names apply(Tenant tenant) {
    return said.getOrDefault(tenant, Names.SHARED);
  }
}
