package io.weir.tests.programs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Scripts of {@code tests/python}, run by a Python that has the packages they import. */
public final class Python {
  /**
   * Debian's own first: its packages are invisible to another Python that comes earlier on the
   * path.
   */
  private static final List<String> INTERPRETERS = List.of("/usr/bin/python3", "python3");

  private Python() {}

  /** The command that runs a script of {@code tests/python} which imports the given package. */
  public static ProcessBuilder script(String imported, String name, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(interpreterWith(imported));
    command.add(Project.root().resolve("tests/python").resolve(name).toString());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  private static String interpreterWith(String imported) {
    return INTERPRETERS.stream()
        .filter(python -> succeeds(python, "-c", "import " + imported))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no python3 has the package " + imported));
  }

  private static boolean succeeds(String... command) {
    try {
      return new ProcessBuilder(Stream.of(command).toList())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
