package io.weir.gateway;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;

/**
 * What a person sees when Weir is ready: where it listens, and something to paste for each
 * protocol.
 */
final class Greeting {
  private Greeting() {}

  static void print(Weir weir, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%nWeir %s is ready after %.1f s. %s Ctrl-C stops it.%n%n",
        Version.text(),
        sinceProcessStart().toMillis() / 1000.0,
        weir.isEphemeral()
            ? "Everything is in memory and ends with it."
            : "Its data is in " + weir.data() + ".");
    int protocolWidth = width(weir, false);
    int addressWidth = width(weir, true);
    for (BoundPort port : weir.ports()) {
      out.printf(
          "  %-" + protocolWidth + "s  %-" + addressWidth + "s  %s%n",
          port.protocol(),
          port.address(),
          port.example());
    }
    out.println();
    out.flush();
  }

  private static int width(Weir weir, boolean addresses) {
    return weir.ports().stream()
        .mapToInt(port -> (addresses ? port.address().toString() : port.protocol()).length())
        .max()
        .orElse(1);
  }

  private static Duration sinceProcessStart() {
    return Duration.ofMillis(
        System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime());
  }
}
