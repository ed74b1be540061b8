package io.weir.tests.programs;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The Maven that runs the tests' own build, with the libraries which that build has. */
public final class Maven {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private Maven() {}

  /** A call of it on the JDK that runs the tests. */
  public static Command command(String... arguments) {
    return command(Path.of(System.getProperty("java.home")), arguments);
  }

  /** A call of it on this JDK. */
  public static Command command(Path jdk, String... arguments) {
    String home = System.getProperty("weir.maven.home");
    Command maven = Command.of(home == null ? "mvn" : home + "/bin/mvn", "-B", "-ntp");
    String repository = repository();
    return (repository == null ? maven : maven.and(repository))
        .and(arguments)
        .environment("JAVA_HOME", jdk.toString())
        .environment("MAVEN_OPTS", "")
        .within(LIMIT);
  }

  /** The option that names the local repository, or null where no Maven runs the tests. */
  public static @Nullable String repository() {
    String repository = System.getProperty("weir.maven.repository");
    return repository == null ? null : "-Dmaven.repo.local=" + repository;
  }
}
