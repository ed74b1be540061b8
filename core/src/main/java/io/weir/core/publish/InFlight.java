package io.weir.core.publish;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.core.failure.Failure;
import io.weir.core.tenant.Tenant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop has taken and not yet answered, bounded in bytes and shared by the tenants,
 * whatever their limits: each may have as much on its way as is left free. So one alone gets half,
 * two get a third each, and whoever comes finds room. Who has nothing on its way may take whatever
 * fits, and where nothing is on its way at all, anything. Used on that loop only.
 *
 * <p>Who waits for room waits in its tenant's queue, and the tenants that wait take turns. One that
 * waits though it has nothing on its way is let in next, and nobody before it: so none waits for
 * ever.
 */
final class InFlight {
  /**
   * Who waits for room at once, of one tenant; whoever comes then waits no more, and is refused.
   */
  static final int MOST_WAITING = 10_000;

  /** Tenants that are remembered though they have nothing here, and so cost nothing next time. */
  static final int MOST_IDLE = 1_000;

  private final int maxBytes;
  private final Executor later;
  private final Map<Tenant, Share> shares = new HashMap<>();
  private int forgetAt = MOST_IDLE;

  /** The tenants of whom somebody waits. */
  private final Deque<Share> turns = new ArrayDeque<>();

  private final Runnable lettingIn = this::letIn;
  private boolean letInSoon;
  private boolean takingTurns;

  /** Waits for the others to leave it room. */
  private @Nullable Share due;

  /** Was given room last, and so much of it has not been used. */
  private @Nullable Share given;

  private long unused;
  private long bytes;
  private int publications;
  private @Nullable Promise<Void> closing;

  /** Somebody who has so much, and holds it back. */
  private record Waiting(int size, Promise<Void> promise) {}

  /** What a tenant has here. */
  private static final class Share {
    private final Deque<Waiting> waiting = new ArrayDeque<>(2);
    private long bytes;
    private int publications;

    boolean isIdle() {
      return publications == 0 && waiting.isEmpty();
    }
  }

  /**
   * @param later runs something on the event loop, when what goes on there now is done
   */
  InFlight(int maxBytes, Executor later) {
    this.maxBytes = maxBytes;
    this.later = later;
  }

  private Share share(Tenant tenant) {
    Share known = shares.get(tenant);
    return known != null ? known : newShare(tenant);
  }

  private Share newShare(Tenant tenant) {
    if (shares.size() >= forgetAt) {
      shares.values().removeIf(share -> share.isIdle() && share != given);
      forgetAt = Math.max(MOST_IDLE, 2 * shares.size());
    }
    Share made = new Share();
    shares.put(tenant, made);
    return made;
  }

  /** How many are remembered. */
  int tenants() {
    return shares.size();
  }

  /**
   * Completes when a tenant can take something of this size, in one or in several parts; whoever of
   * the tenant asked first comes first. At once where too many wait already.
   */
  Future<Void> room(Tenant tenant, int size) {
    Share share = share(tenant);
    boolean first = share.waiting.isEmpty();
    if (first && due == null && !takingTurns && hasRoom(share, size)) {
      give(share, size);
      return Future.succeededFuture();
    }
    if (share.waiting.size() >= MOST_WAITING) {
      return Future.succeededFuture();
    }
    if (first) {
      turns.add(share);
      if (due == null && !takingTurns && share.publications == 0) {
        due = share;
      }
    }
    Waiting last = new Waiting(size, Promise.promise());
    share.waiting.add(last);
    return last.promise.future();
  }

  private boolean hasRoom(Share share, int size) {
    if (closing != null) {
      return true;
    }
    long left = maxBytes - bytes - size;
    return isFree(size) && (share.publications == 0 || share.bytes + size <= left);
  }

  /** Whether it stays within the bound. */
  private boolean isFree(int size) {
    return publications == 0 || bytes + size <= maxBytes;
  }

  /** What fits as a whole now is not refused in parts. */
  private void give(Share share, int size) {
    given = share;
    unused = size;
  }

  /** One of each tenant at a time, until no more can be let in or what is free is another's. */
  private void letIn() {
    letInSoon = false;
    due = null;
    takingTurns = true;
    try {
      int passed = 0;
      while (due == null && passed < turns.size()) {
        Share next = turns.remove();
        if (hasRoom(next, next.waiting.element().size)) {
          passed = 0;
          letIn(next);
        } else if (next.publications == 0) {
          turns.addFirst(next);
          due = next;
        } else {
          turns.add(next);
          passed++;
        }
      }
    } finally {
      takingTurns = false;
    }
  }

  private void letIn(Share share) {
    Waiting first = share.waiting.remove();
    if (!share.waiting.isEmpty()) {
      turns.add(share);
    }
    give(share, first.size);
    first.promise.complete(); // and takes the room at once
    given = null;
  }

  /** Why a tenant cannot take something of this size now, or null if it can. */
  @Nullable Failure refusal(Tenant tenant, int size) {
    if (closing != null) {
      return new Failure.Unavailable("the gateway is stopping");
    }
    Share share = share(tenant);
    if (share == given && size <= unused && isFree(size)) {
      return null;
    }
    given = null;
    boolean overtakes = due != null || !share.waiting.isEmpty();
    return !overtakes && hasRoom(share, size) ? null : crowded();
  }

  static Failure crowded() {
    return new Failure.Throttled("too much is on its way to the log; try again");
  }

  /** A tenant has taken something. */
  void begin(Tenant tenant, int size) {
    Share share = share(tenant);
    share.publications++;
    share.bytes += size;
    publications++;
    bytes += size;
    if (share == given) {
      unused -= size;
    }
  }

  /** What it took is answered. */
  void end(Tenant tenant, int size) {
    Share share = share(tenant);
    share.publications--;
    share.bytes -= size;
    publications--;
    bytes -= size;
    if (publications == 0 && closing != null) {
      closing.complete();
    }
    if (!turns.isEmpty() && !letInSoon) {
      letInSoon = true;
      later.execute(lettingIn);
    }
  }

  /** Takes nothing more; completes when nothing is left. */
  Future<Void> close() {
    if (closing == null) {
      closing = Promise.promise();
      letIn();
      if (publications == 0) {
        closing.complete();
      }
    }
    return closing.future();
  }
}
