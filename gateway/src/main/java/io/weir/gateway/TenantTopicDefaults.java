package io.weir.gateway;

import io.weir.core.definition.TenantDefinition;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.TopicDefaults;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** What a topic of each tenant is when nobody says. Any thread. */
final class TenantTopicDefaults implements Function<Tenant, TopicDefaults> {
  private final TopicDefaults standard;
  private volatile Map<Tenant, TopicDefaults> own = Map.of();

  /**
   * @param standard where a tenant does not say
   */
  TenantTopicDefaults(TopicDefaults standard) {
    this.standard = standard;
  }

  void replace(Map<Tenant, TenantDefinition> tenants) {
    Map<Tenant, TopicDefaults> said = new HashMap<>();
    tenants.forEach(
        (tenant, definition) -> definition.autoCreate().ifPresent(it -> said.put(tenant, it)));
    own = Map.copyOf(said);
  }

  @Override
  public TopicDefaults apply(Tenant tenant) {
    return own.getOrDefault(tenant, standard);
  }
}
