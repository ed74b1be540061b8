package io.weir.protocol;

import static io.weir.testing.Futures.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.Unpooled;
import io.weir.core.place.Cidr;
import io.weir.core.place.EndpointId;
import io.weir.core.place.Ingress;
import io.weir.core.place.Network;
import io.weir.core.place.Placement;
import io.weir.core.tenant.Tenant;
import io.weir.protocol.proxy.ProxyProtocol;
import io.weir.protocol.tls.Tls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Listeners with entrances, and a protocol that says how one came in and then echoes. */
final class Entrances {
  static final Duration LONG = Duration.ofMinutes(1);
  static final ProxyProtocol FROM_LOOPBACK =
      new ProxyProtocol(true, List.of(Cidr.parse("127.0.0.0/8")));

  private Entrances() {}

  static Endpoint open(Endpoints endpoints, ProxyProtocol proxy, Tls tls) {
    return open(endpoints, new Entrance(proxy, tls, LONG, anybody()), 100);
  }

  static Endpoint open(Endpoints endpoints, Entrance entrance, int maxConnections) {
    var listener =
        new Listener(
                "vpc",
                "127.0.0.1",
                0,
                null,
                Tenant.DEFAULT,
                ConnectionBounds.DEFAULT,
                maxConnections)
            .withEntrance(entrance);
    return await(
        SocketEndpoint.open("echo", listener, endpoints.vertx, endpoints.sessions, Told::new));
  }

  /** One tenant, reached by whatever way these tests come. */
  static Placement anybody() {
    List<Network> networks =
        Stream.of(
                null,
                "aws:vpce-08d2bf15fac5001",
                "azure:305419896",
                "gcp:9223372036854775809",
                "alibaba:ep-2ze")
            .map(id -> id == null ? null : EndpointId.parse(id))
            .map(endpoint -> new Network("vpc", null, endpoint, null, Map.of()))
            .toList();
    return Placement.of(Map.of(Tenant.DEFAULT, networks));
  }

  /** What is said of a way in, as the protocol of these tests says it first. */
  static String told(Ingress ingress) {
    return "%s %s %s %s %s\n"
        .formatted(
            ingress,
            ingress.destination().getPort(),
            ingress.endpoint(),
            ingress.serverName(),
            ingress.certificate() == null ? null : ingress.certificate().subject());
  }

  private static final class Told extends Echo {
    Told(ConnectionContext context) {
      super(context);
      context.write(Unpooled.copiedBuffer(told(context.placed().ingress()), ISO_8859_1));
    }
  }
}
