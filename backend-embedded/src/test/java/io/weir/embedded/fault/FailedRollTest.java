package io.weir.embedded.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.backend.TopicPartition;
import io.weir.embedded.TestLog;
import io.weir.embedded.simulation.SimulatedDisk;
import io.weir.embedded.simulation.SimulatedFaults.Fault;
import io.weir.embedded.simulation.SimulatedFaults.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A segment cannot be begun for want of space, and the log goes on in the one before it. */
class FailedRollTest {
  @TempDir Path directory;

  @Test
  void whatIsWrittenAfterASegmentWasTakenBackSurvivesAPowerCut() throws IOException {
    for (int seed = 1; seed <= 150; seed++) {
      SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(seed));
      TestLog log = new TestLog(directory.resolve("seed" + seed), TestLog.SMALL);
      log.faults = real -> disk;
      log.open();
      TopicPartition partition = log.partition("orders");
      log.append(partition, "before");
      disk.log.failNext(Operation.FORCE, Fault.NO_SPACE);
      assertThatThrownBy(log.backend::sealActive).isInstanceOf(CompletionException.class);

      log.append(partition, "after");
      log.kill();
      disk.losePower();
      log.boot = UUID.randomUUID();
      log.open();

      assertThat(log.values(partition)).as("seed %d", seed).containsExactly("before", "after");
      log.close();
    }
  }
}
