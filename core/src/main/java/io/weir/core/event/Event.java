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
  /** In place of a partition or an offset, where there may be several. */
  int SEVERAL = -1;

  /** Something that happened on somebody's behalf. */
  sealed interface OfCaller extends Event {
    Caller caller();
  }

  /**
   * A publication was taken in: allowed, within limits, on its way to the log.
   *
   * @param topic the name of the topic; or of the exchange or the queue that a message was sent to
   * @param partition {@link #SEVERAL} for an exchange or a queue
   */
  record Published(Caller caller, String topic, int partition, int records, int bytes)
      implements OfCaller {}

  /**
   * It is as durable as its topic asks; in all places, where it was to lie in several.
   *
   * @param topic as in {@link Published}
   * @param partition as there
   * @param baseOffset {@link #SEVERAL} for an exchange or a queue
   * @param nanos from being taken in to being durable
   */
  record Stored(
      Caller caller,
      String topic,
      int partition,
      long baseOffset,
      int records,
      int bytes,
      long nanos)
      implements OfCaller {}

  /**
   * Batches were handed to a consumer, or messages of a queue.
   *
   * @param topic the name of the topic or the queue
   * @param partition of the first of them
   * @param baseOffset of the first of them
   * @param records counted by the batches' headers
   */
  record Delivered(
      Caller caller, String topic, int partition, long baseOffset, int records, int bytes)
      implements OfCaller {}

  /**
   * A batch, or the rest of one, could not be read inside and was passed over by a consumer of
   * single messages.
   */
  record PassedOver(
      Caller caller, Topic topic, int partition, long firstOffset, long lastOffset, String reason)
      implements OfCaller {}

  /**
   * A consumer said how far it has come, or what it has done with messages.
   *
   * @param group whose position it is, or null for messages of a queue
   * @param topic the name of the topic or the queue
   * @param partition {@link #SEVERAL} for messages of a queue
   * @param offset likewise
   * @param count of messages; 1 for a position
   */
  record Settled(
      Caller caller, @Nullable String group, String topic, int partition, long offset, int count)
      implements OfCaller {
    /** A position in a partition. */
    public Settled(Caller caller, String group, String topic, int partition, long offset) {
      this(caller, group, topic, partition, offset, 1);
    }

    /** Messages of a queue. */
    public static Settled messages(Caller caller, String queue, int count) {
      return new Settled(caller, null, queue, SEVERAL, SEVERAL, count);
    }
  }

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
