/**
 * How the gateway meets a protocol. A {@link io.weir.protocol.Protocol} opens an {@link
 * io.weir.protocol.Endpoint} on a {@link io.weir.protocol.Listener}. Protocols over plain sockets
 * implement {@link io.weir.protocol.Connection} and leave sockets, bounds, idle timeouts, draining
 * and the guard to {@code SocketEndpoint}.
 */
@NullMarked
package io.weir.protocol;

import org.jspecify.annotations.NullMarked;
