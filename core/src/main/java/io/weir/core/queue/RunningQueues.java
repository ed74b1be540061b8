package io.weir.core.queue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.weir.backend.Capabilities;
import io.weir.core.access.Access;
import io.weir.core.event.Events;
import io.weir.core.failure.Failure;
import io.weir.core.limit.Limit;
import io.weir.core.limit.Limits;
import io.weir.core.metadata.MetadataJournal;
import io.weir.core.publish.Publisher;
import io.weir.core.route.ExchangeType;
import io.weir.core.route.Restoration;
import io.weir.core.route.TopologyEntry;
import io.weir.core.state.StateLogs;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Names;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.Topic;
import io.weir.core.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queues with their end: made again from what was written down, and closed in order. */
public final class RunningQueues {
  private static final Logger LOG = LoggerFactory.getLogger(RunningQueues.class);
  private static final String QUEUE = "queue/";
  private static final String HELD = "held/";

  private final Parts parts;
  private final Spaces spaces;
  private final Declarations declarations;
  private final Queues queues;

  private RunningQueues(Parts parts) {
    this.parts = parts;
    this.spaces = new Spaces(parts.metadata());
    this.declarations = new Declarations(parts);
    this.queues = new LiveQueues(parts, spaces, declarations);
  }

  /**
   * The queues that were written down, as they were.
   *
   * @param log that the publisher appends to, too
   * @param names whether a tenant's queues and topics share their names; asked each time
   * @param headerTypes what heads keep of the types of headers
   * @param clock milliseconds since 1970
   */
  public static Future<RunningQueues> start(
      Vertx vertx,
      Capabilities capabilities,
      Topics topics,
      Publisher publisher,
      QueueLog log,
      StateLogs state,
      MetadataJournal metadata,
      Access access,
      Limits limits,
      Events events,
      Function<Tenant, Names> names,
      List<HeaderTypes> headerTypes,
      LongSupplier clock) {
    RunningQueues running =
        new RunningQueues(
            new Parts(
                vertx,
                capabilities,
                topics,
                publisher,
                log,
                metadata,
                new QueueRights(access, events),
                limits,
                events,
                names,
                headerTypes,
                new Shards(vertx, log, state, capabilities, clock),
                clock));
    return running.restore().map(running);
  }

  /** What protocols use. */
  public Queues queues() {
    return queues;
  }

  /** Ends all subscriptions in order; what is settled by then is durable. Idempotent. */
  public Future<Void> close() {
    return parts.shards().close();
  }

  // ---- what was written down

  private Future<Void> restore() {
    Map<Space, List<String>> keys = new TreeMap<>();
    for (String key : parts.metadata().keys(LiveSpace.PREFIX)) {
      LiveSpace.of(key)
          .ifPresentOrElse(
              space -> keys.computeIfAbsent(space, none -> new ArrayList<>()).add(key),
              () -> LOG.error("The entry {} is of no space, and is left as it is", key));
    }
    Future<Void> restored = Future.succeededFuture();
    for (Map.Entry<Space, List<String>> of : keys.entrySet()) {
      LiveSpace space = spaces.ensure(of.getKey());
      restored = restored.compose(before -> restore(space, of.getValue()));
    }
    return restored.onSuccess(done -> parts.topics().onChange(new Follower()));
  }

  private Future<Void> restore(LiveSpace space, List<String> keys) {
    int length = LiveSpace.prefix(space.space).length();
    List<QueueEntry> entries = new ArrayList<>();
    List<QueueEntry> held = new ArrayList<>();
    List<TopologyEntry> topology = new ArrayList<>();
    for (String key : keys) {
      String inside = key.substring(length);
      JsonObject value = parts.metadata().get(key).orElse(null);
      if (value == null || inside.equals(Spaces.HERE)) {
        continue;
      }
      if (inside.startsWith(QUEUE)) {
        QueueEntry.read(key, value).ifPresent(entries::add);
      } else if (inside.startsWith(HELD)) {
        QueueEntry.read(key, value).ifPresent(held::add);
      } else {
        topology.add(new TopologyEntry(inside, value));
      }
    }
    Future<Void> queuesThere = Future.succeededFuture();
    for (QueueEntry entry : entries) {
      queuesThere = queuesThere.compose(before -> restore(space, entry));
    }
    Future<Void> restored = queuesThere.compose(there -> restoreTopology(space, topology));
    for (QueueEntry entry : held) {
      restored = restored.compose(before -> restoreHeld(space, entry));
    }
    return restored;
  }

  private Future<Void> restoreHeld(LiveSpace space, QueueEntry entry) {
    boolean isDelayed =
        space
            .topology()
            .exchange(entry.name())
            .filter(exchange -> exchange.type() instanceof ExchangeType.Delayed)
            .isPresent();
    return isDelayed
        ? declarations
            .open(space, entry, new HoldRoutes(space, entry.name(), parts.headerTypes()))
            .map(
                hold -> {
                  declarations.holds().add(hold);
                  return null;
                })
        : declarations.finish(space, entry, space.holdKey(entry.name()), false);
  }

  /** A queue that was going goes on; one whose topic is missing has it made again, if it can. */
  private Future<Void> restore(LiveSpace space, QueueEntry entry) {
    if (entry.isGoing()) {
      return declarations.finish(space, entry, false);
    }
    return declarations
        .open(space, entry)
        .map(
            queue -> {
              Caller keeper = Declarations.keeper(space.tenant());
              queue.hasPlace = !parts.limits().take(keeper, Limit.QUEUES).isNeeded();
              declarations.add(queue);
              queue.openIfItMatters();
              return (Void) null;
            })
        .recover(
            cause -> {
              if (!(cause instanceof Failure.UnknownTopic)) {
                return Future.failedFuture(cause); // it may well be there another time
              }
              LOG.error(
                  "Queue {} of tenant {} is not there: {}",
                  entry.name(),
                  space.tenant().name(),
                  cause.getMessage());
              return Future.succeededFuture();
            });
  }

  private Future<Void> restoreTopology(LiveSpace space, List<TopologyEntry> entries) {
    Restoration restoration = space.topology().restore(entries);
    space.topology(restoration.topology());
    List<TopologyEntry> forgotten =
        restoration.orphans().stream().map(key -> new TopologyEntry(key, null)).toList();
    return space.write(parts.metadata(), forgotten);
  }

  /** A queue goes with its topic, and has what comes into partitions that its topic gets. */
  private final class Follower implements Topics.Listener {
    @Override
    public void altered(Topic topic) {
      for (LiveQueue queue : spaces.queuesOn(topic)) {
        if (queue.partitions().size() < topic.partitions()) {
          queue
              .extend(topic)
              .onFailure(
                  cause ->
                      LOG.warn(
                          "Queue {} has not got its topic's new partitions, until a restart: {}",
                          queue.name(),
                          cause.toString()));
        }
      }
    }

    @Override
    public void deleted(Topic topic) {
      for (LiveQueue queue : spaces.queuesOn(topic)) {
        declarations
            .delete(queue)
            .onFailure(
                cause -> LOG.warn("Queue {} did not go: {}", queue.name(), cause.toString()));
      }
    }
  }
}
