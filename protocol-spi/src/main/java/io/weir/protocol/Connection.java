package io.weir.protocol;

import io.netty.buffer.ByteBuf;

/**
 * One client's connection, as a protocol sees it: bytes come in, the {@link ConnectionContext}
 * takes bytes out. Always called on the connection's own event loop, one call at a time. Whatever
 * it throws ends this connection, with the reason in the log.
 */
public interface Connection {

  /**
   * Bytes from the client, in order, as they came.
   *
   * @param bytes readable during the call; what is to outlive it is retained or copied
   */
  void received(ByteBuf bytes);

  /**
   * The client has taken enough of its answers that there is room for more; see {@link
   * ConnectionContext#hasRoom}.
   */
  void roomToWrite();

  /**
   * The gateway stops: begin nothing new, finish what has begun, then {@link
   * ConnectionContext#close}. Called at most once.
   */
  void drain();

  /**
   * The connection is gone, for whatever reason: let go of everything. Called exactly once, last.
   */
  void closed();
}
