package io.weir.core.route;

import io.weir.core.route.ExchangeType.Delayed;
import io.weir.core.route.ExchangeType.Topic;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One message's way through the exchanges, each of which it passes once, however they are bound.
 */
final class Walk implements Consumer<Destination> {
  private final Topology topology;
  private final Envelope envelope;
  private final AddressTree tree;

  private Set<String> queues = Set.of();
  private Set<String> addresses = Set.of();
  private Set<String> held = Set.of();

  private Set<String> seen = Set.of();
  private final Deque<String> ahead = new ArrayDeque<>(2);

  /** Whether the exchange at hand has matched anything. */
  private boolean matched;

  Walk(Topology topology, Envelope envelope, AddressTree tree) {
    this.topology = topology;
    this.envelope = envelope;
    this.tree = tree;
  }

  Routes from(String exchange) {
    seen = Set.of(exchange);
    for (String name = exchange; name != null; name = ahead.poll()) {
      pass(name);
    }
    return new Routes(queues, addresses, held);
  }

  private void pass(String name) {
    if (name.equals(Topology.DEFAULT_EXCHANGE)) {
      queues();
    } else {
      Source source = topology.source(name);
      if (source != null) {
        pass(source);
      }
    }
  }

  private void queues() {
    for (String key : envelope.keys()) {
      if (topology.hasQueue(key)) {
        queues = with(queues, key);
      }
    }
  }

  private void pass(Source source) {
    Exchange exchange = source.exchange();
    if (exchange.type() instanceof Delayed && envelope.delayed()) {
      held = with(held, exchange.name());
      return;
    }
    matched = false;
    source.matcher().match(envelope, this);
    if (exchange.type() instanceof Topic(boolean addressTree) && addressTree) {
      addresses();
    }
    if (!matched && exchange.alternate() != null) {
      visit(exchange.alternate());
    }
  }

  private void addresses() {
    for (String key : envelope.keys()) {
      if (tree.wants(key)) {
        matched = true;
        addresses = with(addresses, key);
      }
    }
  }

  @Override
  public void accept(Destination destination) {
    matched = true;
    switch (destination) {
      case Destination.ToQueue(String name) -> queues = with(queues, name);
      case Destination.ToExchange(String name) -> visit(name);
    }
  }

  private void visit(String exchange) {
    if (!seen.contains(exchange)) {
      seen = with(seen, exchange);
      ahead.add(exchange);
    }
  }

  /** Most messages have one target, for which there need be no table. */
  private static Set<String> with(Set<String> names, String name) {
    if (names.isEmpty()) {
      return Set.of(name);
    }
    if (names.contains(name)) {
      return names;
    }
    Set<String> more = names instanceof HashSet ? names : new HashSet<>(names);
    more.add(name);
    return more;
  }
}
