package io.weir.bench.backend;

import io.weir.bench.server.ProcessCpu;

/** What this process uses from now on. */
final class Meter {
  private final Lanes lanes;
  private final long start = System.nanoTime();
  private final long cpu = ProcessCpu.nanos();
  private final long callers;

  Meter(Lanes lanes) {
    this.lanes = lanes;
    this.callers = lanes.cpuNanos();
  }

  Usage usage() {
    return new Usage(
        (System.nanoTime() - start) / 1e9,
        (ProcessCpu.nanos() - cpu) / 1e9,
        (lanes.cpuNanos() - callers) / 1e9);
  }
}
