package io.weir.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import io.weir.core.place.Placed;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One socket between Netty and a {@link Connection}: the last handler in the channel's pipeline
 * before Vert.x's own, which sees none of the bytes. All of it runs on the connection's event loop.
 *
 * <pre>
 *   OPEN --close--> CLOSING --all sent--> LINGERING --client closes too--> ENDED
 *     \---------------\---abort, a bound, a defect-----\-----------------> ENDED
 * </pre>
 */
final class SocketConnection extends ChannelInboundHandlerAdapter
    implements ConnectionContext, LoopConnections.Timed {
  /** What TLS has not seen yet counts in nobody's bound, so it is not much. */
  private static final int MAX_UNFLUSHED_BYTES = 64 * 1024;

  private enum State {
    OPEN,
    CLOSING,
    LINGERING,
    ENDED
  }

  private final SharedPort port;
  private final LoopConnections<SocketConnection> siblings;
  private final Function<ConnectionContext, Connection> factory;
  private final ContextInternal context;
  private Object client;
  private final ConnectionBounds bounds;
  private final ConnectionClocks clocks;
  private final String id;
  private @Nullable ChannelHandlerContext channelContext;
  private @Nullable SslHandler tls;
  private @Nullable Placed placed;
  private @Nullable ConnectionSession session;
  private @Nullable Connection connection;
  private State state = State.OPEN;
  private long unanswered;
  private long given;
  private int unflushed;
  private boolean flushScheduled;
  private boolean draining;

  SocketConnection(
      SharedPort port,
      LoopConnections<SocketConnection> siblings,
      Function<ConnectionContext, Connection> factory,
      ContextInternal context,
      SocketAddress client) {
    this.port = port;
    this.siblings = siblings;
    this.factory = factory;
    this.context = context;
    this.client = client;
    this.bounds = port.listener().bounds();
    this.clocks = new ConnectionClocks(bounds);
    this.id = port.newConnectionId();
  }

  // ---- from the socket ----

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    channelContext = ctx;
    int high = bounds.maxUnsentBytes();
    ctx.channel().config().setWriteBufferWaterMark(new WriteBufferWaterMark(high / 2, high));
  }

  /** It is through the listener's entrance: from here on the protocol is spoken. */
  void arrived(Placed where) {
    placed = where;
    client = where.ingress();
    session = port.session(id, where.ingress(), context, this::abort);
    tls = channel().pipeline().get(SslHandler.class);
    guarded(() -> connection = factory.apply(this));
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      clocks.received();
      Connection to = connection;
      if (state == State.OPEN && to != null) {
        guarded(() -> to.received(bytes));
      }
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    updateReading();
    Connection to = connection;
    if (state == State.OPEN && to != null && ctx.channel().isWritable()) {
      guarded(to::roomToWrite);
    }
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    state = State.ENDED;
    siblings.remove(this);
    port.left();
    if (session != null) {
      session.close();
    }
    Connection to = connection;
    connection = null;
    if (to != null) {
      guarded(to::closed);
    }
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      // The client went away without saying so: its right.
      state = State.ENDED;
      ctx.close();
    } else {
      defect(cause);
    }
  }

  @Override
  public void tick(long nanos) {
    if (state == State.LINGERING) {
      if (clocks.hasLingered(nanos)) {
        state = State.ENDED;
        socket().close();
      }
      return;
    }
    ChannelOutboundBuffer out = channel().unsafe().outboundBuffer();
    if (state == State.ENDED || out == null) {
      return;
    }
    boolean unsent = out.totalPendingWriteBytes() > 0;
    long sent = given - out.totalPendingWriteBytes() + out.currentProgress();
    boolean open = state == State.OPEN;
    boolean reading = open && channel().config().isAutoRead();
    String reason = clocks.tick(nanos, reading, unanswered > 0 || !open, unsent, sent);
    if (reason != null) {
      abort(reason);
    }
  }

  /** The gateway stops. */
  void drain() {
    Connection to = connection;
    if (state == State.OPEN && placed == null) {
      end(); // It has not come in yet.
    } else if (state == State.OPEN && to != null && !draining) {
      draining = true;
      guarded(to::drain);
    }
  }

  // ---- from the protocol ----

  @Override
  public String id() {
    return id;
  }

  @Override
  public InetSocketAddress remote() {
    return placed().ingress().source();
  }

  @Override
  public InetSocketAddress local() {
    return placed().ingress().destination();
  }

  @Override
  public Placed placed() {
    if (placed == null) {
      throw new IllegalStateException("the connection has not come in yet");
    }
    return placed;
  }

  @Override
  public ConnectionSession session() {
    if (session == null) {
      throw new IllegalStateException("the connection has not come in yet");
    }
    return session;
  }

  @Override
  public Listener listener() {
    return port.listener();
  }

  @Override
  public Context context() {
    return context;
  }

  @Override
  public void write(ByteBuf bytes) {
    if (state != State.OPEN) {
      bytes.release();
      return;
    }
    given += bytes.readableBytes();
    unflushed += bytes.readableBytes();
    socket().write(bytes, socket().voidPromise());
    if (tls != null && unflushed >= MAX_UNFLUSHED_BYTES) {
      flushNow();
    } else if (!flushScheduled) {
      flushScheduled = true;
      // After everything that this turn of the loop still does.
      channel().eventLoop().execute(this::flush);
    }
  }

  @Override
  public boolean hasRoom() {
    return channel().isWritable();
  }

  @Override
  public void taken(int bytes) {
    unanswered += bytes;
    clocks.frameCompleted();
    updateReading();
  }

  @Override
  public void answered(int bytes) {
    unanswered -= bytes;
    updateReading();
  }

  @Override
  public void frameIncomplete(boolean incomplete) {
    clocks.frameIncomplete(incomplete);
  }

  @Override
  public void close() {
    if (state != State.OPEN) {
      return;
    }
    state = State.CLOSING;
    updateReading();
    socket()
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener((ChannelFutureListener) sent -> linger());
  }

  @Override
  public void abort(String reason) {
    if (state == State.ENDED) {
      return;
    }
    port.log().client("{} from {} ended: {}", id, client, reason);
    end();
  }

  // ----

  private void linger() {
    if (state != State.CLOSING) {
      return;
    }
    state = State.LINGERING;
    SslHandler secured = tls;
    if (secured != null) {
      // A client must be able to tell this end from one that somebody else has made.
      secured.closeOutbound().addListener(said -> shutdownOutput());
    } else {
      shutdownOutput();
    }
  }

  private void shutdownOutput() {
    if (channel() instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    } else {
      socket().close();
    }
  }

  private void end() {
    state = State.ENDED;
    socket().flush();
    socket().close();
  }

  private void flush() {
    flushScheduled = false;
    flushNow();
  }

  private void flushNow() {
    unflushed = 0;
    socket().flush();
  }

  private void updateReading() {
    boolean read =
        state != State.OPEN
            || (unanswered <= bounds.maxUnansweredBytes() && channel().isWritable());
    if (channel().config().isAutoRead() != read) {
      channel().config().setAutoRead(read);
    }
  }

  /**
   * Runs the protocol's code on its context; whatever it throws ends this connection and nothing
   * else.
   */
  private void guarded(Runnable call) {
    context.emit(
        call,
        it -> {
          try {
            it.run();
          } catch (Throwable thrown) {
            defect(thrown);
          }
        });
  }

  private void defect(Throwable thrown) {
    if (state != State.ENDED || connection == null) {
      port.log().defect("{} from {} ended by a defect in {}", id, client, port.protocol(), thrown);
    }
    if (state != State.ENDED) {
      end();
    }
  }

  private ChannelHandlerContext socket() {
    if (channelContext == null) {
      throw new IllegalStateException("the connection has no socket yet");
    }
    return channelContext;
  }

  private Channel channel() {
    return socket().channel();
  }
}
