package io.weir.gateway.config;

import java.util.List;

/** The configuration has faults; the message has a line for each: where, and what was expected. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ConfigException(List<String> faults) {
    super(String.join(System.lineSeparator(), faults), null, false, false);
  }

  /** One sentence for each fault. */
  public List<String> faults() {
    return List.of(String.valueOf(getMessage()).split("\\R"));
  }
}
