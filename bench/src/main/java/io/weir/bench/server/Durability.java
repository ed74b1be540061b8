package io.weir.bench.server;

import java.util.Locale;

/** What an acknowledgement means in a run; each contender is set to mean the same by it. */
public enum Durability {
  /** Handed to the operating system. */
  ASYNC,
  /** On disk, synced. */
  SYNC;

  /** As it is written in settings and on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
