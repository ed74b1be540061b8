package io.weir.bench.server;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The built project that this class belongs to.
 *
 * @param root the directory of the launcher
 * @param target where each module's build writes, relative to the module
 */
public record Project(Path root, Path target) {

  /** The project around the jar, or the directory of classes, that this class was loaded from. */
  public static Project ofThisBuild() {
    Path classes = ownLocation();
    for (Path root = classes.getParent(); root != null; root = root.getParent()) {
      if (Files.exists(root.resolve("bench/kafka-broker/pom.xml"))) {
        return new Project(root, root.resolve("bench").relativize(classes.getParent()));
      }
    }
    throw new BenchException("The bench runs inside Weir's source tree only, not from " + classes);
  }

  private static Path ownLocation() {
    try {
      return Path.of(Project.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The jar that {@code ./weir run} runs. */
  public Path gatewayJar() {
    return built(root.resolve("gateway").resolve(target).resolve("weir.jar"));
  }

  /** The JVM's flags for what the launcher has prepared for quick starts of that jar, if it has. */
  List<String> aotFlags() {
    Path cache = gatewayJar().resolveSibling("weir.aot");
    return Files.exists(cache) ? List.of("-XX:AOTCache=" + cache) : List.of();
  }

  /** The class path of an Apache Kafka broker. */
  public String brokerClassPath() {
    return classPath("bench/kafka-broker");
  }

  /** The class path of Kafka's command line tools. */
  public String toolsClassPath() {
    return classPath("tests/kafka-tools");
  }

  /** The class path of RabbitMQ PerfTest. */
  public String perfTestClassPath() {
    return classPath("bench/perf-test");
  }

  /** The commit that is checked out, with a mark if files differ from it. */
  public String commit() {
    try {
      Process git =
          new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=12")
              .directory(root.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String commit =
          new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0 ? commit : "unknown";
    } catch (IOException e) {
      return "unknown";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }

  private String classPath(String module) {
    Path file = built(root.resolve(module).resolve("target/classpath"));
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new BenchException("Cannot read " + file, e);
    }
  }

  private static Path built(Path file) {
    if (!Files.exists(file)) {
      throw new BenchException(file + " is missing: build it, or start the bench by ./weir bench");
    }
    return file;
  }
}
