package io.weir.core.queue;

import io.weir.core.route.Exchange;
import io.weir.core.route.ExchangeType;
import java.util.List;

/**
 * The exchanges that each space has without asking, beside the default one. Nobody can delete them.
 */
public final class StandardExchanges {
  /** The tenant's address tree in its first space; elsewhere it routes by its bindings alone. */
  public static final String TOPIC = "amq.topic";

  private static final List<Exchange> WITHOUT_TREE =
      List.of(
          Exchange.durable("amq.direct", new ExchangeType.Direct()),
          Exchange.durable("amq.fanout", new ExchangeType.Fanout()),
          Exchange.durable("amq.headers", new ExchangeType.Headers()),
          Exchange.durable("amq.match", new ExchangeType.Headers()));

  private StandardExchanges() {}

  /** Those of a space. */
  public static List<Exchange> of(Space space) {
    List<Exchange> all = new java.util.ArrayList<>(WITHOUT_TREE);
    all.add(Exchange.durable(TOPIC, new ExchangeType.Topic(space.isFirst())));
    return List.copyOf(all);
  }

  /** Whether an exchange of this name is in each space. */
  public static boolean has(String name) {
    return name.equals(TOPIC)
        || WITHOUT_TREE.stream().anyMatch(exchange -> exchange.name().equals(name));
  }
}
