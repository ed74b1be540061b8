package io.weir.gateway;

import io.weir.core.tenant.Tenant;
import io.weir.gateway.config.Authority;
import io.weir.gateway.config.ListenerConfig;
import io.weir.gateway.config.ProxyProtocolConfig;
import io.weir.gateway.config.TlsConfig;
import io.weir.gateway.config.WeirConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where the command line wants a protocol to listen: {@code kafka=127.0.0.1:9093}. It takes the
 * place of whatever the configuration says of that protocol.
 */
record Listen(String protocol, Authority address) {

  /** For picocli. */
  static final class Converter implements ITypeConverter<Listen> {
    @Override
    public Listen convert(String text) {
      int equals = text.indexOf('=');
      if (equals <= 0) {
        throw new TypeConversionException(
            "expected PROTOCOL=HOST:PORT, for example kafka=127.0.0.1:9093, found '" + text + "'");
      }
      try {
        return new Listen(text.substring(0, equals), Authority.parse(text.substring(equals + 1)));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** The configuration with these in the place of its own. */
  static WeirConfig apply(List<Listen> listens, WeirConfig config) {
    List<ListenerConfig> listeners = new ArrayList<>();
    for (ListenerConfig listener : config.listeners()) {
      Map<String, Integer> kept = new LinkedHashMap<>(listener.ports());
      Map<String, Authority> advertised = new LinkedHashMap<>(listener.advertised());
      for (Listen listen : listens) {
        kept.remove(listen.protocol());
        advertised.remove(listen.protocol());
      }
      if (!kept.isEmpty()) {
        listeners.add(
            new ListenerConfig(
                listener.name(),
                listener.bind(),
                kept,
                listener.anonymous(),
                advertised,
                listener.limits(),
                listener.tls(),
                listener.proxyProtocol()));
      }
    }
    for (Listen listen : listens) {
      listeners.add(
          new ListenerConfig(
              "--listen " + listen.protocol() + "=" + listen.address(),
              listen.address().host(),
              Map.of(listen.protocol(), listen.address().port()),
              listen.anonymous(config),
              Map.of(),
              WeirConfig.standard().listeners().getFirst().limits(),
              TlsConfig.OFF,
              ProxyProtocolConfig.OFF));
    }
    return config.withListeners(listeners);
  }

  /** Who was asked for credentials before is asked here, too. */
  private Optional<String> anonymous(WeirConfig config) {
    return config.listeners().stream()
        .filter(listener -> listener.ports().containsKey(protocol))
        .findFirst()
        .map(ListenerConfig::anonymous)
        .orElse(Optional.of(Tenant.DEFAULT.name()));
  }
}
