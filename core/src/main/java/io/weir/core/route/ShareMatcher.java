package io.weir.core.route;

import io.weir.core.route.ExchangeType.HashOn;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One destination, by weighted rendezvous: each draws a number for what is hashed, from a
 * distribution that its weight shapes, and the least wins. A destination that goes changes nothing
 * about what the others draw, so only what it had won goes elsewhere, in proportion to the others'
 * weights; that holds the other way round for one that comes. Costs what there are destinations.
 */
final class ShareMatcher implements Matcher {
  private final HashOn on;
  private final PersistentMap<Binding, Binding> bindings;

  /** Made when first asked for; threads that meet make the same. */
  private volatile @Nullable Shares shares;

  ShareMatcher(HashOn on, PersistentMap<Binding, Binding> bindings) {
    this.on = on;
    this.bindings = bindings;
  }

  /** Destinations, their hashes and their weights. */
  private static final class Shares {
    final Destination[] destinations;
    final long[] hashes;
    final double[] weights;

    Shares(PersistentMap<Binding, Binding> bindings) {
      Map<Destination, Double> sums = new HashMap<>();
      bindings.forEach(
          (binding, same) ->
              sums.merge(binding.destination(), (double) weight(binding), Double::sum));
      destinations = sums.keySet().toArray(new Destination[0]);
      hashes = new long[destinations.length];
      weights = new double[destinations.length];
      for (int i = 0; i < destinations.length; i++) {
        hashes[i] = StableHash.of(named(destinations[i]));
        weights[i] = sums.getOrDefault(destinations[i], 0.0);
      }
    }

    /** An exchange and a queue may have the same name. */
    private static String named(Destination destination) {
      return switch (destination) {
        case Destination.ToQueue(String name) -> "q/" + name;
        case Destination.ToExchange(String name) -> "x/" + name;
      };
    }

    /** An exponential variate of each weight's rate: the least is each one's by its share. */
    @Nullable Destination of(long hash) {
      Destination winner = null;
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i < destinations.length; i++) {
        long bits = StableHash.of(hash, hashes[i]) >>> 11;
        double drawn = -StrictMath.log((bits + 0.5) * 0x1p-53) / weights[i];
        if (drawn < least) {
          least = drawn;
          winner = destinations[i];
        }
      }
      return winner;
    }
  }

  @Override
  public Matcher plus(Binding binding) {
    return new ShareMatcher(on, bindings.plus(binding, binding));
  }

  @Override
  public Matcher minus(Binding binding) {
    return new ShareMatcher(on, bindings.minus(binding));
  }

  @Override
  public void match(Envelope envelope, Consumer<Destination> to) {
    Shares known = shares;
    if (known == null) {
      known = new Shares(bindings);
      shares = known;
    }
    Destination destination = known.of(hash(envelope));
    if (destination != null) {
      to.accept(destination);
    }
  }

  @Override
  public @Nullable String fault(Binding binding) {
    return weight(binding) > 0
        ? null
        : "the key of a binding to a consistent hash exchange is its weight, a whole number from 1,"
            + " not '"
            + binding.key()
            + "'";
  }

  /** From 1; 0 where the key says none. */
  private static long weight(Binding binding) {
    try {
      return Math.max(0, Long.parseLong(binding.key()));
    } catch (NumberFormatException noNumber) {
      return 0;
    }
  }

  private long hash(Envelope envelope) {
    return switch (on) {
      case HashOn.Key() -> StableHash.of(envelope.keys().getFirst());
      case HashOn.Header(String name) -> hash(envelope.header(name));
      case HashOn.Property(Envelope.MessageProperty property) -> hash(envelope.property(property));
    };
  }

  /** What is not a text is hashed by how it is written down; none is like none. */
  private static long hash(@Nullable Value value) {
    return switch (value) {
      case null -> 0;
      case Value.Text(String text) -> StableHash.of(text);
      default -> StableHash.of(ValueJson.text(value));
    };
  }
}
