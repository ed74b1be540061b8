package io.weir.core.access;

import io.weir.core.address.Address;
import io.weir.core.tenant.Caller;

/**
 * Whether a caller may do something. Asked on every call; answers at once from memory, on any
 * thread.
 */
@FunctionalInterface
public interface Access {

  /** Everything is allowed: one tenant, anonymous, on loopback. */
  Access OPEN = (caller, operation, resource) -> true;

  /**
   * Whether a caller may do this to the whole of something: to a topic with every key and without
   * one. A right to some keys of a topic is no right to the topic.
   */
  boolean allows(Caller caller, Operation operation, Resource resource);

  /** Of how much of something this is allowed. */
  default Extent extent(Caller caller, Operation operation, Resource resource) {
    return allows(caller, operation, resource) ? Extent.ALL : Extent.NONE;
  }

  /** Whether a caller may do this to messages of exactly this address. */
  default boolean allows(Caller caller, Operation operation, Address address) {
    return allows(caller, operation, Resource.topic(address.topic().text()));
  }

  /** Whether a caller may know that something is there: it may if it may do anything with it. */
  default boolean sees(Caller caller, Resource resource) {
    for (Operation operation : Operation.values()) {
      if (extent(caller, operation, resource) != Extent.NONE) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a caller may do this to anything of a kind at all. Yes in doubt: whether it may to
   * something is asked besides.
   */
  default boolean allowsAny(Caller caller, Operation operation, Resource.Kind kind) {
    return allowsAny(caller, operation, kind, "");
  }

  /** The same in a space of the caller's tenant. */
  default boolean allowsAny(Caller caller, Operation operation, Resource.Kind kind, String space) {
    return true;
  }

  /** What one can do. */
  enum Operation {
    PUBLISH,
    CONSUME,
    MANAGE
  }

  /** Of how much of a topic something is allowed. What has no keys is allowed whole or not. */
  enum Extent {
    /** With every key and without one: nobody need look at keys. */
    ALL,
    /**
     * It depends on the key: each address has to be asked for ({@link #allows(Caller, Operation,
     * Address)}). It may turn out that none is allowed.
     */
    SOME,
    /** With no key whatever. */
    NONE
  }

  /**
   * What it is done to.
   *
   * @param space of the caller's tenant in which an exchange or a queue is; empty for the first one
   *     and for all that is in none
   * @param name the thing's name in the space, or in the caller's tenant
   */
  record Resource(Kind kind, String space, String name) {
    /** What is in no space, or in the first one. */
    public Resource(Kind kind, String name) {
      this(kind, "", name);
    }

    /** What kinds of things there are. */
    public enum Kind {
      TOPIC,
      QUEUE,
      EXCHANGE,
      GROUP,
      TRANSACTIONAL_ID
    }

    public static Resource topic(String name) {
      return new Resource(Kind.TOPIC, name);
    }

    public static Resource group(String name) {
      return new Resource(Kind.GROUP, name);
    }

    public static Resource transactionalId(String id) {
      return new Resource(Kind.TRANSACTIONAL_ID, id);
    }
  }
}
