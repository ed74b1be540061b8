package io.weir.core.queue;

import io.vertx.core.Future;
import io.weir.core.metadata.MetadataJournal;
import io.weir.core.route.Answer;
import io.weir.core.route.Binding;
import io.weir.core.route.Change;
import io.weir.core.route.Destination;
import io.weir.core.route.Exchange;
import io.weir.core.route.Topology;
import io.weir.core.tenant.Caller;
import java.util.function.Supplier;

/** Changes of the exchanges and bindings of spaces; who may is asked before. Any thread. */
record Exchanges(MetadataJournal metadata, Holds holds) {

  Future<Reply<Declared<Exchange>>> declare(LiveSpace space, Exchange exchange) {
    return space.lane.run(
        () ->
            switch (space.topology().declare(exchange)) {
              case Answer.Changed(Change change) ->
                  holds
                      .before(space, exchange)
                      .compose(ready -> space.make(metadata, change))
                      .map(made -> Reply.done(new Declared<>(true, exchange)));
              case Answer.Same same ->
                  done(
                      new Declared<>(
                          false, space.topology().exchange(exchange.name()).orElse(exchange)));
              case Answer.Differs(Exchange.Aspect in, Exchange asked, Exchange present) ->
                  refused(new Refusal.OtherExchange(in, asked, present));
              case Answer.DefaultExchange none -> refused(alwaysThere(exchange.name()));
            });
  }

  Future<Reply<Boolean>> delete(LiveSpace space, String name, boolean ifUnused) {
    if (StandardExchanges.has(name)) {
      return refused(alwaysThere(name));
    }
    return space.lane.run(
        () ->
            switch (space.topology().delete(name, ifUnused)) {
              case Answer.Changed(Change change) -> make(space, change);
              case Answer.Missing missing -> done(false);
              case Answer.InUse inUse -> refused(new Refusal.ExchangeInUse(name));
              case Answer.DefaultExchange none -> refused(alwaysThere(name));
            });
  }

  Future<Reply<Boolean>> bind(Caller caller, LiveSpace space, Binding binding) {
    return unlocked(
        caller,
        space,
        binding,
        () ->
            switch (space.topology().bind(binding)) {
              case Answer.Changed(Change change) -> make(space, change);
              case Answer.Same same -> done(false);
              case Answer.Missing(boolean exchange, boolean destination) ->
                  refused(missing(binding, exchange));
              case Answer.Invalid(String reason) -> refused(new Refusal.Invalid(reason));
              case Answer.DefaultExchange none -> refused(alwaysThere(defaultOf(binding)));
            });
  }

  Future<Reply<Boolean>> unbind(Caller caller, LiveSpace space, Binding binding) {
    return unlocked(
        caller,
        space,
        binding,
        () ->
            switch (space.topology().unbind(binding)) {
              case Answer.Changed(Change change) -> make(space, change);
              case Answer.Same same -> done(false);
              case Answer.DefaultExchange none -> refused(alwaysThere(defaultOf(binding)));
            });
  }

  /** Changes a binding in the lane, unless it leads to a queue that is another connection's. */
  private static Future<Reply<Boolean>> unlocked(
      Caller caller, LiveSpace space, Binding binding, Supplier<Future<Reply<Boolean>>> change) {
    return space.lane.run(
        () -> {
          LiveQueue queue =
              binding.destination() instanceof Destination.ToQueue(String name)
                  ? space.queues.get(name)
                  : null;
          return queue != null && queue.isLockedFor(caller.connection())
              ? refused(new Refusal.Locked(queue.name()))
              : change.get();
        });
  }

  private Future<Reply<Boolean>> make(LiveSpace space, Change change) {
    return space
        .make(metadata, change)
        .compose(made -> holds.after(space, change))
        .map(made -> Reply.done(true));
  }

  private static Refusal missing(Binding binding, boolean exchange) {
    if (exchange) {
      return new Refusal.NoExchange(binding.exchange());
    }
    return switch (binding.destination()) {
      case Destination.ToQueue(String name) -> new Refusal.NoQueue(name);
      case Destination.ToExchange(String name) -> new Refusal.NoExchange(name);
    };
  }

  private static Refusal alwaysThere(String exchange) {
    return new Refusal.AlwaysThere(exchange);
  }

  private static String defaultOf(Binding binding) {
    return binding.exchange().equals(Topology.DEFAULT_EXCHANGE)
        ? binding.exchange()
        : binding.destination().name();
  }

  static <T> Future<Reply<T>> done(T value) {
    return Future.succeededFuture(Reply.done(value));
  }

  static <T> Future<Reply<T>> refused(Refusal why) {
    return Future.succeededFuture(Reply.refused(why));
  }
}
