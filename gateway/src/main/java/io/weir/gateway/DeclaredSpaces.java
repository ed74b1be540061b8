package io.weir.gateway;

import io.vertx.core.Future;
import io.weir.core.definition.TenantDefinition;
import io.weir.core.queue.Queues;
import io.weir.core.queue.Reply;
import io.weir.core.queue.Space;
import io.weir.core.queue.SpaceDefinition;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Spaces that files say are to be there, with exchanges, queues and bindings. What is there is left
 * as it is, though the files say something else of it.
 */
final class DeclaredSpaces {
  private final Queues queues;

  DeclaredSpaces(Queues queues) {
    this.queues = queues;
  }

  /** One thing that is to be there, and what to call it where it cannot be. */
  private record Wanted(String what, Tenant tenant, Supplier<Future<?>> make) {}

  /**
   * Makes what is missing, one after the other.
   *
   * @return a sentence for each thing that could not be made; never fails
   */
  Future<List<String>> create(Collection<TenantDefinition> tenants) {
    List<Wanted> wanted = new ArrayList<>();
    for (TenantDefinition tenant : tenants) {
      tenant.spaces().forEach(space -> add(wanted, tenant.tenant(), space));
    }
    return make(wanted.iterator(), new ArrayList<>());
  }

  private void add(List<Wanted> wanted, Tenant tenant, SpaceDefinition definition) {
    Caller weir = Caller.internal(tenant);
    Space space = new Space(tenant, definition.name());
    String in = space.isFirst() ? "" : " in '" + space.name() + "'";
    if (!space.isFirst()) {
      wanted.add(
          new Wanted(
              "virtual host '" + space.name() + "'", tenant, () -> queues.create(weir, space)));
    }
    definition
        .exchanges()
        .forEach(
            exchange ->
                wanted.add(
                    new Wanted(
                        "exchange '" + exchange.name() + "'" + in,
                        tenant,
                        () ->
                            queues.exchange(weir, space, exchange.name()).isPresent()
                                ? Future.succeededFuture()
                                : done(queues.declare(weir, space, exchange)))));
    Present present = new Present(weir, space);
    definition
        .queues()
        .forEach(
            queue ->
                wanted.add(
                    new Wanted(
                        "queue '" + queue.name() + "'" + in,
                        tenant,
                        () -> missing(present, queue))));
    definition
        .bindings()
        .forEach(
            binding ->
                wanted.add(
                    new Wanted(
                        "the binding of '%s' to '%s'%s"
                            .formatted(binding.destination().name(), binding.exchange(), in),
                        tenant,
                        () -> done(queues.bind(weir, space, binding)))));
  }

  private Future<?> missing(Present present, SpaceDefinition.Queue queue) {
    return present.queues().contains(queue.name())
        ? Future.succeededFuture()
        : done(queues.declare(present.weir, present.space, queue.name(), queue.options()));
  }

  /** The queues of a space as they were when its first one was looked for, found out once. */
  private final class Present {
    private final Caller weir;
    private final Space space;
    private @Nullable Set<String> queues;

    Present(Caller weir, Space space) {
      this.weir = weir;
      this.space = space;
    }

    Set<String> queues() {
      Set<String> known = queues;
      if (known == null) {
        known = Set.copyOf(DeclaredSpaces.this.queues.queues(weir, space));
        queues = known;
      }
      return known;
    }
  }

  private static <T> Future<T> done(Future<Reply<T>> reply) {
    return reply.compose(
        it ->
            switch (it) {
              case Reply.Done<T>(T value) -> Future.succeededFuture(value);
              case Reply.Refused<T>(var why) -> Future.failedFuture(why.toString());
            });
  }

  private static Future<List<String>> make(Iterator<Wanted> wanted, List<String> failed) {
    while (wanted.hasNext()) {
      Wanted next = wanted.next();
      Future<Void> made =
          next.make()
              .get()
              .<Void>mapEmpty()
              .otherwise(
                  cause -> {
                    failed.add(
                        "%s of tenant '%s' could not be made: %s"
                            .formatted(next.what(), next.tenant().name(), cause.getMessage()));
                    return null;
                  });
      if (!made.isComplete()) {
        return made.compose(done -> make(wanted, failed));
      }
    }
    return Future.succeededFuture(failed);
  }
}
