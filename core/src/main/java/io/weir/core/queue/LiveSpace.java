package io.weir.core.queue;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.weir.core.metadata.MetadataJournal;
import io.weir.core.route.Answer;
import io.weir.core.route.Change;
import io.weir.core.route.Exchange;
import io.weir.core.route.Topology;
import io.weir.core.route.TopologyEntry;
import io.weir.core.tenant.Tenant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A space as it is now. Whoever sends reads it without a lock; changes are made in its {@link
 * #lane}, one after the other, and are seen when they are written down.
 */
final class LiveSpace {
  /** What the keys of all entries of spaces begin with. */
  static final String PREFIX = "space/";

  /** More in one step would not fit into a batch; what is deleted goes in several. */
  private static final int AT_ONCE = 500;

  final Space space;
  final SerialLane lane = new SerialLane();
  final Levelling levelling = new Levelling();
  final Map<String, LiveQueue> queues = new ConcurrentHashMap<>();
  final Map<String, DirectReceiver> directs = new ConcurrentHashMap<>();

  /** Of delayed exchanges, by their names, where messages wait until they are due. */
  final Map<String, LiveQueue> holds = new ConcurrentHashMap<>();

  private volatile Topology topology;

  LiveSpace(Space space) {
    this.space = space;
    Topology base = Topology.EMPTY;
    for (Exchange exchange : StandardExchanges.of(space)) {
      if (base.declare(exchange) instanceof Answer.Changed(Change change)) {
        base = change.topology();
      }
    }
    this.topology = base;
  }

  Tenant tenant() {
    return space.tenant();
  }

  Topology topology() {
    return topology;
  }

  /** In the lane only. */
  void topology(Topology other) {
    topology = other;
  }

  /** Writes a change down, and lets it be seen. In the lane only. */
  Future<Void> make(MetadataJournal metadata, Change change) {
    return write(metadata, change.entries()).onSuccess(written -> topology = change.topology());
  }

  /** Entries as they are to be written; in steps where they are very many. */
  Future<Void> write(MetadataJournal metadata, List<TopologyEntry> entries) {
    Future<Void> written = Future.succeededFuture();
    for (int from = 0; from < entries.size(); from += AT_ONCE) {
      List<TopologyEntry> some = entries.subList(from, Math.min(entries.size(), from + AT_ONCE));
      written = written.compose(before -> writeAll(metadata, some));
    }
    return written;
  }

  private Future<Void> writeAll(MetadataJournal metadata, List<TopologyEntry> entries) {
    Map<String, Optional<JsonObject>> all = new LinkedHashMap<>();
    entries.forEach(each -> all.put(key(each.key()), Optional.ofNullable(each.value())));
    return metadata.putAll(all);
  }

  /** The key of an entry of this space. */
  String key(String inside) {
    return prefix(space) + inside;
  }

  String queueKey(String queue) {
    return key("queue/" + escaped(queue));
  }

  String holdKey(String exchange) {
    return key("held/" + escaped(exchange));
  }

  static String prefix(Space space) {
    return PREFIX + space.tenant().name() + "/" + escaped(space.name()) + "/";
  }

  private static String escaped(String part) {
    return part.replace("%", "%25").replace("/", "%2F");
  }

  /** The space that an entry is of. */
  static Optional<Space> of(String key) {
    String[] parts = key.split("/", 4);
    if (parts.length < 4 || !Tenant.isName(parts[1])) {
      return Optional.empty();
    }
    String name = parts[2].replace("%2F", "/").replace("%25", "%");
    return Space.isName(name)
        ? Optional.of(new Space(new Tenant(parts[1]), name))
        : Optional.empty();
  }
}
