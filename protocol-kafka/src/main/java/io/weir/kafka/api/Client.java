package io.weir.kafka.api;

import io.vertx.core.Context;
import io.weir.core.place.HostAndPort;
import io.weir.core.tenant.Caller;
import io.weir.protocol.ConnectionBounds;
import java.net.InetSocketAddress;

/**
 * Who asks.
 *
 * @param remote where it comes from
 * @param broker under which address it is to find this gateway
 * @param listener the name of the listener it came to
 * @param bounds what its connection may take
 * @param context of its event loop
 */
public record Client(
    Caller caller,
    InetSocketAddress remote,
    HostAndPort broker,
    String listener,
    ConnectionBounds bounds,
    Context context) {}
