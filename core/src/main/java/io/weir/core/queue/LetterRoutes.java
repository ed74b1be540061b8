package io.weir.core.queue;

import io.vertx.core.Future;
import io.weir.backend.TopicPartition;
import io.weir.core.publish.PropertyNames;
import io.weir.core.queue.QueueOptions.DeadLetterRoute;
import io.weir.core.route.AddressTree;
import io.weir.core.route.Routes;
import io.weir.core.subscription.DeadLetter;
import io.weir.core.subscription.DeadLetters;
import io.weir.core.subscription.Reason;
import io.weir.record.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the messages go that a queue gives up: through the exchange that was said, with the key
 * that was said or the one that they came with. One that would only come back for ever is left out
 * of the queue that it was in.
 */
final class LetterRoutes implements DeadLetters {
  /** What was of the message where it was: its times are over, and its stamp is another now. */
  private static final Set<String> LEFT_BEHIND =
      Set.of(
          DeadLetterDeath.HEADER,
          PropertyNames.ABSOLUTE_EXPIRY_TIME,
          PropertyNames.DELIVER_AT,
          Stamp.EXCHANGE,
          Stamp.KEY,
          Stamp.FURTHER_KEY);

  private final LiveQueue queue;
  private final Parts parts;

  LetterRoutes(LiveQueue queue, Parts parts) {
    this.queue = queue;
    this.parts = parts;
  }

  @Override
  public Future<List<Target>> route(DeadLetter letter) {
    Onward onward = onward(Shown.headers(letter.message()), letter.reason());
    if (onward == null) {
      return Future.succeededFuture(List.of());
    }
    int bytes = Shown.bodyBytes(letter.message());
    return Sending.addLevels(queue.space, onward.routes, onward.priority)
        .map(
            done ->
                targets(onward, bytes).stream()
                    .map(each -> new Target(each.partition(), each.key(), each.headers()))
                    .toList());
  }

  /** Where a message of these headers goes; a stamp among them says how it came. */
  List<io.weir.core.publish.Target> targets(List<Header> headers, int bytes, Reason reason) {
    Onward onward = onward(headers, reason);
    return onward == null ? List.of() : targets(onward, bytes);
  }

  /** A letter on its way: as what, and to whom. */
  private record Onward(
      List<Header> stamped, List<DeadLetterDeath> history, Routes routes, int priority) {}

  private @Nullable Onward onward(List<Header> headers, Reason reason) {
    DeadLetterRoute route = queue.options().deadLetter();
    if (route == null) {
      return null;
    }
    List<String> came = Stamp.keys(headers, queue.name());
    String said = route.key();
    List<String> keys = said == null ? came : List.of(said);
    List<DeadLetterDeath> history = history(headers, came, reason);
    List<Header> left = left(headers, history);
    Routes routes =
        queue
            .space
            .topology()
            .route(
                route.exchange(),
                new RecordEnvelope(keys, left, parts.headerTypes()),
                AddressTree.NOBODY);
    return new Onward(
        Stamp.on(left, route.exchange(), keys), history, routes, Priorities.of(headers));
  }

  private List<io.weir.core.publish.Target> targets(Onward onward, int bytes) {
    List<io.weir.core.publish.Target> targets = new ArrayList<>();
    for (String name : onward.routes.queues()) {
      LiveQueue target = queue.space.queues.get(name);
      if (target != null
          && !DeadLetterDeath.isCycle(onward.history, name)
          && target.hasRoom(bytes)) {
        TopicPartition place = target.place(onward.priority, bytes);
        targets.add(io.weir.core.publish.Target.of(place, onward.stamped));
      }
    }
    return targets;
  }

  private List<DeadLetterDeath> history(List<Header> headers, List<String> keys, Reason reason) {
    long now = parts.clock().getAsLong();
    DeadLetterDeath latest =
        new DeadLetterDeath(
            queue.name(),
            reason,
            1,
            now,
            now,
            Stamp.exchange(headers),
            keys,
            Priorities.number(headers, PropertyNames.ABSOLUTE_EXPIRY_TIME));
    return DeadLetterDeath.after(DeadLetterDeath.in(headers), latest);
  }

  private static List<Header> left(List<Header> headers, List<DeadLetterDeath> history) {
    List<Header> left = new ArrayList<>(headers);
    left.removeIf(header -> LEFT_BEHIND.contains(header.name()));
    history.forEach(death -> left.add(death.header()));
    return left;
  }
}
