package io.weir.gateway;

import io.weir.gateway.config.WeirConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir run}: until a signal ends it. Exit code 0 after an orderly stop. */
@Command(
    name = "run",
    description = "Runs the gateway until Ctrl-C.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private ConfigOption config;

  @Option(
      names = "--ephemeral",
      description = "Keep everything in memory and write nothing to disk.")
  private boolean ephemeral;

  @Option(names = "--data", paramLabel = "DIR", description = "Keep the data there instead.")
  private @Nullable Path data;

  @Option(
      names = "--listen",
      paramLabel = "PROTOCOL=HOST:PORT",
      converter = Listen.Converter.class,
      description =
          "Listen there instead, for example kafka=127.0.0.1:9093; port 0 takes any. May be repeated.")
  private List<Listen> listens = List.of();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Plugins plugins = Plugins.load();
    WeirConfig wanted = Listen.apply(listens, config.read(plugins.configReader()));
    if (ephemeral) {
      wanted = wanted.withEphemeral(true);
    }
    if (data != null) {
      wanted = wanted.withData(data);
    }
    StopSignals signals = StopSignals.install();
    try (Weir weir = Weir.start(wanted, plugins)) {
      Greeting.print(weir, spec.commandLine().getOut());
      signals.await();
    }
    return 0;
  }
}
