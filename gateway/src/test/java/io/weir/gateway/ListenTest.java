package io.weir.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.core.tenant.Tenant;
import io.weir.gateway.config.Authority;
import io.weir.gateway.config.ListenerConfig;
import io.weir.gateway.config.ProxyProtocolConfig;
import io.weir.gateway.config.TlsConfig;
import io.weir.gateway.config.WeirConfig;
import io.weir.protocol.ConnectionBounds;
import io.weir.protocol.Endpoint;
import io.weir.protocol.Listener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListenTest {

  @Test
  void whatClientsOfAPortAreToldGoesWithThePort() {
    ListenerConfig standard = WeirConfig.standard().listeners().getFirst();
    ListenerConfig told =
        new ListenerConfig(
            standard.name(),
            standard.bind(),
            standard.ports(),
            "default",
            Map.of("kafka", new Authority("kafka.example.com", 9092)),
            standard.limits());
    WeirConfig config =
        Listen.apply(
            List.of(new Listen("kafka", new Authority("127.0.0.1", 9093))),
            WeirConfig.standard().withListeners(List.of(told)));
    assertThat(config.listeners()).hasSize(2);
    assertThat(config.listeners().getFirst().ports()).doesNotContainKey("kafka");
    assertThat(config.listeners().getFirst().advertised()).isEmpty();
    Plugins.load().configReader().check(config);
  }

  @Test
  void whoWasAskedForCredentialsIsAskedElsewhereToo() {
    ListenerConfig standard = WeirConfig.standard().listeners().getFirst();
    ListenerConfig asking =
        new ListenerConfig(
            "asking",
            standard.bind(),
            Map.of("kafka", 9092),
            Optional.empty(),
            Map.of(),
            standard.limits(),
            TlsConfig.OFF,
            ProxyProtocolConfig.OFF);
    Authority elsewhere = new Authority("127.0.0.1", 0);
    WeirConfig config =
        Listen.apply(
            List.of(new Listen("kafka", elsewhere), new Listen("http", elsewhere)),
            WeirConfig.standard().withListeners(List.of(asking)));
    assertThat(config.listeners())
        .extracting(ListenerConfig::anonymous)
        .containsExactly(Optional.empty(), Optional.of("default"));
  }

  @Test
  void anAddressWithColonsHasItsBracketsOnceInExamples() {
    Plugins.load()
        .protocols()
        .forEach(
            (name, protocol) -> {
              var listener =
                  new Listener("six", "::1", 0, null, Tenant.DEFAULT, ConnectionBounds.DEFAULT, 10);
              BoundPort bound = new Opening.Port(name, protocol, listener).bound(new OpenPort());
              assertThat(bound.example()).containsPattern("[ /]\\[::1]:7\\b");
            });
  }

  private static final class OpenPort implements Endpoint {
    @Override
    public int port() {
      return 7;
    }

    @Override
    public int connections() {
      return 0;
    }

    @Override
    public Future<Void> drain(Duration grace) {
      return Future.succeededFuture();
    }
  }
}
