package io.weir.bench.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {
  private static final String BUSY = "i=0; while [ $i -lt 200000 ]; do i=$((i + 1)); done; ";

  /** More than a hundredth of a second, in which Linux counts what children used. */
  private static final long A_LITTLE = 20_000_000;

  @Test
  void whatAChildUsesThatRunsIsInIt() throws IOException {
    inTree("sh -c '" + BUSY + "echo done; sleep 600' & wait");
  }

  @Test
  void whatAChildUsedThatEndedIsInIt() throws IOException {
    inTree("(" + BUSY + "); echo done; read end");
  }

  private static void inTree(String script) throws IOException {
    Process process = new ProcessBuilder("sh", "-c", script).start();
    try (BufferedReader said = process.inputReader()) {
      assertThat(said.readLine()).isEqualTo("done");
      var tree = new ProcessTree(process.toHandle());

      assertThat(tree.cpuNanos()).isGreaterThan(ProcessCpu.nanos(process.pid()) + A_LITTLE);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  @Test
  void memoryIsThatOfAll() throws IOException {
    Process process = new ProcessBuilder("sh", "-c", "sleep 600 & echo done; wait").start();
    try (BufferedReader said = process.inputReader()) {
      assertThat(said.readLine()).isEqualTo("done");
      var tree = new ProcessTree(process.toHandle());

      assertThat(tree.members()).hasSize(2);
      assertThat(tree.residentBytes())
          .isGreaterThan(new ProcessFigures(process.pid()).residentBytes());
      assertThat(tree.ownBytes()).isGreaterThan(new ProcessFigures(process.pid()).ownBytes());
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  @Test
  void oneWhoseRootEndedHasNoFigures() throws IOException, InterruptedException {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();

    assertThatThrownBy(() -> new ProcessTree(ended.toHandle()).cpuNanos())
        .isInstanceOf(BenchException.class);
  }
}
