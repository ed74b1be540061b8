package io.weir.gateway;

import io.weir.core.definition.TenantDefinition;
import io.weir.core.tenant.Tenant;
import io.weir.gateway.config.ListenerConfig;
import io.weir.gateway.config.TenantsReader;
import io.weir.gateway.config.WeirConfig;
import io.weir.protocol.tls.LiveTls;
import io.weir.protocol.tls.TlsException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code weir check}. */
@Command(
    name = "check",
    description = "Validates the configuration and the tenants' files, and starts nothing.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Runnable {
  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private ConfigOption config;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public void run() {
    Plugins plugins = Plugins.load();
    WeirConfig read = config.read(plugins.configReader());
    TenantsReader reader = plugins.tenantsReader(read);
    Map<Tenant, TenantDefinition> tenants = ConfigOption.orSentences(reader::read);
    List<String> faults =
        read.listeners().stream().map(CheckCommand::tls).flatMap(Optional::stream).toList();
    if (!faults.isEmpty()) {
      throw new SentenceException(faults);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(config.source() + " is valid");
    if (!tenants.isEmpty()) {
      out.println(
          "%s: %s"
              .formatted(
                  reader.directory(),
                  tenants.size() == 1
                      ? "1 tenant is valid"
                      : tenants.size() + " tenants are valid"));
    }
  }

  /** What is wrong with the files of a listener's TLS, if something is. */
  private static Optional<String> tls(ListenerConfig listener) {
    try {
      if (listener.tls().isOn()) {
        LiveTls.check(Opening.tls(listener.tls()));
      }
      return Optional.empty();
    } catch (TlsException e) {
      return Optional.of("listener '" + listener.name() + "': " + e.getMessage());
    }
  }
}
