package io.weir.tests.servers;

import org.jspecify.annotations.Nullable;

/**
 * As whom the client suites run. Alone, unless this JVM is one of two that run the same suites at
 * the same time, each in a tenant of its own.
 */
public final class Side {
  private static final @Nullable String NAME = System.getProperty("weir.side");

  private Side() {}

  public static boolean isAlone() {
    return NAME == null;
  }

  /** The tenant in which the suites run. */
  public static String tenant() {
    return NAME == null ? "default" : NAME;
  }
}
