package io.weir.kafka.group;

import io.weir.core.tenant.Tenant;

/**
 * The names of groups and topics inside the one coordinator, which knows nothing of tenants: {@code
 * tenant/name}. A tenant's name holds no slash, so each has one reading.
 */
record TenantNames(String prefix) {

  static TenantNames of(Tenant tenant) {
    return new TenantNames(tenant.name() + "/");
  }

  /** The name inside. */
  String in(String name) {
    return prefix + name;
  }

  /** Whether a name inside is this tenant's. */
  boolean holds(String inside) {
    return inside.startsWith(prefix);
  }

  /** The name outside, of one that is this tenant's. */
  String out(String inside) {
    return inside.substring(prefix.length());
  }
}
