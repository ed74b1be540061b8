package io.weir.core.route;

/**
 * An exchange as messages come out of it.
 *
 * @param bindings those that begin here
 * @param matcher the same, as they are looked for
 */
record Source(Exchange exchange, PersistentMap<Binding, Binding> bindings, Matcher matcher) {

  static Source of(Exchange exchange) {
    return new Source(exchange, PersistentMap.empty(), Matcher.of(exchange.type()));
  }

  Source plus(Binding binding) {
    return new Source(exchange, bindings.plus(binding, binding), matcher.plus(binding));
  }

  Source minus(Binding binding) {
    return new Source(exchange, bindings.minus(binding), matcher.minus(binding));
  }
}
