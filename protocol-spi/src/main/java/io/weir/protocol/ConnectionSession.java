package io.weir.protocol;

import io.vertx.core.Context;
import io.weir.core.auth.Outcome;
import io.weir.core.auth.Outcome.Admitted;
import io.weir.core.event.Event.Why;
import io.weir.core.limit.Limit;
import io.weir.core.limit.Places;
import io.weir.core.limit.Wait;
import io.weir.core.place.Ingress;
import io.weir.core.tenant.Caller;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who is in by one connection: nobody at first, then whom its head lets in, and where a protocol
 * asks again perhaps somebody else. While somebody is, the connection has its places among those of
 * its tenant and of its user. Used on the connection's event loop.
 */
public final class ConnectionSession {

  /** What came of {@link #enter}. */
  public sealed interface Entry {

    /** It is in, and acts as this caller. */
    record In(Caller caller) implements Entry {}

    /** Its tenant, its user or the gateway has as many connections as it may; nobody is in now. */
    record Full(Wait reached) implements Entry {}

    /** What it stands on was taken away while it was looked at; nobody is in now. */
    record Lapsed() implements Entry {}
  }

  private static final String LOST = "a reload has taken its right to be here";
  private static final String LAPSED = "what it showed was taken away meanwhile";

  private final Sessions sessions;
  private final Listener listener;
  private final String protocol;
  private final String id;
  private final Ingress ingress;
  private final Context context;
  private final Consumer<String> end;
  private final Instant since = Instant.now();

  /** Read by those who review. */
  private volatile @Nullable Admitted who;

  /** Read by those who look at who is in. */
  private volatile @Nullable Caller caller;

  private volatile Map<String, Object> details = Map.of();
  private @Nullable Consumer<String> farewell;
  private @Nullable Places ofTenant;
  private @Nullable Places ofUser;
  private boolean closed;

  /**
   * @param context of the connection's event loop
   * @param end ends the connection, with a sentence for the log; called on its event loop
   */
  ConnectionSession(
      Sessions sessions,
      Listener listener,
      String protocol,
      String id,
      Ingress ingress,
      Context context,
      Consumer<String> end) {
    this.sessions = sessions;
    this.listener = listener;
    this.protocol = protocol;
    this.id = id;
    this.ingress = ingress;
    this.context = context;
    this.end = end;
  }

  /**
   * Lets somebody in, in the place of whoever was before. Who stays the same keeps its places; who
   * is another user gives that user's back, and who is of another tenant that tenant's.
   */
  public Entry enter(Admitted next) {
    if (closed) {
      return new Entry.Lapsed();
    }
    // In first and looked at then: whoever replaces what it stands on reviews after that, and so
    // one of the two sees that it may not stay.
    boolean isNew = who == null;
    who = next;
    if (isNew) {
      sessions.add(this);
    }
    if (!listener.stands(next)) {
      leave();
      turnedAway(Why.CREDENTIALS, LAPSED);
      return new Entry.Lapsed();
    }
    Caller as = new Caller(next.tenant(), next.principal(), protocol, id);
    Wait wait = places(as);
    if (wait.isNeeded()) {
      leave();
      turnedAway(Why.CONNECTIONS, String.valueOf(wait.failure().getMessage()));
      return new Entry.Full(wait);
    }
    caller = as;
    return new Entry.In(as);
  }

  /** Whether somebody is in. */
  public boolean isIn() {
    return who != null;
  }

  /**
   * Says what its head knows of the client, for whoever looks at the connections that there are.
   *
   * @param details names and values as JSON has them; a few, and short
   */
  public void describe(Map<String, Object> details) {
    this.details = Map.copyOf(details);
  }

  /**
   * Says how the client is told that an operator ends its connection; without that the connection
   * ends without a word.
   *
   * @param farewell takes the operator's reason, on the connection's event loop
   */
  public void dismissedBy(Consumer<String> farewell) {
    this.farewell = farewell;
  }

  /** Ends the connection because an operator wants that, for a reason; any thread. */
  void dismiss(String reason) {
    context.runOnContext(
        turn -> {
          if (!closed) {
            Consumer<String> told = farewell;
            (told == null ? end : told).accept(reason);
          }
        });
  }

  /** What there is to see of it, if somebody is in; any thread. */
  Optional<SessionView> view() {
    Caller seen = caller;
    return seen == null
        ? Optional.empty()
        : Optional.of(new SessionView(seen, ingress, since, details));
  }

  /** Tells whoever listens what came of an attempt that let nobody in. */
  public void turnedAway(Outcome outcome) {
    switch (outcome) {
      case Outcome.Refused refused ->
          turnedAway(refused.isMisplaced() ? Why.PLACEMENT : Why.CREDENTIALS, refused.why());
      case Outcome.Later later -> turnedAway(Why.BACKOFF, later.why());
      case Admitted admitted -> {}
    }
  }

  /** Tells whoever listens that nobody was let in, and why. */
  public void turnedAway(Why why, String reason) {
    sessions.turnedAway(ingress, protocol, why, reason);
  }

  /** Nobody is in any more, and nobody will be. Idempotent. */
  public void close() {
    closed = true;
    leave();
  }

  /** Whether whoever is in now loses its right; any thread. */
  boolean review(Predicate<Admitted> stands) {
    Admitted seen = who;
    if (seen == null || stands.test(seen)) {
      return false;
    }
    context.runOnContext(turn -> expel(seen));
    return true;
  }

  /** Ends the connection, unless another is in by now, who was looked at when it came in. */
  private void expel(Admitted seen) {
    Caller lost = caller;
    if (who == seen && lost != null) {
      leave();
      sessions.expelled(lost);
      end.accept(LOST);
    }
  }

  /** Takes what places another needs; its own first, so that who has none takes none of others. */
  private Wait places(Caller as) {
    Caller before = caller;
    boolean sameTenant = before != null && before.tenant().equals(as.tenant());
    boolean sameUser =
        before != null && sameTenant && before.principal().name().equals(as.principal().name());
    Wait wait = Wait.NONE;
    if (!sameUser) {
      give(ofUser);
      ofUser = new Places(sessions.limits());
      wait = ofUser.take(as, Limit.USER_CONNECTIONS);
    }
    if (!sameTenant && !wait.isNeeded()) {
      give(ofTenant);
      ofTenant = new Places(sessions.limits());
      wait = ofTenant.take(as, Limit.CONNECTIONS);
    }
    return wait;
  }

  private void leave() {
    who = null;
    sessions.remove(this);
    caller = null;
    give(ofUser);
    ofUser = null;
    give(ofTenant);
    ofTenant = null;
  }

  private static void give(@Nullable Places places) {
    if (places != null) {
      places.close();
    }
  }
}
