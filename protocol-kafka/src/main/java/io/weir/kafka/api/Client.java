package io.weir.kafka.api;

import io.vertx.core.Context;
import io.weir.core.tenant.Caller;
import io.weir.protocol.ConnectionBounds;
import io.weir.protocol.Listener.HostAndPort;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

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
    Context context) {

  /** The same, under the name that a request gives it. */
  public Client named(@Nullable String clientId) {
    Caller named = caller.withClient(clientId == null ? "" : clientId);
    return named == caller ? this : new Client(named, remote, broker, listener, bounds, context);
  }
}
