package io.weir.protocol;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Context;
import io.weir.core.place.Placed;
import java.net.InetSocketAddress;

/**
 * What a connection can do to its socket. Called on the connection's event loop only. Writes of one
 * turn of the loop are sent together.
 */
public interface ConnectionContext {

  /** Names the connection in logs, unique in the process. */
  String id();

  /** The client's address; where a balancer is trusted, what that says. */
  InetSocketAddress remote();

  /** The address and port that the client reached; where a balancer is trusted, what that says. */
  InetSocketAddress local();

  /**
   * How the connection came, and the tenant that it belongs to by that; where everybody is let in
   * it is in one.
   */
  Placed placed();

  /** Who is in by the connection; its end ends that too. */
  ConnectionSession session();

  Listener listener();

  /** The Vert.x context of the connection's event loop. */
  Context context();

  /**
   * Sends bytes, after all sent before; they are given away.
   *
   * <p>Never blocks and never refuses: whoever would send much asks {@link #hasRoom} first.
   */
  void write(ByteBuf bytes);

  /** Whether fewer unsent bytes wait than {@link ConnectionBounds#maxUnsentBytes}. */
  boolean hasRoom();

  /**
   * Counts bytes of requests taken and not yet answered; past {@link
   * ConnectionBounds#maxUnansweredBytes} the socket is not read until enough are answered. A
   * request taken is a frame completed: the clock of {@link ConnectionBounds#frameTime} begins
   * anew.
   */
  void taken(int bytes);

  /** The counterpart of {@link #taken}. */
  void answered(int bytes);

  /**
   * A frame has begun and is not complete ({@code true}), or is ({@code false}): starts or stops
   * the clock of {@link ConnectionBounds#frameTime}. Saying {@code true} again does not start it
   * anew; whoever completes one frame and begins the next in one go says {@code false} in between,
   * or {@link #taken}.
   */
  void frameIncomplete(boolean incomplete);

  /** Ends the connection once all that was written is sent. Idempotent. */
  void close();

  /**
   * Ends the connection at once because its client broke the protocol or a bound; the reason, a
   * sentence, goes to the log. What was written is sent as far as the socket takes it without
   * waiting.
   */
  void abort(String reason);
}
