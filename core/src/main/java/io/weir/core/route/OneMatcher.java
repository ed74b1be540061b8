package io.weir.core.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One of the bindings: the one that the keys' hash says, or any. */
final class OneMatcher implements Matcher {
  private static final Comparator<Destination> ORDER =
      Comparator.<Destination, Boolean>comparing(Destination.ToQueue.class::isInstance)
          .thenComparing(Destination::name);

  private final PersistentMap<Binding, Binding> bindings;
  private final boolean hashing;

  /**
   * Of each binding, in their order. Made when first asked for; threads that meet make the same.
   */
  private volatile @Nullable List<Destination> destinations;

  OneMatcher(PersistentMap<Binding, Binding> bindings, boolean hashing) {
    this.bindings = bindings;
    this.hashing = hashing;
  }

  @Override
  public Matcher plus(Binding binding) {
    return new OneMatcher(bindings.plus(binding, binding), hashing);
  }

  @Override
  public Matcher minus(Binding binding) {
    return new OneMatcher(bindings.minus(binding), hashing);
  }

  @Override
  public void match(Envelope envelope, Consumer<Destination> to) {
    List<Destination> all = destinations();
    if (!all.isEmpty()) {
      to.accept(
          all.get(
              hashing
                  ? (int) Long.remainderUnsigned(hash(envelope.keys()), all.size())
                  : ThreadLocalRandom.current().nextInt(all.size())));
    }
  }

  private static long hash(List<String> keys) {
    long hash = 0;
    for (String key : keys) {
      hash = StableHash.of(hash, StableHash.of(key));
    }
    return hash;
  }

  private List<Destination> destinations() {
    List<Destination> known = destinations;
    if (known == null) {
      List<Destination> sorted = new ArrayList<>(bindings.size());
      bindings.forEach((binding, same) -> sorted.add(binding.destination()));
      sorted.sort(ORDER);
      known = List.copyOf(sorted);
      destinations = known;
    }
    return known;
  }
}
