package io.weir.tests.servers;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * As whom the client suites run. Alone, and nobody in particular, unless this JVM is one of two
 * that run the same suites at the same time: each in a tenant of its own, as a user of it.
 */
public final class Side {
  private static final @Nullable String NAME = System.getProperty("weir.side");

  private static final Optional<User> USER =
      Optional.ofNullable(System.getProperty("weir.side.user"))
          .map(name -> new User(name, System.getProperty("weir.side.password")));

  private Side() {}

  public static boolean isAlone() {
    return NAME == null;
  }

  /** The tenant in which the suites run. */
  public static String tenant() {
    return NAME == null ? "default" : NAME;
  }

  /** As whom their clients log in, if anybody asks. */
  public static Optional<User> user() {
    return USER;
  }

  /** What tells a JVM that it is not alone. */
  public static List<String> options(String tenant, User user) {
    return List.of(
        "-Dweir.side=" + tenant,
        "-Dweir.side.user=" + user.name(),
        "-Dweir.side.password=" + user.password());
  }
}
