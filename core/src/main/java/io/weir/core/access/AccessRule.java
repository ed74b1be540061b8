package io.weir.core.access;

import io.weir.core.access.Access.Operation;
import java.util.Set;

/**
 * A line of a tenant's access rules. Among the rules that fit, one that denies wins, wherever it
 * stands; what no rule allows is denied.
 *
 * @param allow whether it allows or denies
 * @param operations what it is about; at least one
 * @param who whom it is about
 * @param on what it is done to
 */
public record AccessRule(
    boolean allow, Set<Operation> operations, Subject who, ResourcePattern on) {

  /**
   * @throws IllegalArgumentException without operations
   */
  public AccessRule {
    operations = Set.copyOf(operations);
    if (operations.isEmpty()) {
      throw new IllegalArgumentException("a rule names an operation: publish, consume or manage");
    }
  }

  public static AccessRule allow(Set<Operation> operations, Subject who, ResourcePattern on) {
    return new AccessRule(true, operations, who, on);
  }

  public static AccessRule deny(Set<Operation> operations, Subject who, ResourcePattern on) {
    return new AccessRule(false, operations, who, on);
  }
}
