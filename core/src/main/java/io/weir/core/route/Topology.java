package io.weir.core.route;

import io.weir.core.route.Exchange.Aspect;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges of a space, what they are bound to, and the names of its queues. Immutable: who
 * routes holds one and needs no lock, and sees of a change, of many bindings too, all or nothing. A
 * change is asked for, is answered, and leads to another topology, which shares nearly everything
 * with this one; it costs what it changes, not what there is. Whoever owns the topology of a space
 * makes changes one after the other, and lets others see each when it is written down.
 *
 * <p>The default exchange, whose name is empty, routes to the queues that the message's keys name.
 * It is always there, and nothing can be done to it.
 *
 * <p>Which names are reserved, how long they are, who may do what, and how many there may be, is
 * looked at before anything is asked of a topology.
 */
public final class Topology {
  /** The name of the default exchange. */
  public static final String DEFAULT_EXCHANGE = "";

  /** Without queues, and without exchanges but the default one. */
  public static final Topology EMPTY =
      new Topology(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty(), 0);

  /** Whether each queue is durable. */
  final PersistentMap<String, Boolean> queues;

  final PersistentMap<String, Source> sources;
  final PersistentMap<Destination, PersistentMap<Binding, Binding>> incoming;
  private final int bindings;

  Topology(
      PersistentMap<String, Boolean> queues,
      PersistentMap<String, Source> sources,
      PersistentMap<Destination, PersistentMap<Binding, Binding>> incoming,
      int bindings) {
    this.queues = queues;
    this.sources = sources;
    this.incoming = incoming;
    this.bindings = bindings;
  }

  /** An exchange as it was declared; empty also for the default one, which nobody declared. */
  public Optional<Exchange> exchange(String name) {
    return Optional.ofNullable(source(name)).map(Source::exchange);
  }

  /** Whether there is a queue of that name. */
  public boolean hasQueue(String name) {
    return queues.has(name);
  }

  /** All exchanges but the default one, in no particular order. */
  public List<Exchange> exchanges() {
    return sources.values().stream().map(Source::exchange).toList();
  }

  /** The bindings that begin at an exchange, in no particular order. */
  public List<Binding> bindingsFrom(String exchange) {
    Source source = source(exchange);
    return source == null ? List.of() : source.bindings().values();
  }

  /** The bindings that lead to a queue or an exchange, in no particular order. */
  public List<Binding> bindingsTo(Destination destination) {
    PersistentMap<Binding, Binding> found = incoming.get(destination);
    return found == null ? List.of() : found.values();
  }

  /** How many exchanges there are besides the default one. */
  public int exchangeCount() {
    return sources.size();
  }

  /** How many bindings there are. */
  public int bindingCount() {
    return bindings;
  }

  /**
   * Where a message goes. An exchange that matches nothing passes it on to its alternate exchange;
   * one that is come to again is left out.
   *
   * @param exchange where it is sent to; where there is none of that name it goes nowhere
   * @param tree asked by an exchange that is the address tree
   */
  public Routes route(String exchange, Envelope envelope, AddressTree tree) {
    return new Walk(this, envelope, tree).from(exchange);
  }

  /** An exchange is to be there, as is said of it. */
  public Answer.Declared declare(Exchange asked) {
    if (asked.name().equals(DEFAULT_EXCHANGE)) {
      return new Answer.DefaultExchange();
    }
    Source present = source(asked.name());
    if (present == null) {
      Edit edit = new Edit(this);
      edit.add(asked);
      return new Answer.Changed(edit.change());
    }
    Aspect aspect = present.exchange().differenceTo(asked);
    return aspect == null
        ? new Answer.Same()
        : new Answer.Differs(aspect, asked, present.exchange());
  }

  /**
   * An exchange is to go, and with it its bindings, those that lead to it too.
   *
   * @param ifUnused only if no binding begins at it
   */
  public Answer.Deleted delete(String exchange, boolean ifUnused) {
    if (exchange.equals(DEFAULT_EXCHANGE)) {
      return new Answer.DefaultExchange();
    }
    Source source = source(exchange);
    if (source == null) {
      return new Answer.Missing(true, false);
    }
    if (ifUnused && !source.bindings().isEmpty()) {
      return new Answer.InUse();
    }
    Edit edit = new Edit(this);
    edit.remove(source.exchange());
    return new Answer.Changed(edit.change());
  }

  /** A binding is to be there. */
  public Answer.Bound bind(Binding binding) {
    if (isDefault(binding)) {
      return new Answer.DefaultExchange();
    }
    Source source = source(binding.exchange());
    boolean destination =
        switch (binding.destination()) {
          case Destination.ToQueue(String name) -> queues.has(name);
          case Destination.ToExchange(String name) -> sources.has(name);
        };
    if (source == null || !destination) {
      return new Answer.Missing(source == null, !destination);
    }
    String fault = source.matcher().fault(binding);
    if (fault != null) {
      return new Answer.Invalid(fault);
    }
    if (source.bindings().has(binding)) {
      return new Answer.Same();
    }
    Edit edit = new Edit(this);
    edit.add(binding);
    return new Answer.Changed(edit.change());
  }

  /** A binding is to go; that it was not there, nor what it would lead to, is no fault. */
  public Answer.Unbound unbind(Binding binding) {
    if (isDefault(binding)) {
      return new Answer.DefaultExchange();
    }
    Source source = source(binding.exchange());
    if (source == null || !source.bindings().has(binding)) {
      return new Answer.Same();
    }
    Edit edit = new Edit(this);
    edit.remove(binding);
    return new Answer.Changed(edit.change());
  }

  private static boolean isDefault(Binding binding) {
    return binding.exchange().equals(DEFAULT_EXCHANGE)
        || binding.destination().equals(Destination.exchange(DEFAULT_EXCHANGE));
  }

  /**
   * A queue is there, which is written down elsewhere.
   *
   * @param durable whether it is there after a restart, and so its bindings to durable exchanges
   */
  public Topology withQueue(String name, boolean durable) {
    return hasQueue(name)
        ? this
        : new Topology(queues.plus(name, durable), sources, incoming, bindings);
  }

  /** A queue is there no more, and so none of its bindings; of one that was not there, nothing. */
  public Change withoutQueue(String name) {
    Edit edit = new Edit(this);
    edit.removeQueue(name);
    return edit.change();
  }

  /** What has been written down, put back, see {@link Restoration}. */
  public Restoration restore(Iterable<TopologyEntry> entries) {
    return Restoration.of(this, entries);
  }

  @Nullable Source source(String exchange) {
    return sources.get(exchange);
  }

  /** Whether something, which is there, outlives a restart. */
  boolean isDurable(Entity entity) {
    return switch (entity) {
      case Exchange exchange -> exchange.durable();
      case Binding binding ->
          isDurable(Destination.exchange(binding.exchange())) && isDurable(binding.destination());
    };
  }

  private boolean isDurable(Destination named) {
    return switch (named) {
      case Destination.ToQueue(String name) -> Boolean.TRUE.equals(queues.get(name));
      case Destination.ToExchange(String name) -> {
        Source source = source(name);
        yield source != null && source.exchange().durable();
      }
    };
  }
}
