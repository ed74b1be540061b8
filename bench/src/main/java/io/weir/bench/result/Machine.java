package io.weir.bench.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The machine that a benchmark runs on. It is read from /proc, and so Linux only. */
public final class Machine {
  private Machine() {}

  /** Processor, memory, the disk below a directory, kernel and JDK, in a line each. */
  public static String description(Path directory) {
    try {
      FileStore disk = Files.getFileStore(directory);
      return String.format(
          Locale.ROOT,
          """
          - processor: %s, %d cores
          - memory: %.0f GiB
          - disk: %s on %s, %.0f GB, %.0f GB free
          - kernel: %s
          - JDK: %s %s
          """,
          value("/proc/cpuinfo", "model name"),
          Runtime.getRuntime().availableProcessors(),
          Long.parseLong(value("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / 1048576.0,
          disk.type(),
          disk.name(),
          disk.getTotalSpace() / 1e9,
          disk.getUsableSpace() / 1e9,
          System.getProperty("os.version"),
          System.getProperty("java.vm.vendor"),
          Runtime.version());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many processes ran or waited for a core, on the average of the last minute. */
  public static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /**
   * CPU seconds that all cores together have been at work since the machine started, stolen ones
   * included.
   */
  public static double busySeconds() {
    String[] ticks = value("/proc/stat", "cpu ").split("\\s+", -1);
    int[] atWork = {
      0, 1, 2, 5, 6, 7
    }; // user, nice, system, irq, softirq, steal; not idle and iowait
    long sum = 0;
    for (int column : atWork) {
      sum += Long.parseLong(ticks[column]);
    }
    return sum / 100.0;
  }

  /** What follows a key at the start of a line. */
  private static String value(String file, String key) {
    try {
      for (String line : Files.readAllLines(Path.of(file))) {
        if (line.startsWith(key)) {
          return line.substring(key.length()).replaceFirst("^\\s*:", "").strip();
        }
      }
      return "unknown";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
