package io.weir.core.limit;

import io.weir.core.limit.Wait.Scope;
import io.weir.core.tenant.Caller;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A tenant's part of the tree. What is charged and taken stays when the limits change. */
final class Branch {
  private static final Meter UNLIMITED = new Meter(Scope.CONNECTION);
  private static final long UNMEASURED = Long.MIN_VALUE;

  private final Meter tenant = new Meter(Scope.TENANT);

  /** Connections that have a place, and their buckets once they have been charged. */
  private final Map<String, Optional<Meter>> connections = new ConcurrentHashMap<>();

  private final AtomicLong[] places = new AtomicLong[Limit.values().length];

  /** Bytes, counted while storage has a limit. */
  private final AtomicLong published = new AtomicLong();

  /** What was stored when that was measured, less what had been published by then. */
  private volatile long storedBefore = UNMEASURED;

  /** What there is of every user who is connected or has limits. */
  private final Map<String, Meter> users = new ConcurrentHashMap<>();

  private volatile TenantLimits limits = TenantLimits.UNLIMITED;
  private volatile boolean connectionsLimited;

  Branch() {
    for (int i = 0; i < places.length; i++) {
      places[i] = new AtomicLong();
    }
  }

  void set(TenantLimits other, long now) {
    tenant.set(other.publish(), other.consume(), other.requests(), now);
    tenant.set(Limit.CONNECTION_RATE, other.connectionRate(), now);
    limits = other;
    if (!isStorageLimited()) {
      storedBefore = UNMEASURED;
    }
    connectionsLimited = !other.eachConnection().equals(ConnectionLimits.UNLIMITED);
    Map<String, UserLimits> named = new HashMap<>(other.users());
    users.keySet().forEach(user -> named.putIfAbsent(user, UserLimits.UNLIMITED));
    named.forEach((user, of) -> set(user, of, now));
    connections.values().forEach(meter -> meter.ifPresent(it -> set(it, now)));
  }

  private void set(String user, UserLimits of, long now) {
    users.compute(
        user,
        (name, known) -> {
          if (of.equals(UserLimits.UNLIMITED)
              && (known == null || known.connections().get() == 0)) {
            return null;
          }
          Meter meter = known == null ? new Meter(Scope.USER) : known;
          meter.set(of.publish(), of.consume(), of.requests(), now);
          return meter;
        });
  }

  private void set(Meter connection, long now) {
    ConnectionLimits each = limits.eachConnection();
    connection.set(each.publish(), each.consume(), each.requests(), now);
  }

  TenantLimits limits() {
    return limits;
  }

  Meter tenant() {
    return tenant;
  }

  /** The buckets of a caller's user, which let everything pass where it has no limits. */
  Meter userOf(Caller caller) {
    Meter user = users.get(caller.principal().name());
    return user == null ? UNLIMITED : user;
  }

  /** The buckets of a caller's connection, likewise. */
  Meter connectionOf(Caller caller, long now) {
    if (!connectionsLimited) {
      return UNLIMITED;
    }
    Optional<Meter> known = connections.get(caller.connection());
    if (known == null) {
      return UNLIMITED;
    }
    return known.isPresent() ? known.get() : connected(caller, now);
  }

  private Meter connected(Caller caller, long now) {
    Optional<Meter> made =
        connections.computeIfPresent(
            caller.connection(),
            (id, before) -> before.isPresent() ? before : Optional.of(newConnection(now)));
    return made == null ? UNLIMITED : made.orElse(UNLIMITED);
  }

  private Meter newConnection(long now) {
    Meter meter = new Meter(Scope.CONNECTION);
    set(meter, now);
    return meter;
  }

  // ---- places ----

  /** Takes a place, if there is one. */
  boolean take(Caller caller, Limit limit) {
    if (limit == Limit.USER_CONNECTIONS) {
      return takeOfUser(caller.principal().name());
    }
    if (!take(places[limit.ordinal()], limits.most(limit))) {
      return false;
    }
    if (limit == Limit.CONNECTIONS) {
      connections.put(caller.connection(), Optional.empty());
    }
    return true;
  }

  void give(Caller caller, Limit limit) {
    if (limit == Limit.USER_CONNECTIONS) {
      giveOfUser(caller.principal().name());
      return;
    }
    if (limit == Limit.CONNECTIONS) {
      connections.remove(caller.connection());
    }
    give(places[limit.ordinal()]);
  }

  private boolean takeOfUser(String user) {
    UserLimits of = limits.users().getOrDefault(user, UserLimits.UNLIMITED);
    boolean[] taken = {false};
    users.compute(
        user,
        (name, known) -> {
          Meter meter = known == null ? new Meter(Scope.USER) : known;
          taken[0] = take(meter.connections(), of.connections());
          return meter;
        });
    return taken[0];
  }

  /** Who was here and has no limits leaves nothing behind. */
  private void giveOfUser(String user) {
    users.computeIfPresent(
        user,
        (name, meter) -> {
          give(meter.connections());
          boolean gone = meter.connections().get() == 0 && !limits.users().containsKey(name);
          return gone ? null : meter;
        });
  }

  static boolean take(AtomicLong taken, long most) {
    long before = taken.get();
    while (before < most) {
      if (taken.compareAndSet(before, before + 1)) {
        return true;
      }
      before = taken.get();
    }
    return false;
  }

  static void give(AtomicLong taken) {
    if (taken.decrementAndGet() < 0) {
      taken.incrementAndGet();
      throw new IllegalStateException("a place was given back that nobody had taken");
    }
  }

  // ---- storage ----

  boolean isStorageLimited() {
    return limits.storageBytes() != Long.MAX_VALUE;
  }

  long published() {
    return published.get();
  }

  void published(long bytes) {
    if (isStorageLimited()) {
      published.addAndGet(bytes);
    }
  }

  void stored(long bytes, long publishedBefore) {
    storedBefore = bytes - publishedBefore;
  }

  OptionalLong kept() {
    long before = storedBefore;
    return before == UNMEASURED ? OptionalLong.empty() : OptionalLong.of(before + published.get());
  }

  boolean isFull() {
    long before = storedBefore;
    return before != UNMEASURED && before + published.get() >= limits.storageBytes();
  }
}
