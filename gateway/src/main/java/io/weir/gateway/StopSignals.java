package io.weir.gateway;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * Ctrl-C and SIGTERM. The first asks for an orderly stop; a second one ends the process at once,
 * with the code that shells give a process killed by that signal.
 *
 * <p>Not a shutdown hook: the JVM runs hooks at the same time as each other, libraries' among them,
 * ignores further signals then, and ends with 130 or 143 however orderly the stop was.
 */
final class StopSignals {
  private static final Logger LOG = LoggerFactory.getLogger(StopSignals.class);
  private static final int KILLED_BY_SIGNAL = 128;

  private final CountDownLatch asked = new CountDownLatch(1);

  private StopSignals() {}

  static StopSignals install() {
    StopSignals signals = new StopSignals();
    for (String name : List.of("INT", "TERM")) {
      Signal.handle(new Signal(name), signals::received);
    }
    return signals;
  }

  /** Waits for the first one. */
  void await() throws InterruptedException {
    asked.await();
  }

  private void received(Signal signal) {
    if (asked.getCount() == 0) {
      LOG.warn("Ended at once by a second signal; what was not acknowledged may be lost");
      Runtime.getRuntime().halt(KILLED_BY_SIGNAL + signal.getNumber());
    }
    LOG.info("Stopping (SIG{}); a second signal ends it at once", signal.getName());
    asked.countDown();
  }
}
