package io.weir.core.access;

import java.util.List;

/**
 * What a tenant says of access. One with neither users nor rules is open: everybody who gets in may
 * do everything there.
 *
 * @param hasUsers whether it has users
 * @param rules in any order
 */
public record TenantAccess(boolean hasUsers, List<AccessRule> rules) {
  /** Of a tenant that says nothing. */
  public static final TenantAccess OPEN = new TenantAccess(false, List.of());

  public TenantAccess {
    rules = List.copyOf(rules);
  }

  /** Whether everything is allowed. */
  public boolean isOpen() {
    return !hasUsers && rules.isEmpty();
  }
}
