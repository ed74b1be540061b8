package io.weir.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.weir.core.auth.Authenticator;
import io.weir.core.place.Ingress;
import io.weir.core.place.Placement;
import io.weir.protocol.Authentication.Credentials;
import io.weir.testing.Futures;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Where a password may be shown in clear. */
class CredentialsTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final Authenticator AUTHENTICATOR =
      new Authenticator(VERTX, new byte[32], Placement.of(Map.of()));
  private static final InetSocketAddress LOOPBACK = new InetSocketAddress("127.0.0.1", 40_000);
  private static final InetSocketAddress OUTSIDE = new InetSocketAddress("192.0.2.1", 40_000);

  @AfterAll
  static void close() {
    AUTHENTICATOR.close();
    Futures.await(VERTX.close());
  }

  @Test
  void itMayInTls() {
    assertThat(isConfidential(direct(OUTSIDE).withTls(null))).isTrue();
    assertThat(isConfidential(proxied(OUTSIDE, LOOPBACK, true))).isTrue();
  }

  @Test
  void itMayFromThisMachine() {
    assertThat(isConfidential(direct(LOOPBACK))).isTrue();
    assertThat(isConfidential(direct(new InetSocketAddress("::1", 40_000)))).isTrue();
  }

  @Test
  void itMayNotOverANetworkInTheClear() {
    assertThat(isConfidential(direct(OUTSIDE))).isFalse();
  }

  @Test
  void behindABalancerNobodyIsOnThisMachine() {
    assertThat(isConfidential(proxied(OUTSIDE, LOOPBACK, false))).isFalse();
    assertThat(isConfidential(proxied(LOOPBACK, OUTSIDE, false))).isFalse();
    assertThat(isConfidential(proxied(LOOPBACK, LOOPBACK, false))).isFalse();
  }

  private static boolean isConfidential(Ingress ingress) {
    var attempt = new Credentials(AUTHENTICATOR).attempt(ingress);
    assertThat(attempt.ingress()).isEqualTo(ingress);
    return attempt.confidential();
  }

  private static Ingress direct(InetSocketAddress peer) {
    return Ingress.direct("vpc", peer, LOOPBACK);
  }

  private static Ingress proxied(
      InetSocketAddress source, InetSocketAddress peer, boolean encrypted) {
    return new Ingress("vpc", source, peer, LOOPBACK, true, encrypted, null, null, null, null);
  }
}
