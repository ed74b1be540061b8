package io.weir.core.queue;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.weir.core.address.Address;
import io.weir.core.address.RoutingKey;
import io.weir.core.failure.Failure;
import io.weir.core.limit.Wait;
import io.weir.core.publish.Message;
import io.weir.core.publish.PropertyNames;
import io.weir.core.publish.Sent;
import io.weir.core.publish.Target;
import io.weir.core.queue.QueueOptions.Overflow;
import io.weir.core.route.AddressTree;
import io.weir.core.route.Envelope;
import io.weir.core.route.Exchange;
import io.weir.core.route.Routes;
import io.weir.core.route.Topology;
import io.weir.core.subscription.Reason;
import io.weir.core.tenant.Caller;
import io.weir.core.topic.Topic;
import io.weir.record.Header;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From an exchange to the places that a message is to lie in. Any thread. */
final class Sending {
  private final Parts parts;

  Sending(Parts parts) {
    this.parts = parts;
  }

  /**
   * Where a message goes, found out and not yet done.
   *
   * @param outcome what is answered once it is stored; or at once, where there are no targets
   * @param bytes of the body
   * @param counted queues that have counted it
   * @param lacking those among them that are to tell its priority apart, and do not yet
   */
  record Routed(
      Outcome outcome,
      @Nullable ByteBuf body,
      int bytes,
      List<Target> targets,
      List<LiveQueue> counted,
      List<LiveQueue> lacking) {

    static Routed nowhere(Message message, Outcome outcome) {
      ByteBuf body = message.body();
      int bytes = body == null ? 0 : body.readableBytes();
      release(message);
      return new Routed(outcome, null, bytes, List.of(), List.of(), List.of());
    }

    /** The queues that counted it are not to. */
    void notSent() {
      counted.forEach(queue -> queue.notSent(bytes));
    }

    /** It is not sent after all. */
    void drop() {
      notSent();
      if (body != null) {
        body.release();
      }
    }
  }

  static void release(Message message) {
    ByteBuf body = message.body();
    if (body != null) {
      body.release();
    }
  }

  Future<Outcome> publish(Caller caller, LiveSpace space, Posting posting) {
    Routed routed;
    try {
      routed = route(caller, space, posting);
    } catch (Failure refused) {
      release(posting.message());
      return Future.failedFuture(refused);
    }
    if (routed.lacking.isEmpty()) {
      return store(caller, posting, routed);
    }
    routed.notSent();
    return wait(caller, space, posting, routed.lacking);
  }

  /** Sends what has to wait for its place in some queues. */
  private Future<Outcome> wait(
      Caller caller, LiveSpace space, Posting posting, List<LiveQueue> lacking) {
    ContextInternal context = ((VertxInternal) parts.vertx()).getOrCreateContext();
    Promise<Outcome> answer = context.promise();
    space.levelling.await(
        context,
        lacking,
        () -> {
          try {
            store(caller, posting, route(caller, space, posting)).onComplete(answer);
          } catch (Failure refused) {
            release(posting.message());
            answer.fail(refused);
          }
        });
    return answer.future();
  }

  private Future<Outcome> store(Caller caller, Posting posting, Routed routed) {
    return routed.targets.isEmpty()
        ? nowhere(caller, routed)
        : store(caller, what(posting), routed);
  }

  /** As {@link #addLevels}, of those among the targets of a message that are to. */
  static Future<Void> addLevels(LiveSpace space, Routes routes, int priority) {
    if (priority == 0) {
      return Future.succeededFuture();
    }
    List<LiveQueue> lacking = new ArrayList<>();
    for (String name : routes.queues()) {
      LiveQueue queue = space.queues.get(name);
      if (queue != null && queue.lacksLevel(priority)) {
        lacking.add(queue);
      }
    }
    return addLevels(lacking);
  }

  /** Has queues tell priorities apart; where one cannot, its messages come in their order. */
  static Future<Void> addLevels(Collection<LiveQueue> lacking) {
    return Future.join(lacking.stream().map(LiveQueue::addLevels).toList())
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  /** What goes nowhere takes its publisher's time all the same, or a flood of it would be free. */
  private Future<Outcome> nowhere(Caller caller, Routed routed) {
    boolean isCharged = routed.outcome instanceof Outcome.Stored; // it went to somebody directly
    Wait wait = isCharged ? Wait.NONE : parts.limits().tryPublish(caller, 1, routed.bytes);
    return wait.isNeeded()
        ? Future.failedFuture(wait.failure())
        : Future.succeededFuture(routed.outcome);
  }

  /** What a posting was sent to, in words. */
  static String what(Posting posting) {
    return posting.exchange().equals(Topology.DEFAULT_EXCHANGE)
        ? posting.envelope().keys().getFirst()
        : posting.exchange();
  }

  /** Does what was found out. */
  Future<Outcome> store(Caller caller, String what, Routed routed) {
    return parts
        .publisher()
        .publishTo(caller, what, routed.body, routed.targets)
        .onFailure(cause -> routed.notSent())
        .map(routed.outcome);
  }

  /** Does what was found out of several, together. */
  Future<Void> store(Caller caller, List<Sent> all) {
    return parts.publisher().publishTogether(caller, all);
  }

  /**
   * Finds out where a message goes; where it goes nowhere its body is released, and what goes to
   * somebody directly has gone there.
   *
   * @throws Failure if the caller may not send it, and then the body is still the caller's
   */
  Routed route(Caller caller, LiveSpace space, Posting posting) {
    Message message = posting.message();
    String exchange = posting.exchange();
    List<String> keys = posting.envelope().keys();
    boolean isDefault = exchange.equals(Topology.DEFAULT_EXCHANGE);
    DirectReceiver direct = isDefault ? space.directs.get(keys.getFirst()) : null;
    if (direct != null) {
      return deliver(caller, direct, keys.getFirst(), message);
    }
    if (isDefault) {
      keys.forEach(key -> mayPublish(caller, space, key));
    } else {
      parts.rights().publish(caller, space.space, exchange);
    }
    Topology topology = space.topology();
    Refusal refusal = isDefault ? null : refusal(topology, exchange);
    if (refusal != null) {
      return Routed.nowhere(message, new Outcome.NotSent(refusal));
    }
    Routes routes = topology.route(exchange, posting.envelope(), tree(caller, space));
    return routes.matched()
        ? new Targets(caller, space, posting).of(routes)
        : Routed.nowhere(message, new Outcome.Unroutable());
  }

  /** By a queue's name. */
  private void mayPublish(Caller caller, LiveSpace space, String key) {
    parts.rights().publish(caller, space.space, Topology.DEFAULT_EXCHANGE, key);
    LiveQueue queue = space.queues.get(key);
    if (queue != null) {
      parts.rights().publishTo(caller, queue);
    }
  }

  private static @Nullable Refusal refusal(Topology topology, String name) {
    Optional<Exchange> exchange = topology.exchange(name);
    if (exchange.isEmpty()) {
      return new Refusal.NoExchange(name);
    }
    return exchange.get().internal() ? new Refusal.Internal(name) : null;
  }

  private Routed deliver(Caller caller, DirectReceiver direct, String key, Message message) {
    ByteBuf body = message.body();
    Wait wait = parts.limits().tryPublish(caller, 1, body == null ? 0 : body.readableBytes());
    if (wait.isNeeded()) {
      throw wait.failure();
    }
    boolean taken = direct.deliver(Topology.DEFAULT_EXCHANGE, key, body, message.headers());
    return new Routed(
        taken ? new Outcome.Stored(1) : new Outcome.Full(key),
        null,
        0,
        List.of(),
        List.of(),
        List.of());
  }

  /** In the first space addresses are the tenant's topics, but for those that are queues' own. */
  private AddressTree tree(Caller caller, LiveSpace space) {
    return space.space.isFirst()
        ? key -> topic(caller, space, key).isPresent()
        : AddressTree.NOBODY;
  }

  private Optional<Topic> topic(Caller caller, LiveSpace space, String key) {
    Address address = RoutingKey.parse(key);
    return parts
        .topics()
        .find(space.tenant(), address.topic())
        .filter(topic -> parts.rights().maySend(caller, address))
        .filter(topic -> !isOfQueue(space, topic));
  }

  private static boolean isOfQueue(LiveSpace space, Topic topic) {
    LiveQueue queue = space.queues.get(topic.name().text());
    return queue != null && queue.entry.ownsTopic() && queue.entry.topic().equals(topic.name());
  }

  /** The targets of one message, while they are found. */
  private final class Targets {
    private final Caller caller;
    private final LiveSpace space;
    private final Message message;
    private final String exchange;
    private final Envelope envelope;
    private final List<Target> targets = new ArrayList<>();
    private final List<LiveQueue> counted = new ArrayList<>();
    private final List<LiveQueue> lacking = new ArrayList<>();
    private final int bytes;
    private final List<Header> given;

    /** Without what only delayed exchanges look at. */
    private final List<Header> plain;

    private @Nullable List<Header> stamped;
    private @Nullable String full;
    private int stored;

    Targets(Caller caller, LiveSpace space, Posting posting) {
      this.caller = caller;
      this.space = space;
      this.message = posting.message();
      this.exchange = posting.exchange();
      this.envelope = posting.envelope();
      this.given = Stamp.off(message.headers());
      this.plain = envelope.delayed() ? undelayed(given) : given;
      ByteBuf body = message.body();
      this.bytes = body == null ? 0 : body.readableBytes();
    }

    Routed of(Routes routes) {
      int priority = Priorities.of(plain);
      for (String name : routes.queues()) {
        LiveQueue queue = space.queues.get(name);
        if (queue != null) {
          add(queue, priority);
        }
      }
      for (String name : routes.held()) {
        LiveQueue hold = space.holds.get(name);
        if (hold != null) {
          targets.add(
              Target.of(
                  hold.place(0, bytes),
                  HoldRoutes.held(Stamp.on(given, exchange, envelope.shownKeys()), envelope)));
          counted.add(hold);
          stored++;
        }
      }
      for (String address : routes.addresses()) {
        topic(caller, space, address)
            .ifPresent(
                topic -> {
                  targets.add(Target.of(topic, RoutingKey.parse(address), stamped()));
                  stored++;
                });
      }
      Outcome outcome = outcome();
      return targets.isEmpty()
          ? Routed.nowhere(message, outcome)
          : new Routed(
              outcome,
              message.body(),
              bytes,
              List.copyOf(targets),
              List.copyOf(counted),
              List.copyOf(lacking));
    }

    private void add(LiveQueue queue, int priority) {
      if (queue.hasRoom(bytes)) {
        boolean isByName =
            exchange.equals(Topology.DEFAULT_EXCHANGE)
                && envelope.shownKeys().equals(List.of(queue.name()));
        targets.add(Target.of(queue.place(priority, bytes), isByName ? plain : stamped()));
        counted.add(queue);
        if (queue.lacksLevel(priority) || (priority > 0 && space.levelling.isBusy())) {
          lacking.add(queue);
        }
        stored++;
        return;
      }
      full = queue.name();
      if (queue.options().overflow() == Overflow.REFUSE_TO_DEAD_LETTERS) {
        targets.addAll(new LetterRoutes(queue, parts).targets(stamped(), bytes, Reason.MAX_LENGTH));
      }
    }

    private static List<Header> undelayed(List<Header> headers) {
      return headers.stream()
          .filter(header -> !header.name().equals(PropertyNames.DELIVER_AT))
          .toList();
    }

    private List<Header> stamped() {
      List<Header> known = stamped;
      if (known == null) {
        known = Stamp.on(plain, exchange, envelope.shownKeys());
        stamped = known;
      }
      return known;
    }

    private Outcome outcome() {
      String refusing = full;
      if (refusing != null) {
        return new Outcome.Full(refusing);
      }
      return stored == 0 ? new Outcome.Unroutable() : new Outcome.Stored(stored);
    }
  }
}
