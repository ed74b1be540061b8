package io.weir.gateway;

import io.weir.backend.Maintenance;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;

/**
 * Prints faults, which were asked for, where results go; and from time to time, on the other
 * stream, how far a long run is.
 */
final class TerminalReport implements Maintenance.Report {
  private static final long PAUSE_NANOS = 5_000_000_000L;

  private final PrintWriter out;
  private final PrintWriter err;
  private long last = System.nanoTime();

  TerminalReport(CommandLine line) {
    this.out = line.getOut();
    this.err = line.getErr();
  }

  @Override
  public void fault(String sentence) {
    out.println(sentence);
  }

  @Override
  public void progress(long done, long total) {
    long now = System.nanoTime();
    if (now - last >= PAUSE_NANOS) {
      last = now;
      err.println(line(done, total));
    }
  }

  static String line(long done, long total) {
    return String.format(
        Locale.ROOT,
        "%d of %d MB, %d %%",
        done / 1_000_000,
        total / 1_000_000,
        percent(done, total));
  }

  private static long percent(long done, long total) {
    return total == 0 ? 100 : Math.min(100, done * 100 / total);
  }
}
