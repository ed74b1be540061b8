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

  void throwIfAny() {
    if (!found.isEmpty()) {
      found.sort(
          Comparator.comparingInt((Fault fault) -> fault.where().line())
              .thenComparingInt(fault -> fault.where().column()));
      throw new ConfigException(
          found.stream().map(fault -> fault.where().text() + ": " + fault.sentence()).toList());
    }
  }
}
