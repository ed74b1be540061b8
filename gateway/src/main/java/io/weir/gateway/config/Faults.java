package io.weir.gateway.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Faults found so far: all of them are told, in the order of the file, not the first alone. */
final class Faults {
  private record Fault(Where where, String sentence) {}

  private final List<Fault> found = new ArrayList<>();

  void add(Where where, String sentence) {
    found.add(new Fault(where, sentence));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** A line for each, in the order of the file. */
  List<String> lines() {
    return found.stream()
        .sorted(
            Comparator.comparingInt((Fault fault) -> fault.where().line())
                .thenComparingInt(fault -> fault.where().column()))
        .map(fault -> fault.where().text() + ": " + fault.sentence())
        .toList();
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new ConfigException(lines());
    }
  }
}
