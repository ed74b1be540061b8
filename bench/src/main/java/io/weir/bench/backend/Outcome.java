package io.weir.bench.backend;

import java.io.Serializable;

/** What became of an order. */
public sealed interface Outcome extends Serializable {

  /**
   * The log is open, which comes unasked.
   *
   * @param seconds that opening took
   */
  record Opened(double seconds) implements Outcome {}

  /**
   * It was carried out.
   *
   * @param written also what was created or deleted
   * @param read what was read; {@link Work#NONE} if nothing
   * @param readSeconds how long that took
   * @param syncs of the log, if they were counted
   */
  record Done(Usage usage, Work written, Work read, double readSeconds, long syncs)
      implements Outcome {}

  /** The heap in use, in bytes. */
  record HeapInUse(long bytes) implements Outcome {}

  /** It failed. */
  record Failed(String message) implements Outcome {}
}
