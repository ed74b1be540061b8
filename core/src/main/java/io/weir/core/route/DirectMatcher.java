package io.weir.core.route;

import java.util.function.Consumer;

/** By the key, in a map. */
record DirectMatcher(PersistentMap<String, PersistentMap<Binding, Binding>> byKey)
    implements Matcher {

  @Override
  public Matcher plus(Binding binding) {
    return new DirectMatcher(
        byKey.plus(binding.key(), under(binding.key()).plus(binding, binding)));
  }

  @Override
  public Matcher minus(Binding binding) {
    PersistentMap<Binding, Binding> left = under(binding.key()).minus(binding);
    return new DirectMatcher(
        left.isEmpty() ? byKey.minus(binding.key()) : byKey.plus(binding.key(), left));
  }

  @Override
  public void match(Envelope envelope, Consumer<Destination> to) {
    for (String key : envelope.keys()) {
      under(key).forEach((binding, same) -> to.accept(binding.destination()));
    }
  }

  private PersistentMap<Binding, Binding> under(String key) {
    PersistentMap<Binding, Binding> bindings = byKey.get(key);
    return bindings == null ? PersistentMap.empty() : bindings;
  }
}
