package io.weir.core.queue;

import io.weir.core.route.Binding;
import io.weir.core.route.Exchange;
import java.util.List;

/**
 * A space that is to be there, with what is to be in it.
 *
 * @param name empty for the tenant's first one
 * @param exchanges that are no {@linkplain StandardExchanges standard} ones
 * @param queues that are durable
 * @param bindings of these, and of standard exchanges
 */
public record SpaceDefinition(
    String name, List<Exchange> exchanges, List<Queue> queues, List<Binding> bindings) {

  /**
   * @throws IllegalArgumentException if a space cannot be called that
   */
  public SpaceDefinition {
    if (!Space.isName(name)) {
      throw new IllegalArgumentException("no space can be called '" + name + "'");
    }
    exchanges = List.copyOf(exchanges);
    queues = List.copyOf(queues);
    bindings = List.copyOf(bindings);
  }

  /** A queue that is to be there. */
  public record Queue(String name, QueueOptions options) {}
}
