package io.weir.gateway;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.backend.Backend;
import io.weir.backend.BackendEnvironment;
import io.weir.backend.BackendProvider;
import io.weir.core.address.TopicName;
import io.weir.core.definition.TopicDefinition;
import io.weir.core.place.HostAndPort;
import io.weir.core.place.Placement;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.TopicDefaults;
import io.weir.gateway.config.Authority;
import io.weir.gateway.config.AutoCreateConfig;
import io.weir.gateway.config.ClientCertificates;
import io.weir.gateway.config.LimitsConfig;
import io.weir.gateway.config.ListenerConfig;
import io.weir.gateway.config.ProxyProtocolConfig;
import io.weir.gateway.config.ProxyProtocolConfig.Mode;
import io.weir.gateway.config.TlsConfig;
import io.weir.gateway.config.WeirConfig;
import io.weir.protocol.Authentication;
import io.weir.protocol.ConnectionBounds;
import io.weir.protocol.Endpoint;
import io.weir.protocol.Entrance;
import io.weir.protocol.Listener;
import io.weir.protocol.Protocol;
import io.weir.protocol.proxy.ProxyProtocol;
import io.weir.protocol.tls.Tls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The steps of a start, each from the configuration to the part it describes. */
record Opening(WeirConfig config, Plugins plugins, Vertx vertx) {
  /** The admin port is no tenant's, whatever tenants there are. */
  private static final Placement ANYWHERE = Placement.of(Map.of(Tenant.DEFAULT, List.of()));

  Future<Backend> backend() {
    BackendProvider provider = requireNonNull(plugins.backends().get(config.backend().type()));
    var environment =
        new BackendEnvironment(
            vertx, config.data(), config.ephemeral(), config.backend().settings());
    return provider.open(environment);
  }

  /** What the core is to ask of tenants. */
  CoreRules rules() {
    AutoCreateConfig created = config.autoCreate();
    return CoreRules.withoutTenants(
        new TopicDefaults(created.topics(), created.partitions(), created.settings()));
  }

  /** The topics of {@code weir.yaml}, which are the tenant's that needs no file. */
  List<TopicDefinition> topics() {
    return config.topics().stream()
        .map(
            topic ->
                new TopicDefinition(
                    new TopicName(topic.name()), topic.partitions(), topic.settings()))
        .toList();
  }

  /** The ports to open, in the order of the configuration. */
  List<Port> ports(Tenancy tenancy) {
    List<Port> ports = new ArrayList<>();
    for (ListenerConfig listener : config.listeners()) {
      listener
          .ports()
          .forEach(
              (name, port) ->
                  ports.add(
                      new Port(
                          name,
                          plugins.protocols().get(name),
                          listener(listener, name, port, tenancy))));
    }
    return ports;
  }

  private Listener listener(ListenerConfig config, String protocol, int port, Tenancy tenancy) {
    Authority advertised = config.advertised().get(protocol);
    boolean isAdmin = protocol.equals(Weir.ADMIN);
    return new Listener(
        config.name(),
        config.bind(),
        port,
        advertised == null ? null : new HostAndPort(advertised.host(), advertised.port()),
        bounds(config.limits()),
        config.limits().connections(),
        new Entrance(
            proxyProtocol(config.proxyProtocol()),
            config.tls().isOn() ? tls(config.tls()) : null,
            config.limits().handshakeTime(),
            isAdmin ? ANYWHERE : tenancy.placement()),
        isAdmin ? new Authentication.Open(Tenant.DEFAULT) : authentication(config, tenancy));
  }

  private static Authentication authentication(ListenerConfig config, Tenancy tenancy) {
    return config
        .anonymous()
        .<Authentication>map(tenant -> new Authentication.Open(new Tenant(tenant)))
        .orElseGet(() -> new Authentication.Credentials(tenancy.authenticator()));
  }

  private static ProxyProtocol proxyProtocol(ProxyProtocolConfig config) {
    return new ProxyProtocol(config.mode() == Mode.REQUIRED, config.trusted());
  }

  /** The files of a listener's TLS. */
  static Tls tls(TlsConfig config) {
    List<Tls.Identity> more =
        config.sni().stream()
            .map(each -> identity(each.certificate(), each.key(), each.password()))
            .toList();
    return new Tls(
        identity(config.certificate(), config.key(), config.password()),
        more,
        TlsConfig.isGiven(config.clientCa()) ? config.clientCa() : null,
        config.clientCertificates() == ClientCertificates.REQUIRED);
  }

  private static Tls.Identity identity(Path certificate, Path key, String password) {
    return new Tls.Identity(certificate, TlsConfig.isGiven(key) ? key : null, password);
  }

  private static ConnectionBounds bounds(LimitsConfig limits) {
    return new ConnectionBounds(
        Math.toIntExact(limits.frame().count()),
        Math.toIntExact(limits.unanswered().count()),
        Math.toIntExact(limits.unsent().count()),
        limits.idle(),
        limits.frameTime(),
        limits.writeTime());
  }

  /**
   * A port to open.
   *
   * @param plugin the protocol, or null for the gateway's own port
   */
  record Port(String name, @Nullable Protocol plugin, Listener listener) {

    boolean isAdmin() {
      return name.equals(Weir.ADMIN);
    }

    Protocol protocol() {
      return requireNonNull(plugin, "checked with the configuration");
    }

    BoundPort bound(Endpoint endpoint) {
      Authority address = new Authority(listener.host(), endpoint.port());
      return new BoundPort(listener.name(), name, address, example(address.toString()));
    }

    /** Behind a balancer or TLS, a command would have to know more than the address. */
    private String example(String address) {
      Entrance entrance = listener.entrance();
      if (entrance.proxyProtocol().isRequired()) {
        return "by the PROXY protocol";
      } else if (entrance.tls() != null) {
        return "in TLS";
      } else if (listener.authentication() instanceof Authentication.Credentials) {
        return "with credentials";
      }
      return isAdmin() ? "curl http://" + address + "/metrics" : protocol().example(address);
    }
  }
}
