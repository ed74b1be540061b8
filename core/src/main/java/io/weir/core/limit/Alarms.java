package io.weir.core.limit;

import io.weir.core.limit.Wait.Scope;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the node is short of. While that is anything, whoever publishes is told to wait, by the
 * means of its protocol; consumers go on, so that there may come to be room. Any thread.
 */
public final class Alarms {
  /** What there can be an alarm of. */
  public static final Set<Limit> RESOURCES =
      Collections.unmodifiableSet(EnumSet.of(Limit.MEMORY, Limit.DISK));

  /** When a resource is there again is up to others. */
  private static final long WAIT_MILLIS = 500;

  private volatile Set<Limit> raised = Set.of();
  private volatile Wait wait = Wait.NONE;

  /**
   * The node is short of something; whether it was not before.
   *
   * @throws IllegalArgumentException if that is none of {@link #RESOURCES}
   */
  public synchronized boolean raise(Limit resource) {
    if (!RESOURCES.contains(resource)) {
      throw new IllegalArgumentException("there is no alarm of " + resource.words());
    }
    return !raised.contains(resource) && change(resource, true);
  }

  /** It has enough of it; whether it had not before. */
  public synchronized boolean clear(Limit resource) {
    return raised.contains(resource) && change(resource, false);
  }

  private boolean change(Limit resource, boolean isRaised) {
    Set<Limit> next = EnumSet.noneOf(Limit.class);
    next.addAll(raised);
    if (isRaised) {
      next.add(resource);
    } else {
      next.remove(resource);
    }
    raised = Collections.unmodifiableSet(next);
    wait = next.isEmpty() ? Wait.NONE : new Wait(WAIT_MILLIS, next.iterator().next(), Scope.NODE);
    return true;
  }

  /** What it is short of now; unchangeable. */
  public Set<Limit> raised() {
    return raised;
  }

  /** For how long publishers wait before they ask again; not at all without an alarm. */
  Wait publishers() {
    return wait;
  }
}
