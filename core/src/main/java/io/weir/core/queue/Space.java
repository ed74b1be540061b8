package io.weir.core.queue;

import io.weir.core.tenant.Tenant;

/**
 * A part of a tenant with exchanges and queues of its own. Names are unique in one; nothing leads
 * from one to another. The first one, whose name is empty, is always there, and is the one whose
 * queues share their names with topics.
 *
 * @param name unique in the tenant; at most 255 characters without control characters
 */
public record Space(Tenant tenant, String name) implements Comparable<Space> {
  private static final int MAX_LENGTH = 255;

  /**
   * @throws IllegalArgumentException if the name is none, see {@link #isName}
   */
  public Space {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "a space is called by at most " + MAX_LENGTH + " characters, none of control");
    }
  }

  /** The one that a tenant has without asking. */
  public static Space of(Tenant tenant) {
    return new Space(tenant, "");
  }

  /** Whether it is the tenant's first one. */
  public boolean isFirst() {
    return name.isEmpty();
  }

  /** Whether a space can be called this. */
  public static boolean isName(String name) {
    return name.length() <= MAX_LENGTH && name.chars().noneMatch(Character::isISOControl);
  }

  @Override
  public int compareTo(Space other) {
    int byTenant = tenant.compareTo(other.tenant);
    return byTenant != 0 ? byTenant : name.compareTo(other.name);
  }
}
