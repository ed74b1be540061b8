package io.weir.kafka.api;

import io.vertx.core.Context;
import io.weir.core.place.HostAndPort;
import io.weir.core.tenant.Caller;
import io.weir.protocol.ConnectionBounds;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param proven on whose behalf it asks; null before it has said so
 * @param remote where it comes from
 * @param broker under which address it is to find this gateway, as far as that is known before it
 *     has said who it is
 * @param listener the name of the listener it came to
 * @param bounds what its connection may take
 * @param context of its event loop
 * @param sasl how it says who it is; null where nobody is asked
 */
public record Client(
    @Nullable Caller proven,
    InetSocketAddress remote,
    HostAndPort broker,
    String listener,
    ConnectionBounds bounds,
    Context context,
    @Nullable SaslSession sasl) {

  /**
   * On whose behalf it asks.
   *
   * @throws IllegalStateException before that is proven, when nothing may be asked that needs it
   */
  public Caller caller() {
    if (proven == null) {
      throw new IllegalStateException("a request before its client has said who it is");
    }
    return proven;
  }

  /** The same, who has proved on whose behalf it asks, and is to find this gateway there. */
  public Client as(Caller caller, HostAndPort address) {
    return new Client(caller, remote, address, listener, bounds, context, sasl);
  }

  /** The same, under the name that a request gives it; nobody has one before it is proven. */
  public Client named(@Nullable String clientId) {
    if (proven == null) {
      return this;
    }
    Caller named = proven.withClient(clientId == null ? "" : clientId);
    return named == proven ? this : as(named, broker);
  }
}
