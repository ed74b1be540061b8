package io.weir.core.topic;

import io.vertx.core.Future;
import io.weir.core.failure.Failure;
import io.weir.core.limit.Limit;
import io.weir.core.limit.Limits;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Topics on their way into being, so that together with those there no tenant has too many. */
final class Creations {
  private final Limits limits;
  private final TopicTable table;
  private final Map<Tenant, Integer> underWay = new ConcurrentHashMap<>();

  Creations(Limits limits, TopicTable table) {
    this.limits = limits;
    this.table = table;
  }

  /**
   * @throws Failure.LimitReached if the tenant has as many topics as it may
   */
  void check(Caller caller) {
    if (!hasRoom(caller, underWay.getOrDefault(caller.tenant(), 0))) {
      throw full(caller);
    }
  }

  /** Creates a topic, if there may be one more; otherwise fails as {@link #check} does. */
  Future<Topic> within(Caller caller, Supplier<Future<Topic>> creation) {
    AtomicBoolean begun = new AtomicBoolean();
    underWay.compute(
        caller.tenant(),
        (tenant, before) -> {
          int count = before == null ? 0 : before;
          begun.set(hasRoom(caller, count));
          return begun.get() ? Integer.valueOf(count + 1) : before;
        });
    if (!begun.get()) {
      return Future.failedFuture(full(caller));
    }
    // Has ended only after its place is free: who sees the end may ask for the next one at once.
    return creation.get().andThen(done -> end(caller.tenant()));
  }

  private void end(Tenant tenant) {
    underWay.computeIfPresent(tenant, (key, count) -> count == 1 ? null : count - 1);
  }

  private boolean hasRoom(Caller caller, int more) {
    return table.count(caller.tenant()) + more < limits.most(caller, Limit.TOPICS);
  }

  private Failure full(Caller caller) {
    return new Failure.LimitReached(
        "there are as many topics as there may be, "
            + limits.most(caller, Limit.TOPICS)
            + "; delete one that is not needed");
  }
}
