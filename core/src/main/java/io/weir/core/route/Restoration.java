package io.weir.core.route;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A topology made again from what was written down. What was there before it, queues and exchanges
 * that are always there, stays as it is.
 *
 * @param topology with all that could be put back
 * @param orphans the keys of bindings between which something is missing, as after a crash between
 *     two steps: to be forgotten
 * @param unreadable the keys of entries that this release cannot read: to be kept
 */
public record Restoration(Topology topology, List<String> orphans, List<String> unreadable) {
  private static final Logger LOG = LoggerFactory.getLogger(Restoration.class);

  public Restoration {
    orphans = List.copyOf(orphans);
    unreadable = List.copyOf(unreadable);
  }

  static Restoration of(Topology base, Iterable<TopologyEntry> entries) {
    Map<String, Binding> bindings = new LinkedHashMap<>();
    List<String> orphans = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    Topology topology = base;
    for (TopologyEntry entry : entries) {
      JsonObject value = entry.value();
      if (value == null) {
        continue;
      }
      Optional<Entity> entity = read(entry.key(), value);
      if (entity.isEmpty()) {
        unreadable.add(entry.key());
      } else {
        switch (entity.get()) {
          case Binding binding -> bindings.put(entry.key(), binding);
          case Exchange exchange -> topology = with(topology, exchange);
        }
      }
    }
    for (Map.Entry<String, Binding> entry : bindings.entrySet()) {
      switch (topology.bind(entry.getValue())) {
        case Answer.Changed(Change change) -> topology = change.topology();
        case Answer.Same there -> {}
        case Answer.Missing missing -> orphans.add(entry.getKey());
        case Answer.Invalid invalid -> unreadable.add(entry.getKey());
        case Answer.DefaultExchange none -> unreadable.add(entry.getKey());
      }
    }
    return new Restoration(topology, orphans, unreadable);
  }

  private static Topology with(Topology topology, Exchange exchange) {
    return topology.declare(exchange) instanceof Answer.Changed(Change change)
        ? change.topology()
        : topology;
  }

  private static Optional<Entity> read(String key, JsonObject value) {
    try {
      return Optional.of(EntityJson.read(value));
    } catch (RuntimeException unreadable) { // JSON of another shape ends in exceptions of any kind
      LOG.warn("The entry {} of a topology cannot be read: {}", key, value, unreadable);
      return Optional.empty();
    }
  }
}
