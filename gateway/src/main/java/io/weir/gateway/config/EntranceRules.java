package io.weir.gateway.config;

import io.weir.gateway.config.ProxyProtocolConfig.Mode;
import io.weir.gateway.config.Rules.Breaks;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** What TLS and the PROXY protocol need of each other's settings, and of their own. */
final class EntranceRules {
  private final int listener;
  private final Breaks to;

  /**
   * @param listener its number
   */
  EntranceRules(int listener, Breaks to) {
    this.listener = listener;
    this.to = to;
  }

  void check(ListenerConfig config) {
    proxyProtocol(config.proxyProtocol());
    TlsConfig tls = config.tls();
    if (tls.isOn()) {
      identity(tls.certificate(), tls.key(), tls.password(), "listeners", listener, "tls");
    } else if (!tls.equals(TlsConfig.OFF)) {
      to.breaks("without a certificate there is no TLS", "listeners", listener, "tls");
    }
    for (int i = 0; i < tls.sni().size(); i++) {
      IdentityConfig each = tls.sni().get(i);
      identity(
          each.certificate(), each.key(), each.password(), "listeners", listener, "tls", "sni", i);
    }
  }

  private void identity(Path certificate, Path key, String password, Object... path) {
    boolean isStore =
        Stream.of(".p12", ".pfx")
            .anyMatch(end -> certificate.toString().toLowerCase(Locale.ROOT).endsWith(end));
    if (isStore && TlsConfig.isGiven(key)) {
      to.breaks("a PKCS #12 store brings its key, so there is no other", path);
    } else if (!isStore && !TlsConfig.isGiven(key)) {
      to.breaks(
          "a certificate in PEM needs its 'key'; a PKCS #12 store is called .p12 or .pfx", path);
    } else if (!isStore && !password.isEmpty()) {
      to.breaks("a password is for a PKCS #12 store; a key in PEM is not encrypted", path);
    }
  }

  private void proxyProtocol(ProxyProtocolConfig config) {
    boolean trusts = !config.trusted().isEmpty();
    if (config.mode() == Mode.REQUIRED && !trusts) {
      to.breaks(
          "no balancer is trusted, so nobody could connect; name their addresses in 'trusted'",
          "listeners",
          listener,
          "proxyProtocol");
    } else if (config.mode() == Mode.OFF && trusts) {
      to.breaks(
          "nobody is asked for a header, so nobody is trusted with one; did you mean mode: required?",
          "listeners",
          listener,
          "proxyProtocol");
    }
  }
}
