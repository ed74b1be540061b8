package io.weir.gateway;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code weir version}. */
@Command(
    name = "version",
    description = "Prints which version this is, and what it runs on.",
    mixinStandardHelpOptions = true)
final class VersionCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine()
        .getOut()
        .printf(
            "weir %s, on Java %s (%s)%n",
            Version.text(), Runtime.version(), System.getProperty("java.vm.name"));
  }
}
