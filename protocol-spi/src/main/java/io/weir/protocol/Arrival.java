package io.weir.protocol;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.util.concurrent.ScheduledFuture;
import io.weir.core.event.Event.Why;
import io.weir.core.place.ClientCertificate;
import io.weir.core.place.Ingress;
import io.weir.core.unit.TimeSpan;
import io.weir.protocol.proxy.ProxyHeader;
import io.weir.protocol.proxy.ProxyHeader.ClientTls;
import io.weir.protocol.tls.LiveTls;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/**
 * A connection on its way through its listener's entrance. What it passes stands in the channel's
 * pipeline before everybody else, so that nobody else sees a byte until it is through. All of it
 * runs on the connection's event loop.
 *
 * <pre>
 *   header (where one is required) -> TLS (where it is spoken) -> through
 *       \----------------------------\---> refused: closed, with a line in the log
 * </pre>
 */
final class Arrival {
  private static final String HEADER = "weir-header";
  private static final String TLS = "weir-tls";
  private static final String TLS_CHECK = "weir-tls-check";
  private static final String TLS_WATCH = "weir-tls-watch";

  private final SharedPort port;
  private final @Nullable LiveTls tls;
  private final Channel channel;
  private final String id;
  private final InetSocketAddress peer;
  private final Consumer<Ingress> then;
  private Ingress ingress;

  /** What the balancer says of its client's TLS, if anything. */
  private @Nullable ClientTls clientTls;

  private boolean over;
  private @Nullable ScheduledFuture<?> clock;

  /**
   * @param peer the other end of the channel
   * @param local this end
   * @param then takes it once it is through
   */
  Arrival(
      SharedPort port,
      @Nullable LiveTls tls,
      Channel channel,
      String id,
      InetSocketAddress peer,
      InetSocketAddress local,
      Consumer<Ingress> then) {
    this.port = port;
    this.tls = tls;
    this.channel = channel;
    this.id = id;
    this.peer = peer;
    this.then = then;
    this.ingress = Ingress.direct(port.listener().name(), peer, local);
  }

  void begin() {
    Entrance entrance = port.listener().entrance();
    boolean isProxied = entrance.proxyProtocol().isRequired();
    if (isProxied && !entrance.proxyProtocol().trusts(peer.getAddress())) {
      refuse(Why.PROXY_HEADER, "it is none of the balancers that this listener trusts");
      return;
    }
    if (isProxied || tls != null) {
      long millis = entrance.time().toMillis();
      clock = channel.eventLoop().schedule(this::late, millis, TimeUnit.MILLISECONDS);
      channel.closeFuture().addListener(closed -> stopClock());
    }
    if (isProxied) {
      channel.pipeline().addFirst(HEADER, new HeaderHandler(this));
    } else {
      secure(null);
    }
  }

  /** The balancer has said who connects. */
  void told(ProxyHeader.Client client) {
    clientTls = client.tls();
    ingress =
        new Ingress(
            port.listener().name(),
            client.source(),
            peer,
            client.destination(),
            true,
            clientTls != null && clientTls.isSpoken(),
            client.endpoint(),
            client.authority(),
            certificate(clientTls),
            client.uniqueId());
    secure(HEADER);
  }

  private static @Nullable ClientCertificate certificate(@Nullable ClientTls tls) {
    return tls == null || tls.commonName() == null
        ? null
        : new ClientCertificate("CN=" + Rdn.escapeValue(tls.commonName()), List.of());
  }

  /** The balancer only sees whether somebody answers. */
  void healthCheck() {
    over = true;
    channel.close();
  }

  /** TLS is spoken from here on. */
  void secured(@Nullable String serverName, @Nullable ClientCertificate certificate) {
    // Where the balancer knows what its client spoke, what is spoken here is its own.
    if (clientTls == null) {
      ingress = ingress.withTls(certificate);
      if (ingress.serverName() == null) {
        ingress = ingress.withServerName(serverName);
      }
    }
    through();
  }

  /** Ends it, with the reason, a sentence, in the log. Only the first reason counts. */
  void refuse(Why why, String reason) {
    if (over) {
      return;
    }
    over = true;
    port.log().client("{} from {} refused: {}", id, ingress, reason);
    port.turnedAway(ingress, why, reason);
    channel.close();
  }

  /** Ends it because of what it does after it is through. */
  void end(String reason) {
    port.log().client("{} from {} ended: {}", id, ingress, reason);
    channel.close();
  }

  /** Ends it because a balancer passes on what its client says of itself. */
  void secondHeader() {
    String reason = "a second PROXY header came";
    port.turnedAway(ingress, Why.PROXY_HEADER, reason);
    end(reason);
  }

  /** It went away by itself. */
  void gone() {
    over = true;
    channel.close();
  }

  private void secure(@Nullable String after) {
    if (tls == null) {
      through();
      return;
    }
    ChannelPipeline pipeline = channel.pipeline();
    if (after == null) {
      pipeline.addFirst(TLS_CHECK, new TlsCheck(this));
    } else {
      pipeline.addAfter(after, TLS_CHECK, new TlsCheck(this));
    }
    pipeline.addAfter(TLS_CHECK, TLS, tls.handler(port.listener().entrance().time()));
    pipeline.addAfter(TLS, TLS_WATCH, new TlsWatch(this));
  }

  private void through() {
    if (!over) {
      over = true;
      stopClock();
      then.accept(ingress);
    }
  }

  private void late() {
    Entrance entrance = port.listener().entrance();
    boolean inHeader = entrance.proxyProtocol().isRequired() && !ingress.proxied();
    refuse(
        inHeader ? Why.PROXY_HEADER : Why.TLS,
        "it took longer than " + TimeSpan.format(entrance.time()) + " to come in");
  }

  private void stopClock() {
    ScheduledFuture<?> running = clock;
    clock = null;
    if (running != null) {
      running.cancel(false);
    }
  }
}
