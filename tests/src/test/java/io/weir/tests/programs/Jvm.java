package io.weir.tests.programs;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Java programs in child processes, on the JVM that runs the tests. */
public final class Jvm {
  /** What the launcher gives to every JVM that runs Weir. */
  private static final List<String> FLAGS =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  private Jvm() {}

  /** A main class in a JVM of its own; its arguments are to be added. */
  public static Command command(List<String> options, String classPath, String mainClass) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, mainClass));
    return Command.of(command.toArray(String[]::new));
  }

  /** The class path of the tests. */
  public static String testClassPath() {
    return System.getProperty("java.class.path");
  }

  /** Weir's class path: that of the tests without the tests. */
  public static String weirClassPath() {
    String tests = Project.testClasses().toString();
    return Arrays.stream(testClassPath().split(File.pathSeparator))
        .filter(entry -> !Path.of(entry).toAbsolutePath().toString().equals(tests))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
