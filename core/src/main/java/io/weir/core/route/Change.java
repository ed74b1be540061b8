package io.weir.core.route;

import java.util.List;

/**
 * A change of a topology, as a value: nothing has happened yet. It holds once its owner routes by
 * the topology it leads to, which is when all of its entries are written; the next change is made
 * to that topology, and may be before they are.
 *
 * @param topology what the topology is with it
 * @param added what there is more, in the order in which it came
 * @param removed what there is no more, in the order in which it went: what was asked for, and what
 *     cannot be without that
 * @param entries those of both that are durable, as they are to be written, all or none
 */
public record Change(
    Topology topology, List<Entity> added, List<Entity> removed, List<TopologyEntry> entries) {
  public Change {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    entries = List.copyOf(entries);
  }
}
