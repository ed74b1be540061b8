package io.weir.protocol.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.concurrent.Executor;

/** Waits for the name that a client asks for, and goes on as TLS with the certificate for it. */
final class ServerTls extends SniHandler {
  /** The most that a client may say before its handshake begins. */
  private static final int MAX_HELLO_BYTES = 64 * 1024;

  /** How long a client that is to go may take none of the bytes that say so. */
  private static final long FAREWELL_MILLIS = 1_000;

  private final Executor workers;
  private final long handshakeMillis;

  ServerTls(TlsContexts contexts, Vertx vertx, Duration handshake) {
    super(contexts::of, MAX_HELLO_BYTES, handshake.toMillis());
    this.workers = ((VertxInternal) vertx).internalWorkerPool().executor();
    this.handshakeMillis = handshake.toMillis();
  }

  @Override
  protected SslHandler newSslHandler(SslContext context, ByteBufAllocator allocator) {
    // Signing takes milliseconds, which are not an event loop's.
    SslHandler handler = context.newHandler(allocator, workers);
    handler.setHandshakeTimeoutMillis(handshakeMillis);
    handler.setCloseNotifyFlushTimeoutMillis(FAREWELL_MILLIS);
    return handler;
  }
}
