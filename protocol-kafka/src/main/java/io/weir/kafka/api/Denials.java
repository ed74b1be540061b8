package io.weir.kafka.api;

import io.weir.core.Core;
import io.weir.core.access.Access.Extent;
import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource;
import io.weir.core.address.TopicName;
import io.weir.core.event.Event;
import io.weir.core.failure.Failure;
import io.weir.core.tenant.Caller;
import org.jspecify.annotations.Nullable;

/**
 * What callers may not do, asked before anything is looked up: as with Apache Kafka's authorizer,
 * whoever has no right to a name hears the same whether there is such a thing or not. What is
 * refused is told to whoever listens to the core.
 */
final class Denials {

  /** What is done with a topic that a request names, and which right it takes. */
  enum Purpose {
    /** To know of it: any right will do. */
    DESCRIBE("describe", "you have no rights on"),
    /** A right to some keys will do, for then the batch is looked into. */
    PUBLISH("publish", "you may not publish to"),
    CONSUME("consume", "you may not consume");

    private final String operation;
    private final String sentence;

    Purpose(String operation, String sentence) {
      this.operation = operation;
      this.sentence = sentence;
    }
  }

  private final Core core;

  Denials(Core core) {
    this.core = core;
  }

  /** Whether the caller may know that there is a topic of this name; nobody is told. */
  boolean sees(Caller caller, TopicName name) {
    return core.access().sees(caller, Resource.topic(name.text()));
  }

  boolean allows(Caller caller, TopicName name, Purpose purpose) {
    Resource topic = Resource.topic(name.text());
    return switch (purpose) {
      case DESCRIBE -> sees(caller, name);
      case PUBLISH -> core.access().extent(caller, Operation.PUBLISH, topic) != Extent.NONE;
      case CONSUME -> core.access().allows(caller, Operation.CONSUME, topic);
    };
  }

  /** What a caller is told that may not do this with a topic; that it asked is told, too. */
  Failure.Denied denied(Caller caller, TopicName name, Purpose purpose) {
    var denied = new Failure.Denied(purpose.sentence + " " + name.called());
    tell(caller, purpose.operation, name.text(), denied);
    return denied;
  }

  /**
   * Requires that the caller may do this with a topic of this name.
   *
   * @throws Failure.Denied if not
   */
  void require(Caller caller, TopicName name, Purpose purpose) {
    if (!allows(caller, name, purpose)) {
      throw denied(caller, name, purpose);
    }
  }

  /** Whether the caller may know of a group; that one may not is told. */
  boolean seesGroup(Caller caller, String group) {
    return told(
        core.access().sees(caller, Resource.group(group)),
        caller,
        "describe group",
        "you have no rights on group '" + group + "'");
  }

  /** Whether the caller may consume as a group; likewise. */
  boolean mayUseGroup(Caller caller, String group) {
    return told(
        core.access().allows(caller, Operation.CONSUME, Resource.group(group)),
        caller,
        "use group",
        "you may not consume as group '" + group + "'");
  }

  /** Whether the caller may manage a group; likewise. */
  boolean mayManageGroup(Caller caller, String group) {
    return told(
        core.access().allows(caller, Operation.MANAGE, Resource.group(group)),
        caller,
        "manage group",
        "you may not manage group '" + group + "'");
  }

  /** Whether the caller may know of a transactional id; likewise. */
  boolean seesTransactions(Caller caller, String id) {
    return told(
        core.access().sees(caller, Resource.transactionalId(id)),
        caller,
        "describe transactional id",
        "you have no rights on transactional id '" + id + "'");
  }

  /** Whether the caller may publish in transactions of this id; likewise. */
  boolean mayUseTransactions(Caller caller, String id) {
    return told(
        core.access().allows(caller, Operation.PUBLISH, Resource.transactionalId(id)),
        caller,
        "use transactional id",
        "you may not use transactional id '" + id + "'");
  }

  private boolean told(boolean allowed, Caller caller, String operation, String sentence) {
    if (!allowed) {
      tell(caller, operation, null, new Failure.Denied(sentence));
    }
    return allowed;
  }

  private void tell(
      Caller caller, String operation, @Nullable String topic, Failure.Denied denied) {
    core.events().emit(() -> new Event.Refused(caller, operation, topic, denied));
  }
}
