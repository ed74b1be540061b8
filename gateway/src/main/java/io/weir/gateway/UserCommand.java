package io.weir.gateway;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir user}: what has to do with users. */
@Command(
    name = "user",
    description = "Makes what tenant files say of users.",
    mixinStandardHelpOptions = true,
    subcommands = HashCommand.class)
final class UserCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what to do? For example: weir user hash");
  }
}
