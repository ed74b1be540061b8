package io.weir.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The log against a model of it, under crashes, power cuts and failing disks: {@code
 * -Dweir.simulation.seeds} of them, or the one of {@code -Dweir.simulation.seed}.
 */
class SimulationTest {
  private static final int SEEDS = Integer.getInteger("weir.simulation.seeds", 1000);
  private static final int STEPS = 250;

  @TempDir Path directory;

  @Test
  void theLogIsAsItsModelWhateverBecomesOfItsProcessAndDisk() throws Exception {
    Long one = Long.getLong("weir.simulation.seed");
    if (one != null) {
      run(one);
      return;
    }
    for (long seed = 1; seed <= SEEDS; seed++) {
      run(seed);
    }
  }

  private void run(long seed) throws IOException {
    Path own = Files.createTempDirectory(directory, "seed");
    LogSimulation simulation = new LogSimulation(seed, own);
    try {
      simulation.run(STEPS);
    } catch (Exception | AssertionError e) {
      throw new AssertionError(
          "-Dweir.simulation.seed=%d fails: %s; its last steps were%n  %s"
              .formatted(seed, e, String.join("\n  ", simulation.lastSteps())),
          e);
    }
  }
}
