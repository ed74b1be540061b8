package io.weir.kafka.connection;

import io.weir.core.place.HostAndPort;
import io.weir.core.place.Placed;
import io.weir.protocol.ConnectionContext;

/** What a client is told to connect to. */
final class Advertised {
  private Advertised() {}

  /**
   * What its network reaches, else the address that the listener advertises, else the one that it
   * has reached.
   *
   * @param placed where the connection is, which may be known only once its client has said who it
   *     is
   */
  static HostAndPort of(ConnectionContext context, Placed placed) {
    HostAndPort advertised =
        placed.advertised(Pipeline.PROTOCOL).orElse(context.listener().advertised());
    return advertised != null
        ? advertised
        : new HostAndPort(context.local().getAddress().getHostAddress(), context.local().getPort());
  }
}
