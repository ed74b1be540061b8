package io.weir.gateway;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir restore}. Exit codes as of {@link VerifyCommand}. */
@Command(
    name = "restore",
    description = {
      "Copies a backup into a data directory that is new or empty, and verifies it there.",
      "Exit code 1 if there are faults; what is sound can be served all the same."
    },
    mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private MaintenanceOptions options;

  @Parameters(paramLabel = "DIR", description = "The backup.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path backup;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    TerminalReport report = new TerminalReport(line);
    return VerifyCommand.print(
        options.run((maintenance, data) -> maintenance.restore(backup, data, report)), line);
  }
}
