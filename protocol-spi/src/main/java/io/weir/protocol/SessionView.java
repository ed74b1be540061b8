package io.weir.protocol;

import io.weir.core.place.Ingress;
import io.weir.core.tenant.Caller;
import java.time.Instant;
import java.util.Map;

/**
 * A connection by which somebody is in, for an operator to see.
 *
 * @param who is in; its connection names it in logs, too
 * @param ingress how it came
 * @param since when
 * @param details what its protocol knows of the client, as JSON has it
 */
public record SessionView(Caller who, Ingress ingress, Instant since, Map<String, Object> details) {
  public SessionView {
    details = Map.copyOf(details);
  }
}
