/**
 * How the gateway meets a protocol. A {@link io.weir.protocol.Protocol} opens an {@link
 * io.weir.protocol.Endpoint} on a {@link io.weir.protocol.Listener}. Protocols over plain sockets
 * implement {@link io.weir.protocol.Connection} and leave sockets, bounds, idle timeouts, draining
 * and the guard to {@link io.weir.protocol.SocketEndpoint}. A protocol whose sockets are served by
 * a library builds on what lies below that: {@link io.weir.protocol.SharedPort}, {@link
 * io.weir.protocol.LoopConnections} and {@link io.weir.protocol.ConnectionClocks}. Whom a head lets
 * in it enters in the connection's {@link io.weir.protocol.ConnectionSession}, so that {@link
 * io.weir.protocol.Sessions} can end it.
 */
@NullMarked
package io.weir.protocol;

import org.jspecify.annotations.NullMarked;
