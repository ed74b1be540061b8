package io.weir.embedded.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The log against a model of it, under crashes, power cuts and failing disks: {@code
 * -Dweir.simulation.seeds} of them, or the one of {@code -Dweir.simulation.seed}.
 */
class SimulationTest {
  private static final int SEEDS = Integer.getInteger("weir.simulation.seeds", 1000);

  /** After so many seeds each operation of a backend was called and has gone well. */
  private static final int SEEDS_FOR_ALL = 100;

  private Path directory;

  /** In memory where the system has a place for that: what is tested is the simulated disk. */
  @BeforeEach
  void makeDirectory() throws IOException {
    Path memory = Path.of("/dev/shm");
    directory =
        Files.isWritable(memory)
            ? Files.createTempDirectory(memory, "weir-simulation")
            : Files.createTempDirectory("weir-simulation");
  }

  @AfterEach
  void deleteDirectory() throws IOException {
    SimulatedRun.delete(directory);
  }

  @Test
  void theLogIsAsItsModelWhateverBecomesOfItsProcessAndDisk() throws Exception {
    Long one = Long.getLong("weir.simulation.seed");
    RecordedCalls calls = new RecordedCalls();
    if (one != null) {
      new SimulatedRun(one, directory, calls).run();
      return;
    }
    runAll(calls);
    if (SEEDS >= SEEDS_FOR_ALL) {
      TreeSet<String> missing = new TreeSet<>(RecordedCalls.all());
      missing.removeAll(calls.succeeded());
      assertThat(missing).as("operations that no step of the simulation has called").isEmpty();
    }
  }

  /** One for each core, and none any more once one has failed. */
  private void runAll(RecordedCalls calls) throws Exception {
    AtomicLong next = new AtomicLong(1);
    AtomicBoolean failed = new AtomicBoolean();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> all =
          IntStream.range(0, Runtime.getRuntime().availableProcessors())
              .<Future<?>>mapToObj(unused -> threads.submit(() -> run(next, failed, calls)))
              .toList();
      for (Future<?> each : all) {
        try {
          each.get();
        } catch (ExecutionException e) {
          throw (Error) e.getCause();
        }
      }
    }
  }

  private void run(AtomicLong next, AtomicBoolean failed, RecordedCalls calls) {
    long seed = next.getAndIncrement();
    while (seed <= SEEDS && !failed.get()) {
      try {
        new SimulatedRun(seed, directory, calls).run();
      } catch (AssertionError e) {
        failed.set(true);
        throw e;
      }
      seed = next.getAndIncrement();
    }
  }
}
