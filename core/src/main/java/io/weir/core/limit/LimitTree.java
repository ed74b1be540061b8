package io.weir.core.limit;

import io.weir.core.limit.Wait.Scope;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits as a tree: the node's, within them each tenant's, within these each user's and each
 * connection's. What passes is charged to all four. Trying begins with the connection, so that who
 * is over a limit of its own touches nothing that it shares with others.
 *
 * <p>A charge takes no lock and allocates nothing unless there is something to wait for. Weir
 * itself is not limited.
 */
public final class LimitTree implements Limits {
  /** When a place becomes free is up to others. */
  private static final long PLACE_MILLIS = 1_000;

  private final LongSupplier clock;
  private final long start;
  private final Meter node = new Meter(Scope.NODE);
  private final Alarms alarms = new Alarms();
  private final Map<Tenant, Branch> tenants = new ConcurrentHashMap<>();
  private volatile NodeLimits nodeLimits = NodeLimits.UNLIMITED;

  /** Limits by the system's clock; none, until they are {@linkplain #replace replaced}. */
  public LimitTree() {
    this(System::nanoTime);
  }

  /**
   * @param clock in nanoseconds, as {@link System#nanoTime} is
   */
  public LimitTree(LongSupplier clock) {
    this.clock = clock;
    this.start = clock.getAsLong();
  }

  private long now() {
    return clock.getAsLong() - start;
  }

  /**
   * From now on these limits hold. What has been charged and is not paid for stays to be paid, and
   * what has been taken stays taken, also past a smaller number of places. A charge under way at
   * that moment is counted by the former rates or by these. Any thread.
   *
   * @param of every tenant that has limits
   */
  public synchronized void replace(NodeLimits limits, Map<Tenant, TenantLimits> of) {
    long now = now();
    node.set(limits.publish(), limits.consume(), limits.requests(), now);
    node.set(Limit.CONNECTION_RATE, limits.connectionRate(), now);
    nodeLimits = limits;
    of.forEach((tenant, its) -> branch(tenant).set(its, now));
    tenants.forEach(
        (tenant, branch) -> {
          if (!of.containsKey(tenant)) {
            branch.set(TenantLimits.UNLIMITED, now);
          }
        });
  }

  /** What the node is short of, for which all who publish wait. */
  public Alarms alarms() {
    return alarms;
  }

  private Branch branch(Tenant tenant) {
    Branch known = tenants.get(tenant);
    return known != null ? known : tenants.computeIfAbsent(tenant, made -> new Branch());
  }

  @Override
  public Wait tryPublish(Caller caller, int messages, long bytes) {
    Wait alarm = alarms.publishers();
    if (alarm.isNeeded() && !caller.isInternal()) {
      return alarm;
    }
    Wait wait = tryCharge(caller, Limit.PUBLISHED_MESSAGES, messages, Limit.PUBLISHED_BYTES, bytes);
    if (!wait.isNeeded()) {
      branch(caller.tenant()).published(bytes);
    }
    return wait;
  }

  @Override
  public Wait publish(Caller caller, int messages, long bytes) {
    branch(caller.tenant()).published(bytes);
    Wait wait = charge(caller, Limit.PUBLISHED_MESSAGES, messages, Limit.PUBLISHED_BYTES, bytes);
    return caller.isInternal() ? wait : wait.or(alarms.publishers());
  }

  @Override
  public Wait consume(Caller caller, int messages, long bytes) {
    return charge(caller, Limit.CONSUMED_MESSAGES, messages, Limit.CONSUMED_BYTES, bytes);
  }

  @Override
  public Wait tryRequest(Caller caller) {
    return tryCharge(caller, Limit.REQUESTS, 1, null, 0);
  }

  @Override
  public Wait request(Caller caller) {
    return charge(caller, Limit.REQUESTS, 1, null, 0);
  }

  private Wait tryCharge(
      Caller caller, Limit first, long amount, @Nullable Limit second, long more) {
    if (caller.isInternal()) {
      return Wait.NONE;
    }
    long now = now();
    Branch branch = branch(caller.tenant());
    Meter connection = branch.connectionOf(caller, now);
    Wait wait = connection.tryCharge(first, amount, second, more, now);
    if (wait.isNeeded()) {
      return wait;
    }
    Meter user = branch.userOf(caller);
    wait = user.tryCharge(first, amount, second, more, now);
    if (!wait.isNeeded()) {
      wait = tryCharge(branch.tenant(), first, amount, second, more, now);
      if (!wait.isNeeded()) {
        return Wait.NONE;
      }
      user.refund(first, amount, second, more);
    }
    connection.refund(first, amount, second, more);
    return wait;
  }

  private Wait tryCharge(
      Meter tenant, Limit first, long amount, @Nullable Limit second, long more, long now) {
    Wait wait = tenant.tryCharge(first, amount, second, more, now);
    if (wait.isNeeded()) {
      return wait;
    }
    wait = node.tryCharge(first, amount, second, more, now);
    if (wait.isNeeded()) {
      tenant.refund(first, amount, second, more);
    }
    return wait;
  }

  private Wait charge(Caller caller, Limit first, long amount, @Nullable Limit second, long more) {
    if (caller.isInternal()) {
      return Wait.NONE;
    }
    long now = now();
    Branch branch = branch(caller.tenant());
    return branch
        .connectionOf(caller, now)
        .charge(first, amount, second, more, now)
        .or(branch.userOf(caller).charge(first, amount, second, more, now))
        .or(branch.tenant().charge(first, amount, second, more, now))
        .or(node.charge(first, amount, second, more, now));
  }

  @Override
  public Wait take(Caller caller, Limit limit) {
    check(limit);
    if (caller.isInternal()) {
      return Wait.NONE;
    }
    Branch branch = branch(caller.tenant());
    if (!branch.take(caller, limit)) {
      Scope of = limit == Limit.USER_CONNECTIONS ? Scope.USER : Scope.TENANT;
      return new Wait(PLACE_MILLIS, limit, of);
    }
    if (limit != Limit.CONNECTIONS) {
      return Wait.NONE;
    }
    if (!Branch.take(node.connections(), nodeLimits.connections())) {
      branch.give(caller, limit);
      return new Wait(PLACE_MILLIS, limit, Scope.NODE);
    }
    Wait wait = tryCharge(branch.tenant(), Limit.CONNECTION_RATE, 1, null, 0, now());
    if (wait.isNeeded()) {
      give(caller, limit);
    }
    return wait;
  }

  @Override
  public void give(Caller caller, Limit limit) {
    check(limit);
    if (caller.isInternal()) {
      return;
    }
    branch(caller.tenant()).give(caller, limit);
    if (limit == Limit.CONNECTIONS) {
      Branch.give(node.connections());
    }
  }

  private static void check(Limit limit) {
    switch (limit) {
      case CONNECTIONS, USER_CONNECTIONS, QUEUES, SESSIONS, RETAINED -> {}
      default -> throw new IllegalArgumentException("there are no places of " + limit.words());
    }
  }

  @Override
  public long most(Caller caller, Limit limit) {
    return caller.isInternal() ? Long.MAX_VALUE : branch(caller.tenant()).limits().most(limit);
  }

  @Override
  public boolean isFull(Caller caller) {
    return !caller.isInternal() && branch(caller.tenant()).isFull();
  }

  @Override
  public Collection<Tenant> storageLimited() {
    List<Tenant> limited = new ArrayList<>();
    tenants.forEach(
        (tenant, branch) -> {
          if (branch.isStorageLimited()) {
            limited.add(tenant);
          }
        });
    return limited;
  }

  @Override
  public long published(Tenant tenant) {
    return branch(tenant).published();
  }

  @Override
  public void stored(Tenant tenant, long bytes, long published) {
    branch(tenant).stored(bytes, published);
  }

  @Override
  public OptionalLong kept(Tenant tenant) {
    return branch(tenant).kept();
  }
}
