package io.weir.core.route;

/** What an exchange is bound to, by its name in the space. */
public sealed interface Destination {
  String name();

  /** A queue. */
  static Destination queue(String name) {
    return new ToQueue(name);
  }

  /** An exchange, which routes what comes to it by bindings of its own. */
  static Destination exchange(String name) {
    return new ToExchange(name);
  }

  /** A queue. */
  record ToQueue(String name) implements Destination {
    @Override
    public int hashCode() {
      return SecretHash.of(name);
    }
  }

  /** An exchange. */
  record ToExchange(String name) implements Destination {
    @Override
    public int hashCode() {
      return ~SecretHash.of(name);
    }
  }
}
