package io.weir.core.route;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A change while it is made. */
final class Edit {
  private final Topology before;
  private PersistentMap<String, Boolean> queues;
  private PersistentMap<String, Source> sources;
  private PersistentMap<Destination, PersistentMap<Binding, Binding>> incoming;
  private final List<Entity> added = new ArrayList<>();
  private final List<Entity> removed = new ArrayList<>();
  private int bindings;

  Edit(Topology before) {
    this.before = before;
    this.queues = before.queues;
    this.sources = before.sources;
    this.incoming = before.incoming;
    this.bindings = before.bindingCount();
  }

  /** An exchange that is not there. */
  void add(Exchange exchange) {
    sources = sources.plus(exchange.name(), Source.of(exchange));
    added.add(exchange);
  }

  /** A binding that is not there, between what is. */
  void add(Binding binding) {
    Source source = sources.get(binding.exchange());
    if (source == null) {
      throw new IllegalStateException("no exchange to bind: " + binding);
    }
    sources = sources.plus(binding.exchange(), source.plus(binding));
    incoming = incoming.plus(binding.destination(), leadingTo(binding).plus(binding, binding));
    bindings++;
    added.add(binding);
  }

  /** A binding that is there. */
  void remove(Binding binding) {
    Deque<Exchange> going = new ArrayDeque<>();
    unbind(binding, going);
    remove(going);
  }

  /** An exchange that is there. */
  void remove(Exchange exchange) {
    remove(new ArrayDeque<>(List.of(exchange)));
  }

  /** A queue, there or not. */
  void removeQueue(String name) {
    Deque<Exchange> going = new ArrayDeque<>();
    before.bindingsTo(Destination.queue(name)).forEach(binding -> unbind(binding, going));
    queues = queues.minus(name);
    remove(going);
  }

  /** Exchanges, and those that go because of them: one after the other, however long the chain. */
  private void remove(Deque<Exchange> going) {
    for (Exchange exchange = going.poll(); exchange != null; exchange = going.poll()) {
      Source source = sources.get(exchange.name());
      if (source != null) {
        sources = sources.minus(exchange.name());
        source.bindings().values().forEach(this::forget);
        PersistentMap<Binding, Binding> leading =
            incoming.get(Destination.exchange(exchange.name()));
        if (leading != null) {
          leading.values().forEach(binding -> unbind(binding, going));
        }
        removed.add(exchange);
      }
    }
  }

  /** Takes a binding from its exchange, which goes too if it wants to. */
  private void unbind(Binding binding, Deque<Exchange> going) {
    Source source = sources.get(binding.exchange());
    if (source == null) {
      return; // gone, and its bindings with it
    }
    Source left = source.minus(binding);
    sources = sources.plus(binding.exchange(), left);
    forget(binding);
    if (left.exchange().autoDelete() && left.bindings().isEmpty()) {
      going.add(left.exchange());
    }
  }

  private void forget(Binding binding) {
    PersistentMap<Binding, Binding> left = leadingTo(binding).minus(binding);
    incoming =
        left.isEmpty()
            ? incoming.minus(binding.destination())
            : incoming.plus(binding.destination(), left);
    bindings--;
    removed.add(binding);
  }

  private PersistentMap<Binding, Binding> leadingTo(Binding binding) {
    PersistentMap<Binding, Binding> leading = incoming.get(binding.destination());
    return leading == null ? PersistentMap.empty() : leading;
  }

  Change change() {
    Topology after = new Topology(queues, sources, incoming, bindings);
    List<TopologyEntry> entries = new ArrayList<>();
    removed.stream().filter(before::isDurable).map(EntityJson::forgotten).forEach(entries::add);
    added.stream().filter(after::isDurable).map(EntityJson::written).forEach(entries::add);
    return new Change(after, added, removed, entries);
  }
}
