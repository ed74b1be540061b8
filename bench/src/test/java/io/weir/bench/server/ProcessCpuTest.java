package io.weir.bench.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

class ProcessCpuTest {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @Test
  void aMillisecondOfOneThreadIsInIt() {
    for (int i = 0; i < 5; i++) {
      long before = ProcessCpu.nanos();
      long thread = THREADS.getCurrentThreadCpuTime();
      long used;
      do {
        used = THREADS.getCurrentThreadCpuTime() - thread;
      } while (used < 1_000_000);

      assertThat(ProcessCpu.nanos() - before).isGreaterThanOrEqualTo(used);
    }
  }

  @Test
  void whatAThreadUsedThatEndedIsInIt() throws InterruptedException {
    long before = ProcessCpu.nanos();
    var used = new long[1];
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  do {
                    used[0] = THREADS.getCurrentThreadCpuTime();
                  } while (used[0] < 1_000_000);
                });
    thread.join();

    assertThat(ProcessCpu.nanos() - before).isGreaterThanOrEqualTo(used[0]);
  }

  @Test
  void anotherProcessIsToldByItsId() {
    for (int i = 0; i < 5; i++) {
      long least = ProcessCpu.nanos();
      long told = ProcessCpu.nanos(ProcessHandle.current().pid());

      assertThat(told).isBetween(least, ProcessCpu.nanos());
    }
  }

  @Test
  void aProcessThatEndedHasNoClock() throws IOException, InterruptedException {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();

    assertThatThrownBy(() -> ProcessCpu.nanos(ended.pid())).isInstanceOf(BenchException.class);
  }
}
