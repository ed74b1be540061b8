package io.weir.gateway;

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
    config.read(Plugins.load().configReader());
    spec.commandLine().getOut().println(config.source() + " is valid");
  }
}
