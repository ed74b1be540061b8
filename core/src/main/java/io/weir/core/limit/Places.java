package io.weir.core.limit;

import io.weir.core.tenant.Caller;
import java.util.EnumMap;
import java.util.Map;

/**
 * The places of one connection, given back when it ends whatever became of what they were for. Any
 * thread.
 */
public final class Places implements AutoCloseable {
  private final Limits limits;
  private final Map<Limit, Held> held = new EnumMap<>(Limit.class);
  private boolean closed;

  private record Held(Caller by, long places) {}

  public Places(Limits limits) {
    this.limits = limits;
  }

  /**
   * Takes a place for the connection; as {@link Limits#take}.
   *
   * @param caller the connection's, of the same user each time for the same limit
   * @throws IllegalStateException if the connection has ended
   */
  public synchronized Wait take(Caller caller, Limit limit) {
    if (closed) {
      throw new IllegalStateException("the connection has ended, and takes nothing more");
    }
    Wait wait = limits.take(caller, limit);
    if (!wait.isNeeded()) {
      held.merge(
          limit, new Held(caller, 1), (before, one) -> new Held(before.by, before.places + 1));
    }
    return wait;
  }

  /**
   * Gives a place back before the connection ends. After its end, all are.
   *
   * @throws IllegalStateException if it has none
   */
  public synchronized void give(Limit limit) {
    if (closed) {
      return;
    }
    Held of = held.get(limit);
    if (of == null || of.places == 0) {
      throw new IllegalStateException("the connection has no place among the " + limit.words());
    }
    held.put(limit, new Held(of.by, of.places - 1));
    limits.give(of.by, limit);
  }

  /** Gives all back. Idempotent. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    held.forEach(
        (limit, of) -> {
          for (long i = 0; i < of.places; i++) {
            limits.give(of.by, limit);
          }
        });
    held.clear();
  }
}
