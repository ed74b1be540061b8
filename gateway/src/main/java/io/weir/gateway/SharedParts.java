package io.weir.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.core.Core;
import io.weir.protocol.ProtocolContext;
import io.weir.protocol.Sessions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What protocols are given, and what their endpoints share. */
final class SharedParts implements ProtocolContext {
  private final Vertx vertx;
  private final Core core;
  private final Sessions sessions;
  private final Map<Class<?>, Future<? extends Shared>> parts = new LinkedHashMap<>();

  SharedParts(Vertx vertx, Core core) {
    this.vertx = vertx;
    this.core = core;
    this.sessions = new Sessions(core.limits(), core.events());
  }

  @Override
  public Vertx vertx() {
    return vertx;
  }

  @Override
  public Core core() {
    return core;
  }

  @Override
  public Sessions sessions() {
    return sessions;
  }

  @Override
  public synchronized <T extends Shared> Future<T> shared(Class<T> type, Supplier<Future<T>> make) {
    return parts.computeIfAbsent(type, absent -> make.get()).map(type::cast);
  }

  /** Ends all of them, those that were made last first. */
  Future<Void> close() {
    List<Future<? extends Shared>> made;
    synchronized (this) {
      made = new ArrayList<>(parts.values()).reversed();
    }
    Future<Void> closed = Future.succeededFuture();
    for (Future<? extends Shared> part : made) {
      closed = closed.eventually(() -> part.compose(Shared::close));
    }
    return closed;
  }
}
