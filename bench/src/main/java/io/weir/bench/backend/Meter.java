package io.weir.bench.backend;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What this process uses from now on. */
final class Meter {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final Lanes lanes;
  private final long start = System.nanoTime();
  private final long cpu = SYSTEM.getProcessCpuTime();
  private final long callers;

  Meter(Lanes lanes) {
    this.lanes = lanes;
    this.callers = lanes.cpuNanos();
  }

  Usage usage() {
    return new Usage(
        (System.nanoTime() - start) / 1e9,
        (SYSTEM.getProcessCpuTime() - cpu) / 1e9,
        (lanes.cpuNanos() - callers) / 1e9);
  }
}
