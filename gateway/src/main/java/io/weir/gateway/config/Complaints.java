package io.weir.gateway.config;

import io.weir.core.failure.Failure;
import io.weir.gateway.config.Rules.Broken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What is wrong with a file that its types alone do not say. */
final class Complaints {
  private final List<Broken> found = new ArrayList<>();

  void add(String sentence, Object... path) {
    found.add(new Broken(List.of(path), sentence));
  }

  /** Makes something; what its own record says against it is a complaint. */
  <T> Optional<T> attempt(Supplier<T> make, Object... path) {
    try {
      return Optional.of(make.get());
    } catch (IllegalArgumentException | Failure.InvalidRequest e) {
      add(String.valueOf(e.getMessage()), path);
      return Optional.empty();
    }
  }

  List<Broken> found() {
    return found;
  }
}
