package io.weir.protocol;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.core.Core;
import java.util.function.Supplier;

/** What a protocol is given by the gateway. */
public interface ProtocolContext {

  Vertx vertx();

  Core core();

  /** Who is in, by all protocols. */
  Sessions sessions();

  /**
   * What the endpoints of one protocol share, made by whoever asks first: one group coordinator for
   * all Kafka listeners, say. It is closed after all endpoints have drained, before the core.
   *
   * @param type its key; one per type
   */
  <T extends Shared> Future<T> shared(Class<T> type, Supplier<Future<T>> make);

  /** Something with an end. */
  interface Shared {
    Future<Void> close();
  }
}
