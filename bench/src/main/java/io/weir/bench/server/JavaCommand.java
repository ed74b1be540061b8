package io.weir.bench.server;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The command of a child JVM, of the same JDK as this one. */
public final class JavaCommand {
  /**
   * What every JVM gets that runs Netty, Kafka or their native libraries: no warnings, and Netty's
   * fast path.
   */
  static final List<String> FLAGS =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  private JavaCommand() {}

  /**
   * {@code java}, the common flags, and what follows: further flags, the main class or jar, its
   * arguments.
   */
  public static List<String> of(List<String> flags, String... rest) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return Stream.of(Stream.of(java), FLAGS.stream(), flags.stream(), Stream.of(rest))
        .flatMap(part -> part)
        .toList();
  }

  /** What the person who runs the bench adds to the launcher's flags, for Weir's processes. */
  public static List<String> ownFlags() {
    String flags = System.getenv().getOrDefault("WEIR_JAVA_OPTS", "").strip();
    return flags.isEmpty() ? List.of() : List.of(flags.split("\\s+"));
  }
}
