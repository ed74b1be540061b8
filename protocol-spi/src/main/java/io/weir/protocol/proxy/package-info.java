/**
 * The header with which a balancer says who connects: the PROXY protocol, versions 1 and 2. Bytes
 * in, a {@link io.weir.protocol.proxy.ProxyHeader} out, no socket.
 */
@NullMarked
package io.weir.protocol.proxy;

import org.jspecify.annotations.NullMarked;
