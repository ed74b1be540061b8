package io.weir.tests.house;

import java.util.List;

/**
 * A module with one fault, the same without it, and what the check that refuses the fault says.
 *
 * @param words all of these are in the output of the build
 */
record Violation(PlantedModule broken, PlantedModule repaired, List<String> words) {
  /**
   * A module that anybody may see, and one that a module does not see unless its POM says so; one
   * class each.
   */
  static final List<PlantedModule> SEEN =
      List.of(
          new PlantedModule("weir-core", "Seen", "public final class Seen {}\n", List.of()),
          new PlantedModule(
              "weir-protocol-http", "Seen", "public final class Seen {}\n", List.of()));

  static List<Violation> all() {
    return List.of(
        format(), errorProne(), nullAway(), jspecify(), unused(), undeclared(), direction());
  }

  static Violation format() {
    PlantedModule broken =
        new PlantedModule(
            "format", "Format", "final class Format {\n    int spaces = 2;\n}\n", List.of());
    return new Violation(
        broken,
        broken.repairedBySource(broken.source().replace("    int", "  int")),
        List.of("The following files had format violations", "Format.java"));
  }

  private static Violation errorProne() {
    PlantedModule broken =
        new PlantedModule(
            "error-prone",
            "Equality",
            """
            final class Equality {
              boolean same(int[] first, int[] second) {
                return first.equals(second);
              }
            }
            """,
            List.of());
    return new Violation(
        broken,
        broken.repairedBySource(broken.source().replace("first.equals(second)", "first == second")),
        List.of("Equality.java:[5,", "[ArrayEquals]"));
  }

  private static Violation nullAway() {
    PlantedModule broken =
        new PlantedModule(
            "null-away",
            "Name",
            """
            final class Name {
              String name() {
                return null;
              }
            }
            """,
            List.of());
    return new Violation(
        broken,
        broken.repairedBySource(broken.source().replace("null", "\"name\"")),
        List.of("Name.java:[5,", "[NullAway] returning @Nullable expression"));
  }

  /** What JSpecify's rules find, and NullAway without them does not: null within an array. */
  private static Violation jspecify() {
    PlantedModule broken =
        new PlantedModule(
            "jspecify",
            "Names",
            """
            import org.jspecify.annotations.Nullable;

            final class Names {
              String first(@Nullable String[] names) {
                return names[0];
              }
            }
            """,
            List.of());
    return new Violation(
        broken,
        broken.repairedBySource(
            broken.source().replace("return names[0]", "return String.valueOf(names[0])")),
        List.of("Names.java:[7,", "[NullAway] returning @Nullable expression"));
  }

  private static Violation unused() {
    PlantedModule broken =
        new PlantedModule(
            "unused", "Alone", "final class Alone {}\n", List.of("org.slf4j:slf4j-api"));
    return new Violation(
        broken,
        broken.repairedByDependencies(List.of()),
        List.of(
            "Unused declared dependencies found",
            "org.slf4j:slf4j-api",
            "Dependency problems found"));
  }

  private static Violation undeclared() {
    PlantedModule broken =
        new PlantedModule(
            "undeclared",
            "Counted",
            """
            import io.netty.buffer.Unpooled;
            import io.netty.util.ReferenceCounted;

            final class Counted {
              ReferenceCounted counted = Unpooled.buffer();
            }
            """,
            List.of("io.netty:netty-buffer"));
    return new Violation(
        broken,
        broken.repairedByDependencies(List.of("io.netty:netty-buffer", "io.netty:netty-common")),
        List.of(
            "Used undeclared dependencies found",
            "io.netty:netty-common",
            "Dependency problems found"));
  }

  private static Violation direction() {
    PlantedModule broken =
        new PlantedModule(
            "direction",
            "Sees",
            "final class Sees {\n  Seen seen = new Seen();\n}\n",
            List.of("io.weir:weir-protocol-http"));
    return new Violation(
        broken,
        broken.repairedByDependencies(List.of("io.weir:weir-core")),
        List.of("A module of Weir that this one must not see", "io.weir:weir-protocol-http"));
  }

  @Override
  public String toString() {
    return broken.name();
  }
}
