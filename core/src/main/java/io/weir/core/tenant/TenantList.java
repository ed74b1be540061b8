package io.weir.core.tenant;

import java.util.Collection;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The tenants that somebody has said there are. Thread-safe. */
public final class TenantList implements Tenants {
  private volatile NavigableSet<Tenant> tenants;

  public TenantList(Collection<Tenant> tenants) {
    this.tenants = snapshot(tenants);
  }

  /** From now on there are these. */
  public void replace(Collection<Tenant> others) {
    tenants = snapshot(others);
  }

  @Override
  public NavigableSet<Tenant> all() {
    return tenants;
  }

  private static NavigableSet<Tenant> snapshot(Collection<Tenant> tenants) {
    return Collections.unmodifiableNavigableSet(new TreeSet<>(tenants));
  }
}
