package io.weir.core.access;

import io.weir.core.tenant.Caller;

/**
 * Whether a caller may do something. Asked on every call; answers at once from memory, on any
 * thread.
 */
@FunctionalInterface
public interface Access {

  /** Everything is allowed: one tenant, anonymous, on loopback. */
  Access OPEN = (caller, operation, resource) -> true;

  boolean allows(Caller caller, Operation operation, Resource resource);

  /** Whether a caller may know that something is there: it may if it may do anything with it. */
  default boolean sees(Caller caller, Resource resource) {
    for (Operation operation : Operation.values()) {
      if (allows(caller, operation, resource)) {
        return true;
      }
    }
    return false;
  }

  /** What one can do. */
  enum Operation {
    PUBLISH,
    CONSUME,
    MANAGE
  }

  /**
   * What it is done to.
   *
   * @param name the topic's or group's name in the caller's tenant
   */
  record Resource(Kind kind, String name) {
    /** What kinds of things there are. */
    public enum Kind {
      TOPIC,
      GROUP
    }

    public static Resource topic(String name) {
      return new Resource(Kind.TOPIC, name);
    }

    public static Resource group(String name) {
      return new Resource(Kind.GROUP, name);
    }
  }
}
