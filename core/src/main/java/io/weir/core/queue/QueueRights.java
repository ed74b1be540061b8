package io.weir.core.queue;

import io.weir.core.access.Access;
import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource;
import io.weir.core.access.Access.Resource.Kind;
import io.weir.core.address.Address;
import io.weir.core.address.TopicName;
import io.weir.core.event.Event;
import io.weir.core.event.Events;
import io.weir.core.failure.Failure;
import io.weir.core.route.Binding;
import io.weir.core.route.Destination;
import io.weir.core.route.Topology;
import io.weir.core.tenant.Caller;
import java.util.List;
import java.util.Locale;

/** Who may do what with exchanges and queues, as {@link Queues} says. Any thread. */
record QueueRights(Access access, Events events) {

  /**
   * @throws Failure.Denied if it may not
   */
  void manageExchange(Caller caller, Space space, String name) {
    require(caller, Operation.MANAGE, exchange(space, name), "manage exchange '" + name + "'");
  }

  /** Likewise. */
  void manageQueue(Caller caller, Space space, String name) {
    require(caller, Operation.MANAGE, queue(space, name), "manage queue '" + name + "'");
  }

  /** Likewise. */
  void consume(Caller caller, Space space, String queue) {
    require(caller, Operation.CONSUME, queue(space, queue), "consume queue '" + queue + "'");
  }

  /**
   * To make a queue that is a view of a topic, through which those may read it who may read the
   * queue. What is said is what is said of any queue: whether there is such a topic is no matter of
   * whoever may not read it.
   */
  void view(Caller caller, String queue, TopicName topic) {
    if (!access.allows(caller, Operation.CONSUME, Resource.topic(topic.text()))) {
      throw denied(caller, "view topic", queue, "you may not manage queue '" + queue + "'");
    }
  }

  /** To send to a queue that is a view, and so to its topic. */
  void publishTo(Caller caller, LiveQueue queue) {
    if (!queue.entry.ownsTopic()
        && !access.allows(caller, Operation.PUBLISH, Resource.topic(queue.entry.topic().text()))) {
      String name = queue.name();
      throw denied(caller, "publish to view", name, "you may not publish to queue '" + name + "'");
    }
  }

  /** To send to an exchange, or to pass on to it. */
  void publish(Caller caller, Space space, String exchange, String key) {
    if (exchange.equals(Topology.DEFAULT_EXCHANGE)) {
      require(caller, Operation.PUBLISH, queue(space, key), "publish to queue '" + key + "'");
    } else {
      publish(caller, space, exchange);
    }
  }

  /** To pass on to an exchange, whatever the key. */
  void publish(Caller caller, Space space, String exchange) {
    require(
        caller,
        Operation.PUBLISH,
        exchange(space, exchange),
        "publish to exchange '" + exchange + "'");
  }

  /** To have what comes to an exchange. */
  void consumeExchange(Caller caller, Space space, String name) {
    require(caller, Operation.CONSUME, exchange(space, name), "read from exchange '" + name + "'");
  }

  void bind(Caller caller, Space space, Binding binding) {
    consumeExchange(caller, space, binding.exchange());
    switch (binding.destination()) {
      case Destination.ToExchange(String name) -> publish(caller, space, name);
      case Destination.ToQueue(String name) ->
          require(caller, Operation.PUBLISH, queue(space, name), "write to queue '" + name + "'");
    }
  }

  boolean seesExchange(Caller caller, Space space, String name) {
    return isOf(caller, space) && access.sees(caller, exchange(space, name));
  }

  boolean seesQueue(Caller caller, Space space, String name) {
    return isOf(caller, space) && access.sees(caller, queue(space, name));
  }

  /** Whether a caller has any right in a space. */
  boolean mayEnter(Caller caller, Space space) {
    for (Operation operation : Operation.values()) {
      for (Kind kind : List.of(Kind.QUEUE, Kind.EXCHANGE)) {
        if (access.allowsAny(caller, operation, kind, space.name())) {
          return true;
        }
      }
    }
    return false;
  }

  /** To know of a queue, any right to it will do. */
  void describe(Caller caller, Space space, String queue) {
    if (!seesQueue(caller, space, queue)) {
      throw denied(caller, "describe", queue, "you have no rights on queue '" + queue + "'");
    }
  }

  /** Whether messages of an address may be sent; nobody is told. */
  boolean maySend(Caller caller, Address address) {
    return access.allows(caller, Operation.PUBLISH, address);
  }

  private void require(Caller caller, Operation operation, Resource resource, String what) {
    if (!access.allows(caller, operation, resource)) {
      Failure.Denied.Right right =
          new Failure.Denied.Right(lower(operation), lower(resource.kind()), resource.name());
      throw told(caller, what, resource.name(), new Failure.Denied("you may not " + what, right));
    }
  }

  private Failure.Denied denied(Caller caller, String what, String name, String sentence) {
    return told(caller, what, name, new Failure.Denied(sentence));
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private Failure.Denied told(Caller caller, String what, String name, Failure.Denied denied) {
    events.emit(() -> new Event.Refused(caller, what, name, denied));
    return denied;
  }

  /**
   * @throws Failure.Denied if the space is another tenant's
   */
  static void requireOwn(Caller caller, Space space) {
    if (!isOf(caller, space)) {
      throw new Failure.Denied("there is no such space");
    }
  }

  private static boolean isOf(Caller caller, Space space) {
    return space.tenant().equals(caller.tenant());
  }

  private static Resource exchange(Space space, String name) {
    return new Resource(Kind.EXCHANGE, space.name(), name);
  }

  private static Resource queue(Space space, String name) {
    return new Resource(Kind.QUEUE, space.name(), name);
  }
}
