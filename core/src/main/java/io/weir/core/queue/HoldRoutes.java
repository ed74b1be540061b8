package io.weir.core.queue;

import io.vertx.core.Future;
import io.weir.core.publish.PropertyNames;
import io.weir.core.route.AddressTree;
import io.weir.core.route.Envelope;
import io.weir.core.route.Routes;
import io.weir.core.subscription.DeadLetter;
import io.weir.core.subscription.DeadLetters;
import io.weir.core.subscription.Reason;
import io.weir.record.Header;
import java.util.ArrayList;
import java.util.List;

/**
 * Where messages go that a delayed exchange held back, once they are due: they are given up by the
 * queue that they waited in, in the step that puts them where the exchange routes them.
 */
record HoldRoutes(LiveSpace space, String exchange, List<HeaderTypes> types)
    implements DeadLetters {
  /** A key that nobody is to know of, one each; as long as the message is held. */
  static final String BLIND_KEY = PropertyNames.RESERVED_PREFIX + "blind-key";

  /** The headers of a message that is to be held. */
  static List<Header> held(List<Header> stamped, Envelope envelope) {
    List<Header> held = new ArrayList<>(stamped);
    held.removeIf(header -> header.name().equals(BLIND_KEY));
    envelope.keys().stream()
        .skip(envelope.shownKeys().size())
        .forEach(key -> held.add(Header.of(BLIND_KEY, key)));
    return List.copyOf(held);
  }

  @Override
  public Future<List<Target>> route(DeadLetter letter) {
    if (letter.reason() == Reason.EXPIRED) {
      return Future.succeededFuture(List.of());
    }
    List<Header> headers = Shown.headers(letter.message());
    List<String> keys = new ArrayList<>(Stamp.keys(headers, ""));
    List<Header> left = new ArrayList<>();
    for (Header header : headers) {
      if (header.name().equals(BLIND_KEY)) {
        keys.add(String.valueOf(header.text()));
      } else if (!header.name().equals(PropertyNames.DELIVER_AT)) {
        left.add(header);
      }
    }
    Routes routes =
        space
            .topology()
            .route(
                exchange, new RecordEnvelope(List.copyOf(keys), left, types), AddressTree.NOBODY);
    int priority = Priorities.of(left);
    int bytes = Shown.bodyBytes(letter.message());
    return Sending.addLevels(space, routes, priority)
        .map(done -> targets(routes, left, priority, bytes));
  }

  private List<Target> targets(Routes routes, List<Header> left, int priority, int bytes) {
    List<Target> targets = new ArrayList<>();
    for (String name : routes.queues()) {
      LiveQueue queue = space.queues.get(name);
      if (queue != null && queue.hasRoom(bytes)) {
        targets.add(new Target(queue.place(priority, bytes), null, List.copyOf(left)));
      }
    }
    return List.copyOf(targets);
  }
}
