package io.weir.gateway;

import io.weir.gateway.config.ListenerConfig;
import io.weir.gateway.config.WeirConfig;
import io.weir.protocol.tls.LiveTls;
import io.weir.protocol.tls.TlsException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code weir check}. */
@Command(
    name = "check",
    description = "Validates the configuration and starts nothing.",
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
    WeirConfig read = config.read(Plugins.load().configReader());
    List<String> faults =
        read.listeners().stream().map(CheckCommand::tls).flatMap(Optional::stream).toList();
    if (!faults.isEmpty()) {
      throw new SentenceException(faults);
    }
    spec.commandLine().getOut().println(config.source() + " is valid");
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
