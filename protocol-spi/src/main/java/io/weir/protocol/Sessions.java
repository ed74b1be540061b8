package io.weir.protocol;

import io.weir.core.auth.Outcome.Admitted;
import io.weir.core.event.Event;
import io.weir.core.event.Event.Why;
import io.weir.core.event.Events;
import io.weir.core.limit.Limits;
import io.weir.core.place.Ingress;
import io.weir.core.tenant.Caller;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * Who is in by all connections of the gateway, so that those who lose their right can be ended.
 * There is one; it holds no more than there are connections. Thread-safe.
 */
public final class Sessions {
  private final Limits limits;
  private final Events events;
  private final Set<ConnectionSession> in = ConcurrentHashMap.newKeySet();
  private final LongAdder ended = new LongAdder();

  /**
   * @param limits of which connections take places
   * @param events where it is told who was turned away, who had to go, and what became of
   *     certificates
   */
  public Sessions(Limits limits, Events events) {
    this.limits = limits;
    this.events = events;
  }

  /**
   * Ends the connections of those who are no longer let in: each on its own event loop, soon, with
   * a line in the log. To be called once all that it is asked by was replaced; whoever comes in
   * meanwhile is looked at when it does.
   *
   * @param stands whether somebody may stay; asked on the caller's thread
   * @return how many lose their right
   */
  public int review(Predicate<Admitted> stands) {
    int lost = 0;
    for (ConnectionSession session : in) {
      if (session.review(stands)) {
        lost++;
      }
    }
    return lost;
  }

  /** The connections by which somebody is in now, in no particular order. */
  public List<SessionView> views() {
    return in.stream().flatMap(session -> session.view().stream()).toList();
  }

  /**
   * Ends connections because an operator wants that: each soon, on its own event loop, its client
   * told so where the protocol can.
   *
   * @param which of those by which somebody is in
   * @param reason for the client, and the log
   * @return how many
   */
  public int dismiss(Predicate<SessionView> which, String reason) {
    int dismissed = 0;
    for (ConnectionSession session : in) {
      if (session.view().filter(which).isPresent()) {
        session.dismiss(reason);
        dismissed++;
      }
    }
    return dismissed;
  }

  /** By how many connections somebody is in now. */
  public int size() {
    return in.size();
  }

  /** How many connections were ended by reviews. */
  public long ended() {
    return ended.sum();
  }

  Limits limits() {
    return limits;
  }

  void add(ConnectionSession session) {
    in.add(session);
  }

  void remove(ConnectionSession session) {
    in.remove(session);
  }

  void expelled(Caller who) {
    ended.increment();
    events.emit(() -> new Event.Expelled(who));
  }

  void reloadedCertificates(String listener, String protocol, boolean isTaken) {
    events.emit(() -> new Event.CertificatesReloaded(listener, protocol, isTaken));
  }

  void turnedAway(Ingress ingress, String protocol, Why why, String reason) {
    events.emit(() -> new Event.TurnedAway(ingress, protocol, why, reason));
  }
}
