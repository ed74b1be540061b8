package io.weir.embedded.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One seed of the simulation, which ends in any case, and says how to run it again if it fails. */
final class SimulatedRun {
  private static final int STEPS = 250;

  /** A run takes a fraction of a second. */
  private static final int MOST_SECONDS = 180;

  private final long seed;
  private final Path directory;
  private final RecordedCalls calls;

  SimulatedRun(long seed, Path directory, RecordedCalls calls) {
    this.seed = seed;
    this.directory = directory.resolve("seed-" + seed);
    this.calls = calls;
  }

  void run() {
    LogSimulation simulation = new LogSimulation(seed, directory, calls);
    CompletableFuture<Void> end = new CompletableFuture<>();
    Thread thread = new Thread(() -> run(simulation, end), "simulation-" + seed);
    thread.setDaemon(true); // one that hangs keeps nobody from ending
    thread.start();
    try {
      end.get(MOST_SECONDS, TimeUnit.SECONDS);
      delete(directory);
    } catch (ExecutionException e) {
      throw failure(simulation, e.getCause(), null);
    } catch (TimeoutException e) {
      throw failure(simulation, e, thread.getStackTrace());
    } catch (IOException | InterruptedException e) {
      throw failure(simulation, e, null);
    }
  }

  private void run(LogSimulation simulation, CompletableFuture<Void> end) {
    try {
      Files.createDirectories(directory);
      simulation.run(STEPS);
      end.complete(null);
    } catch (Throwable e) {
      end.completeExceptionally(e);
    }
  }

  private AssertionError failure(
      LogSimulation simulation, Throwable cause, StackTraceElement @Nullable [] hanging) {
    List<String> steps = simulation.lastSteps();
    String what =
        hanging == null
            ? cause.toString()
            : "it hangs at%n    %s"
                .formatted(
                    String.join(
                        "\n    ",
                        Arrays.stream(hanging).map(StackTraceElement::toString).toList()));
    return new AssertionError(
        """
        seed %d fails at step %s: %s
        Again: mvn -Dquick -pl backend-embedded -am test -Dtest=SimulationTest \
        -Dsurefire.failIfNoSpecifiedTests=false -Dweir.simulation.seed=%d
        Its last steps were
          %s"""
            .formatted(
                seed,
                steps.isEmpty() ? "0" : steps.getLast().split(":", 2)[0],
                what,
                seed,
                String.join("\n  ", steps)),
        cause);
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
