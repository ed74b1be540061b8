package io.weir.core.tenant;

import java.util.NavigableSet;

/** Which tenants there are. */
@FunctionalInterface
public interface Tenants {

  /**
   * All of them, as they are now: a snapshot, or unchangeable. Any thread asks, and is answered at
   * once.
   */
  NavigableSet<Tenant> all();
}
