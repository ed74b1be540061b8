package io.weir.gateway;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
    name = "weir",
    description = "A messaging gateway: one log, and clients of several protocols unchanged.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      RunCommand.class,
      CheckCommand.class,
      VerifyCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      UserCommand.class,
      ImportCommand.class,
      VersionCommand.class
    },
    footer = {
      "",
      "Started by the launcher, there are two more: 'weir test' builds and runs every",
      "test, 'weir bench NAME' runs a benchmark side by side with a peer."
    })
public final class Main implements Runnable {
  /** The exit code of a command that failed; a sentence says how. */
  static final int FAILED = 1;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  private Main() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setParameterExceptionHandler(Main::explainUsage)
        .setExecutionExceptionHandler(Main::explain);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what to do? For example: weir run");
  }

  /**
   * What was wrong, and what there is: a guess at what was meant would rarely be right among so
   * few.
   */
  private static int explainUsage(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    line.getErr().println(e.getMessage());
    line.usage(line.getErr());
    return CommandLine.ExitCode.USAGE;
  }

  private static int explain(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
    if (e instanceof SentenceException told) {
      told.sentences().forEach(line.getErr()::println);
    } else {
      e.printStackTrace(line.getErr());
    }
    line.getErr().flush();
    return FAILED;
  }
}
