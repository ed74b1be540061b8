package io.weir.gateway;

import io.weir.backend.Maintenance.Verified;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir verify}. Exit code 0 if there is no fault, 1 if there is one. */
@Command(
    name = "verify",
    description = {
      "Reads all data of a Weir that is stopped, checks it, and prints each fault.",
      "Writes nothing, but for --rebuild. Exit code 1 if there are faults."
    },
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private MaintenanceOptions options;

  @Option(
      names = "--rebuild",
      description = "First make all indexes, and damaged copies of the state, again from the log.")
  private boolean rebuild;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    Verified verified =
        options.run(
            (maintenance, data) -> maintenance.verify(data, rebuild, new TerminalReport(line)));
    return print(verified, line);
  }

  /** Prints the end of what was found; returns the exit code for it. */
  static int print(Verified verified, CommandLine line) {
    line.getOut().println(verified.summary());
    return verified.faults() == 0 ? CommandLine.ExitCode.OK : Main.FAILED;
  }
}
