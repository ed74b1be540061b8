package io.weir.core.event;

import io.weir.core.failure.Failure;
import io.weir.core.limit.Wait;
import io.weir.core.place.Ingress;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.Topic;
import java.util.Collections;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;

/** Something that happened. Made only when somebody listens. */
public sealed interface Event {

  /** Something that happened on somebody's behalf. */
  sealed interface OfCaller extends Event {
    Caller caller();
  }

  /** A publication was taken in: allowed, within limits, on its way to the log. */
  record Published(Caller caller, Topic topic, int partition, int records, int bytes)
      implements OfCaller {}

  /**
   * It is as durable as its topic asks.
   *
   * @param nanos from being taken in to being durable
   */
  record Stored(
      Caller caller,
      Topic topic,
      int partition,
      long baseOffset,
      int records,
      int bytes,
      long nanos)
      implements OfCaller {}

  /** Batches were handed to a consumer. {@code records} counts by the batches' headers. */
  record Delivered(
      Caller caller, Topic topic, int partition, long baseOffset, int records, int bytes)
      implements OfCaller {}

  /**
   * A batch, or the rest of one, could not be read inside and was passed over by a consumer of
   * single messages.
   */
  record PassedOver(
      Caller caller, Topic topic, int partition, long firstOffset, long lastOffset, String reason)
      implements OfCaller {}

  /** A consumer said how far it has come, or what it has done with a message. */
  record Settled(Caller caller, String group, String topic, int partition, long offset)
      implements OfCaller {}

  /**
   * A limit was reached: somebody is slowed down, or refused and told when to come back.
   *
   * @param operation what was asked for, as in {@link Refused}
   * @param reached which limit, whose, and for how long to wait
   */
  record Throttled(Caller caller, String operation, Wait reached) implements OfCaller {}

  /**
   * Something was refused.
   *
   * @param operation what was asked for: "publish", "consume", "create topic"
   * @param topic the topic's name as asked for, or null where none was
   */
  record Refused(Caller caller, String operation, @Nullable String topic, Failure failure)
      implements OfCaller {}

  /**
   * An administrator asked for something beyond its own tenant. Told before it is done.
   *
   * @param caller as whom it is done: in the other tenant
   * @param home its own tenant
   * @param call what it asked for, in its protocol's words and as it said it
   */
  record Administered(Caller caller, Tenant home, String call) implements OfCaller {}

  /**
   * A change of the tenants' files has taken somebody's right to be there, and its connection ends.
   */
  record Expelled(Caller caller) implements OfCaller {}

  /**
   * Somebody was not let in, or not for what it showed this time, and so is no caller.
   *
   * @param ingress how its connection came, as far as that was known
   * @param protocol the name of the protocol that is spoken there
   * @param reason a sentence for the log, which its client is not told
   */
  record TurnedAway(Ingress ingress, String protocol, Why why, String reason) implements Event {}

  /** Why somebody is {@link TurnedAway}. */
  enum Why {
    /** A balancer's header is missing, is none, or is of nobody who is trusted. */
    PROXY_HEADER,
    /** TLS is not spoken, or its handshake failed. */
    TLS,
    /** By the way that it came it reaches no tenant, or not the one that it says is its own. */
    PLACEMENT,
    /** It did not prove who it is, or not in time. */
    CREDENTIALS,
    /** It was not looked at: it has to wait after failures, or too many ask at once. */
    BACKOFF,
    /** There are as many connections as there may be: to the listener, of its tenant or user. */
    CONNECTIONS
  }

  /**
   * The tenants' files say something else, and that holds now, whole; or it is refused for a fault,
   * which the log tells, and what held before holds on.
   *
   * @param came tenants that are new
   * @param changed tenants of which something else is said
   * @param went tenants that are no more
   */
  record TenantsReloaded(
      boolean isTaken,
      NavigableSet<Tenant> came,
      NavigableSet<Tenant> changed,
      NavigableSet<Tenant> went)
      implements Event {

    /** Nothing has changed, for there is a fault. */
    public static TenantsReloaded refused() {
      NavigableSet<Tenant> none = Collections.emptyNavigableSet();
      return new TenantsReloaded(false, none, none, none);
    }
  }

  /**
   * The files of a listener's TLS have changed, and new connections go by them; or by those before,
   * for there is a fault, which the log tells.
   *
   * @param listener its name in {@code weir.yaml}
   * @param protocol whose port of the listener it is
   */
  record CertificatesReloaded(String listener, String protocol, boolean isTaken) implements Event {}
}
