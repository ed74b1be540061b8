package io.weir.protocol;

import org.slf4j.Logger;

/**
 * Logs what clients can cause at will: a few lines a second, then only how many were left out.
 * Thread-safe.
 */
public final class LimitedLog {
  private static final int LINES_PER_SECOND = 10;

  private final Logger log;
  private final LineBudget budget = new LineBudget(LINES_PER_SECOND, System::nanoTime);

  public LimitedLog(Logger log) {
    this.log = log;
  }

  /** What a client did. */
  public void client(String format, Object... arguments) {
    if (permitted()) {
      log.info(format, arguments);
    }
  }

  /** A defect of Weir's own; the last argument is what was thrown. */
  public void defect(String format, Object... arguments) {
    if (permitted()) {
      log.error(format, arguments);
    }
  }

  private boolean permitted() {
    boolean permitted = budget.permits();
    long before = budget.takeLeftOut();
    if (before > 0) {
      log.info("{} more lines about connections like these were left out", before);
    }
    return permitted;
  }
}
