package io.weir.core.rights;

import io.weir.core.access.Access;
import io.weir.core.access.Access.Extent;
import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource;
import io.weir.core.address.TopicName;
import io.weir.core.event.Event;
import io.weir.core.event.Events;
import io.weir.core.failure.Failure;
import io.weir.core.tenant.Caller;
import org.jspecify.annotations.Nullable;

/**
 * What callers may do with what their requests name, asked by protocol heads before anything is
 * looked up: whoever has no right to a name hears the same whether there is such a thing or not.
 * What is refused is told to whoever listens to the events. Answers at once, on any thread.
 */
public final class Rights {

  /** What is done with a topic that a request names, and which right it takes. */
  public enum Purpose {
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

  private final Access access;
  private final Events events;

  public Rights(Access access, Events events) {
    this.access = access;
    this.events = events;
  }

  /** Whether the caller may know that there is a topic of this name; nobody is told. */
  public boolean sees(Caller caller, TopicName name) {
    return access.sees(caller, Resource.topic(name.text()));
  }

  /** Whether the caller may do this with a topic of this name; nobody is told. */
  public boolean allows(Caller caller, TopicName name, Purpose purpose) {
    Resource topic = Resource.topic(name.text());
    return switch (purpose) {
      case DESCRIBE -> sees(caller, name);
      case PUBLISH -> access.extent(caller, Operation.PUBLISH, topic) != Extent.NONE;
      case CONSUME -> access.allows(caller, Operation.CONSUME, topic);
    };
  }

  /** What a caller is told that may not do this with a topic; that it asked is told, too. */
  public Failure.Denied denied(Caller caller, TopicName name, Purpose purpose) {
    var denied = new Failure.Denied(purpose.sentence + " " + name.called());
    tell(caller, purpose.operation, name.text(), denied);
    return denied;
  }

  /**
   * Requires that the caller may do this with a topic of this name.
   *
   * @throws Failure.Denied if not
   */
  public void require(Caller caller, TopicName name, Purpose purpose) {
    if (!allows(caller, name, purpose)) {
      throw denied(caller, name, purpose);
    }
  }

  /**
   * Requires that the caller is an administrator, who may go beyond its tenant.
   *
   * @throws Failure.Denied if not, with one sentence for all
   */
  public void requireAdministrator(Caller caller) {
    if (!caller.principal().administrator()) {
      var denied = new Failure.Denied("only an administrator may go beyond its tenant");
      tell(caller, "administer", null, denied);
      throw denied;
    }
  }

  /** Whether the caller may know of a group; that one may not is told. */
  public boolean seesGroup(Caller caller, String group) {
    return told(
        access.sees(caller, Resource.group(group)),
        caller,
        "describe group",
        "you have no rights on group '" + group + "'");
  }

  /** Whether the caller may consume as a group; likewise. */
  public boolean mayUseGroup(Caller caller, String group) {
    return told(
        access.allows(caller, Operation.CONSUME, Resource.group(group)),
        caller,
        "use group",
        "you may not consume as group '" + group + "'");
  }

  /** Whether the caller may manage a group; likewise. */
  public boolean mayManageGroup(Caller caller, String group) {
    return told(
        access.allows(caller, Operation.MANAGE, Resource.group(group)),
        caller,
        "manage group",
        "you may not manage group '" + group + "'");
  }

  /** Whether the caller may know of a transactional id; likewise. */
  public boolean seesTransactions(Caller caller, String id) {
    return told(
        access.sees(caller, Resource.transactionalId(id)),
        caller,
        "describe transactional id",
        "you have no rights on transactional id '" + id + "'");
  }

  /** Whether the caller may publish in transactions of this id; likewise. */
  public boolean mayUseTransactions(Caller caller, String id) {
    return told(
        access.allows(caller, Operation.PUBLISH, Resource.transactionalId(id)),
        caller,
        "use transactional id",
        "you may not use transactional id '" + id + "'");
  }

  /** Whether the caller may publish to any topic at all; likewise. */
  public boolean mayPublish(Caller caller) {
    return told(
        access.allowsAny(caller, Operation.PUBLISH, Resource.Kind.TOPIC),
        caller,
        "get a producer id",
        "you may not publish to any topic");
  }

  private boolean told(boolean allowed, Caller caller, String operation, String sentence) {
    if (!allowed) {
      tell(caller, operation, null, new Failure.Denied(sentence));
    }
    return allowed;
  }

  private void tell(
      Caller caller, String operation, @Nullable String topic, Failure.Denied denied) {
    events.emit(() -> new Event.Refused(caller, operation, topic, denied));
  }
}
