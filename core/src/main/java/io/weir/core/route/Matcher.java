package io.weir.core.route;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An exchange's bindings, in the way in which its type looks for those that match. Immutable. */
interface Matcher {

  /** With a binding that was not there. */
  Matcher plus(Binding binding);

  /** Without a binding that was there. */
  Matcher minus(Binding binding);

  /** Names the destinations of what matches; one may be named more than once. */
  void match(Envelope envelope, Consumer<Destination> to);

  /** Why a binding is none for this type, as a sentence; null where it is one. */
  default @Nullable String fault(Binding binding) {
    return null;
  }

  /** Without bindings. */
  static Matcher of(ExchangeType type) {
    return switch (type) {
      case ExchangeType.Direct direct -> new DirectMatcher(PersistentMap.empty());
      case ExchangeType.Fanout fanout -> new AllMatcher(PersistentMap.empty(), false);
      case ExchangeType.Topic topic -> new TopicMatcher(TopicTrie.EMPTY);
      case ExchangeType.Headers headers -> new AllMatcher(PersistentMap.empty(), true);
      case ExchangeType.ConsistentHash hash -> new ShareMatcher(hash.on(), PersistentMap.empty());
      case ExchangeType.ModulusHash hash -> new OneMatcher(PersistentMap.empty(), true);
      case ExchangeType.Random random -> new OneMatcher(PersistentMap.empty(), false);
      case ExchangeType.Delayed delayed -> of(delayed.underlying());
    };
  }
}
