package io.weir.core.access;

/** Whom a rule is about. */
public sealed interface Subject {
  /** Everybody in the tenant, who authenticated or is anonymous. */
  record Everyone() implements Subject {}

  /** The user of this name. */
  record User(String name) implements Subject {}

  /** Who has this role. */
  record Role(String name) implements Subject {}
}
