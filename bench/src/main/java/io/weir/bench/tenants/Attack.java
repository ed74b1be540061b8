package io.weir.bench.tenants;

import java.util.Locale;

/** What an attacker does. */
public enum Attack {
  /** Publishes past its limit, and looks at no answer. */
  PUBLISH,
  /** Opens connections, logs in on some, and holds on to them. */
  CONNECT,
  /** Tries passwords on the others' users. */
  GUESS,
  /** Asks for thousands of topics at once. */
  ASK;

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
