package io.weir.gateway;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir backup}. */
@Command(
    name = "backup",
    description = {
      "Copies all data of a Weir, running or stopped, to a new directory.",
      "The copy has everything that was acknowledged before this began."
    },
    mixinStandardHelpOptions = true)
final class BackupCommand implements Runnable {
  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private MaintenanceOptions options;

  @Parameters(paramLabel = "DIR", description = "Where the copy is to lie: new, or empty.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path target;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public void run() {
    CommandLine line = spec.commandLine();
    TerminalReport report = new TerminalReport(line);
    String sentence = options.run((maintenance, data) -> maintenance.backup(data, target, report));
    line.getOut().println(sentence);
  }
}
