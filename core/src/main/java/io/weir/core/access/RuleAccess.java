package io.weir.core.access;

import io.weir.core.address.Address;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Access by rules. In a tenant that nobody has told of, nothing is allowed. Administrators, and
 * Weir itself, may do everything in every tenant.
 */
public final class RuleAccess implements Access {
  /** What all tenants' remembered decisions may take, roughly, in bytes. */
  private static final long MEMORY = 64L << 20;

  private static final long LEAST_OF_A_TENANT = 16L << 10;
  private static final long MOST_OF_A_TENANT = 4L << 20;

  private volatile Map<Tenant, Decisions> tenants = Map.of();

  /**
   * @param access of every tenant there is
   */
  public RuleAccess(Map<Tenant, TenantAccess> access) {
    replace(access);
  }

  /**
   * From now on these rules hold, and those before are forgotten with all that was decided by them.
   * Whoever asks meanwhile is answered by the ones or the others, whole. Any thread.
   *
   * @param access of every tenant there is
   */
  public synchronized void replace(Map<Tenant, TenantAccess> access) {
    Map<Tenant, Decisions> before = tenants;
    Map<Tenant, Decisions> made = new HashMap<>();
    long share =
        Math.clamp(MEMORY / Math.max(1, access.size()), LEAST_OF_A_TENANT, MOST_OF_A_TENANT);
    access.forEach(
        (tenant, rules) -> made.put(tenant, decisions(before.get(tenant), rules, share)));
    tenants = made;
  }

  /** Those of before, where nothing has changed. */
  private static Decisions decisions(@Nullable Decisions before, TenantAccess access, long share) {
    if (before == null || !before.access().equals(access)) {
      return new Decisions(access, share);
    }
    before.keep(share);
    return before;
  }

  @Override
  public boolean allows(Caller caller, Operation operation, Resource resource) {
    return extent(caller, operation, resource) == Extent.ALL;
  }

  @Override
  public Extent extent(Caller caller, Operation operation, Resource resource) {
    Decisions decisions = tenants.get(caller.tenant());
    if (decisions == null) {
      return caller.isInternal() ? Extent.ALL : Extent.NONE;
    }
    return decisions.extent(caller, operation, resource);
  }

  @Override
  public boolean allows(Caller caller, Operation operation, Address address) {
    Decisions decisions = tenants.get(caller.tenant());
    return decisions == null ? caller.isInternal() : decisions.allows(caller, operation, address);
  }

  @Override
  public boolean allowsAny(Caller caller, Operation operation, Resource.Kind kind, String space) {
    Decisions decisions = tenants.get(caller.tenant());
    return decisions == null
        ? caller.isInternal()
        : decisions.allowsAny(caller, operation, kind, space);
  }
}
