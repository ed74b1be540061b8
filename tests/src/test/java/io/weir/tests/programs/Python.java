package io.weir.tests.programs;

import java.util.List;

/** Scripts of {@code tests/python}, run by a Python that has the packages they import. */
public final class Python {
  /**
   * Debian's own first: its packages are invisible to another Python that comes earlier on the
   * path.
   */
  private static final List<String> INTERPRETERS = List.of("/usr/bin/python3", "python3");

  private Python() {}

  /** The command that runs a script of {@code tests/python} which imports the given package. */
  public static Command script(String imported, String name, String... arguments) {
    return Command.of(
            interpreterWith(imported),
            Project.root().resolve("tests/python").resolve(name).toString())
        .and(arguments);
  }

  private static String interpreterWith(String imported) {
    return INTERPRETERS.stream()
        .filter(python -> Command.of(python, "-c", "import " + imported).run().exit() == 0)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no python3 has the package " + imported));
  }
}
