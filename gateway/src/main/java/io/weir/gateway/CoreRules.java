package io.weir.gateway;

import io.weir.core.CoreOptions;
import io.weir.core.access.RuleAccess;
import io.weir.core.limit.LimitTree;
import io.weir.core.tenant.TenantList;
import io.weir.core.topic.TopicDefaults;
import java.util.List;
import java.util.Map;

/**
 * What the core asks of tenants. It starts with these while they know of no tenant, and {@link
 * Tenancy} tells them.
 */
record CoreRules(
    RuleAccess access,
    LimitTree limits,
    TenantTopicDefaults topics,
    TenantNames names,
    TenantList tenants) {

  /**
   * @param standard what a topic is where its tenant does not say
   */
  static CoreRules withoutTenants(TopicDefaults standard) {
    return new CoreRules(
        new RuleAccess(Map.of()),
        new LimitTree(),
        new TenantTopicDefaults(standard),
        new TenantNames(),
        new TenantList(List.of()));
  }

  CoreOptions options() {
    return CoreOptions.DEFAULT
        .withTopics(topics)
        .withAccess(access)
        .withLimits(limits)
        .withNames(names)
        .withTenants(tenants);
  }
}
