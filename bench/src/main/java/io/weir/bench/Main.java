package io.weir.bench;

import io.weir.bench.server.BenchException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command line of the bench: {@code ./weir bench kafka}, {@code rabbitmq}, {@code log}, {@code
 * tenants} and {@code start}.
 */
@Command(
    name = "weir bench",
    description = "Benchmarks of Weir, alone and side by side with its peers, on loopback.",
    subcommands = {
      KafkaCommand.class,
      RabbitMqCommand.class,
      LogCommand.class,
      TenantsCommand.class,
      StartCommand.class
    })
final class Main {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this.")
  boolean help;

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** It prints what cannot be done as a sentence, and says so by its exit code. */
  static CommandLine commandLine() {
    var line = new CommandLine(new Main());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (exception, command, result) -> {
          if (exception instanceof BenchException) {
            command.getErr().println("weir bench: " + exception.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
          }
          throw exception;
        });
    line.setExecutionStrategy(
        result -> {
          if (!Files.exists(Path.of("/proc/self/stat"))) {
            throw new CommandLine.ExecutionException(
                line, "The bench reads /proc, and so needs Linux.");
          }
          return new CommandLine.RunLast().execute(result);
        });
    return line;
  }
}
