package io.weir.tests.programs;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A program with its arguments and its input, to be run for a bounded time. A value: each method
 * gives a new one.
 *
 * @param arguments the program first
 * @param directory where it runs, or null for where the tests do
 */
public record Command(
    List<String> arguments,
    byte[] input,
    Duration limit,
    Map<String, String> environment,
    @Nullable File directory) {
  private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(60);

  public static Command of(String... arguments) {
    return new Command(List.of(arguments), new byte[0], DEFAULT_LIMIT, Map.of(), null);
  }

  /** With more arguments. */
  public Command and(String... more) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of(more));
    return new Command(all, input, limit, environment, directory);
  }

  /** With this on its standard input, which is empty otherwise. */
  public Command input(byte[] bytes) {
    return new Command(arguments, bytes, limit, environment, directory);
  }

  /** With this on its standard input, as UTF-8. */
  public Command input(String text) {
    return input(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Ended, and failed, after so long. */
  public Command within(Duration time) {
    return new Command(arguments, input, time, environment, directory);
  }

  public Command environment(String name, String value) {
    Map<String, String> more = new TreeMap<>(environment);
    more.put(name, value);
    return new Command(arguments, input, limit, more, directory);
  }

  /**
   * The same, and it heeds Ctrl-C. What a shell starts in the background is deaf to it, and so is
   * everything started from there, a JVM too: it leaves a signal alone that it finds ignored. GNU's
   * {@code env} undoes that; where it is another one, nothing is changed.
   */
  public Command heedingInterrupt() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return this;
    }
    List<String> all = new ArrayList<>(List.of("env", "--default-signal=INT"));
    all.addAll(arguments);
    return new Command(all, input, limit, environment, directory);
  }

  public Command in(Path where) {
    return new Command(arguments, input, limit, environment, where.toFile());
  }

  /** Runs it to its end, whatever that is. */
  public Outcome run() {
    try (Running running = start()) {
      return running.end();
    }
  }

  /** Runs it to its end, which must be a good one. */
  public Outcome succeed() {
    return run().succeeded();
  }

  /** Starts it and goes on. */
  public Running start() {
    try {
      Path files = Files.createTempDirectory("weir-tests-");
      Files.write(files.resolve("in"), input);
      ProcessBuilder builder =
          new ProcessBuilder(arguments)
              .directory(directory)
              .redirectInput(files.resolve("in").toFile())
              .redirectOutput(files.resolve("out").toFile())
              .redirectError(files.resolve("err").toFile());
      builder.environment().putAll(environment);
      return new Running(this, builder.start(), files);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + this, e);
    }
  }

  @Override
  public String toString() {
    String line = String.join(" ", arguments);
    return line.length() > 300 ? line.substring(0, 300) + "..." : line;
  }
}
