package io.weir.gateway.config;

import io.weir.core.place.Cidr;
import java.util.List;

/** Whether balancers say who connects, by the PROXY protocol. */
public record ProxyProtocolConfig(
    @Setting(
            about =
                "`required`: every connection begins with a header of version 1 or 2; `off`: none does.",
            standard = "'off'")
        Mode mode,
    @Setting(
            about =
                "The addresses of the balancers, as ranges; what comes from elsewhere is refused unread.",
            standard = "[]")
        List<Cidr> trusted) {

  /** No header. */
  public static final ProxyProtocolConfig OFF = new ProxyProtocolConfig(Mode.OFF, List.of());

  public ProxyProtocolConfig {
    trusted = List.copyOf(trusted);
  }

  /** There is no third: where a header may come, a client can forge it. */
  public enum Mode {
    REQUIRED,
    OFF
  }
}
