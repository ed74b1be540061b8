package io.weir.core.route;

import java.util.Collections;
import java.util.Set;

/**
 * Where a message goes; everything once, in no particular order.
 *
 * @param queues the names of queues
 * @param addresses routing keys of addresses, which somebody wants
 * @param held the names of delayed exchanges that hold the message back; when it is due, it is
 *     routed from there, as no longer delayed
 */
public record Routes(Set<String> queues, Set<String> addresses, Set<String> held) {
  public Routes {
    queues = Collections.unmodifiableSet(queues);
    addresses = Collections.unmodifiableSet(addresses);
    held = Collections.unmodifiableSet(held);
  }

  /** Whether the message goes anywhere at all, now or later. */
  public boolean matched() {
    return !queues.isEmpty() || !addresses.isEmpty() || !held.isEmpty();
  }
}
