package io.weir.protocol.tls;

import io.netty.channel.ChannelHandler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener's TLS, as its files have it now. They are looked at twice a second, and once they stay
 * as they are, new handshakes are made with what is in them; connections that there are go on.
 * Files that do not hold together change nothing, and the log says why. Thread-safe; nothing but
 * {@link #open} and its own timer reads files, and neither on an event loop.
 */
public final class LiveTls {
  private static final Logger LOG = LoggerFactory.getLogger(LiveTls.class);
  private static final long LOOK_MILLIS = 500;

  /** Hears of files that have changed. */
  @FunctionalInterface
  public interface Reloads {
    /**
     * Called on a thread that may wait.
     *
     * @param isTaken whether new handshakes are made with what they hold now
     */
    void reloaded(boolean isTaken);
  }

  private final String listener;
  private final Tls tls;
  private final Vertx vertx;
  private final Reloads reloads;
  private volatile TlsContexts contexts;
  private volatile long timer;
  private Object loaded;
  private Object seen;

  private LiveTls(String listener, Tls tls, Vertx vertx, Reloads reloads) {
    this.reloads = reloads;
    this.listener = listener;
    this.tls = tls;
    this.vertx = vertx;
    this.loaded = SmallFiles.stamps(tls.files());
    this.seen = loaded;
    this.contexts = TlsContexts.load(tls);
  }

  /**
   * Reads the files.
   *
   * @param listener its name, for the log
   * @param reloads hears of each change
   * @return fails with {@link TlsException}
   */
  public static Future<LiveTls> open(String listener, Tls tls, Vertx vertx, Reloads reloads) {
    return vertx
        .executeBlocking(() -> new LiveTls(listener, tls, vertx, reloads), false)
        .map(LiveTls::live);
  }

  /**
   * Reads the files to see whether TLS can be made of them; blocks.
   *
   * @throws TlsException if not
   */
  public static void check(Tls tls) {
    TlsContexts.load(tls);
  }

  /**
   * The server's side of one connection's TLS. Tells those behind it as Netty's does: the name that
   * the client asks for, then the handshake's end.
   *
   * @param handshake how long the handshake may take
   */
  public ChannelHandler handler(Duration handshake) {
    return new ServerTls(contexts, vertx, handshake);
  }

  /** Looks at the files no more. */
  public void close() {
    vertx.cancelTimer(timer);
  }

  private LiveTls live() {
    timer = vertx.setPeriodic(LOOK_MILLIS, due -> vertx.executeBlocking(this::look, false));
    return this;
  }

  private synchronized boolean look() {
    Object now = SmallFiles.stamps(tls.files());
    boolean stays = now.equals(seen);
    seen = now;
    // While they still change, one may be new and another old.
    if (stays && !now.equals(loaded)) {
      loaded = now;
      load();
    }
    return stays;
  }

  private void load() {
    try {
      contexts = TlsContexts.load(tls);
      LOG.info("Listener '{}' has new certificates, for new connections", listener);
      reloads.reloaded(true);
    } catch (TlsException e) {
      LOG.error("Listener '{}' keeps the certificates that it has: {}", listener, e.getMessage());
      reloads.reloaded(false);
    }
  }
}
