package io.weir.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.core.tenant.Tenant;
import io.weir.protocol.ConnectionBounds;
import io.weir.protocol.Endpoint;
import io.weir.protocol.Listener;
import io.weir.protocol.Protocol;
import io.weir.protocol.ProtocolContext;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class OpeningTest {
  private static final Endpoint OPEN =
      new Endpoint() {
        @Override
        public int port() {
          return 7000;
        }

        @Override
        public int connections() {
          return 0;
        }

        @Override
        public Future<Void> drain(Duration grace) {
          return Future.succeededFuture();
        }
      };

  private static final Protocol TELNET =
      new Protocol() {
        @Override
        public String name() {
          return "telnet";
        }

        @Override
        public Future<Endpoint> open(Listener listener, ProtocolContext context) {
          return Future.succeededFuture(OPEN);
        }

        @Override
        public String example(String address) {
          return "open telnet://" + address + "/";
        }
      };

  private static BoundPort bound(String protocol, String host) {
    var listener =
        new Listener(
            "local", host, 0, null, Tenant.DEFAULT, ConnectionBounds.DEFAULT, /* connections */ 1);
    return new Opening.Port(protocol, TELNET, listener).bound(OPEN);
  }

  @Test
  void anExampleHasTheRealPort() {
    assertThat(bound("telnet", "127.0.0.1").example()).isEqualTo("open telnet://127.0.0.1:7000/");
    assertThat(bound("admin", "127.0.0.1").example())
        .isEqualTo("curl http://127.0.0.1:7000/metrics");
  }

  @Test
  void anIpv6AddressStandsInBracketsOnce() {
    BoundPort port = bound("telnet", "::1");
    assertThat(port.address()).hasToString("[::1]:7000");
    assertThat(port.example()).isEqualTo("open telnet://[::1]:7000/");
    assertThat(bound("admin", "::1").example()).isEqualTo("curl http://[::1]:7000/metrics");
  }
}
