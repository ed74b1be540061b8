package io.weir.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that ran to its end.
 *
 * @param lines what it wrote, standard output and error
 * @param cpu the CPU time of all its threads, less what it used in its last few milliseconds
 * @param elapsed from its start to that moment
 */
public record Child(List<String> lines, Duration cpu, Duration elapsed) {
  /** A time limit that is enough for all that is short. */
  public static final Duration ONE_MINUTE = Duration.ofMinutes(1);

  private static final int POLL_MILLIS = 20;
  private static final int LINES_OF_A_FAILURE = 20;

  /**
   * Runs a program to its end.
   *
   * @param output the file that its output goes to
   * @throws BenchException if it fails, or does not end in time; it is then killed
   */
  public static Child run(
      Workplace workplace, List<String> command, Path output, Duration timeLimit) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    long start = System.nanoTime();
    Process process = workplace.start(builder.redirectOutput(output.toFile()));
    Duration cpu = Duration.ZERO;
    Duration elapsed = Duration.ZERO;
    try {
      // A process that has ended can no longer be asked what it used, so it is asked all along.
      while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        cpu = process.info().totalCpuDuration().orElse(cpu);
        elapsed = Duration.ofNanos(System.nanoTime() - start);
        if (elapsed.compareTo(timeLimit) > 0) {
          throw new BenchException(
              "%s did not end within %d s:%n%s"
                  .formatted(name(command), timeLimit.toSeconds(), tail(output)));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted", e);
    } finally {
      workplace.end(process);
    }
    workplace.throwIfClosed();
    if (process.exitValue() != 0) {
      throw new BenchException(
          "%s failed with exit code %d:%n%s"
              .formatted(name(command), process.exitValue(), tail(output)));
    }
    return new Child(lines(output), cpu, elapsed);
  }

  /** Its share of one core while it ran, above 1 if it used more than one. */
  public double coreShare() {
    return elapsed.isZero() ? 0 : (double) cpu.toNanos() / elapsed.toNanos();
  }

  /** The last lines of a program's output. */
  public static String tail(Path output) {
    List<String> lines = lines(output);
    return String.join(
        "\n", lines.subList(Math.max(0, lines.size() - LINES_OF_A_FAILURE), lines.size()));
  }

  private static List<String> lines(Path output) {
    try {
      return new String(Files.readAllBytes(output), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The main class, or the program. */
  private static String name(List<String> command) {
    int classPath = command.indexOf("-cp");
    return classPath < 0 ? command.getFirst() : command.get(classPath + 2);
  }
}
