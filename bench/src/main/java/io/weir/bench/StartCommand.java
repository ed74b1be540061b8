package io.weir.bench;

import io.weir.bench.result.Measurements;
import io.weir.bench.result.Metric;
import io.weir.bench.result.Pair;
import io.weir.bench.result.Section;
import io.weir.bench.server.BenchException;
import io.weir.bench.server.Contender;
import io.weir.bench.server.Project;
import io.weir.bench.server.Server;
import io.weir.bench.server.Workplace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long a server takes to be ready, and how much memory it then has, with nothing to do. */
@Command(
    name = "start",
    sortOptions = false,
    description = {
      "Time from the start of the process to ready, and idle memory, in turns.",
      "Method and figures: docs/performance.md."
    })
final class StartCommand implements Callable<Integer> {
  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final Duration TIME_LIMIT = Duration.ofMinutes(15);
  private static final Metric READY = Metric.verdict("time to ready", "ms", 0);
  private static final Metric RSS = Metric.verdict("RSS after 10 s idle", "MiB", 0);

  @Mixin ContenderOptions contenders = new ContenderOptions();

  @Mixin OutputOptions output = new OutputOptions();

  @Option(
      names = "--pairs",
      defaultValue = "10",
      description = "How many starts of each contender (default: ${DEFAULT-VALUE}).")
  int pairs;

  @Override
  public Integer call() {
    if (pairs < 1) {
      throw new BenchException("--pairs is at least 1");
    }
    Project project = Project.ofThisBuild();
    Contender first = contenders.first(project);
    Contender second = contenders.second(project);
    Path directory = output.directory(project);
    try (Workplace workplace = Workplace.in(directory)) {
      var report =
          new Report("Start", project, directory, first.description(), second.description());
      report.note(
          "each start on an empty, formatted directory; the files of the program are cached");
      System.err.println("warming up");
      start(first, contenders.name(0), workplace);
      start(second, contenders.name(1), workplace);
      System.err.printf("%d pairs%n", pairs);
      List<Pair> done =
          new Alternation(pairs, TIME_LIMIT)
              .run(
                  () -> start(first, contenders.name(0), workplace),
                  () -> start(second, contenders.name(1), workplace));
      report.add(
          new Section(
              "Start: %d pairs".formatted(done.size()),
              contenders.name(0),
              contenders.name(1),
              done,
              metric -> true),
          System.out);
      Path file = output.report(project, report.fileName("start"));
      report.write(file);
      System.out.println("\nReport: " + file);
      return 0;
    }
  }

  private static Measurements start(Contender contender, String name, Workplace workplace) {
    Path directory = workplace.newDirectory(name);
    try (Server server =
        Server.start(contender.prepare(directory, workplace), workplace, directory)) {
      Thread.sleep(IDLE);
      Measurements measured =
          new Measurements()
              .with(READY, server.timeToReady().toNanos() / 1e6)
              .with(RSS, server.residentBytes() / 1048576.0);
      System.err.printf(
          Locale.ROOT,
          "  %-8s  ready after %,5.0f ms  RSS %,4.0f MiB%n",
          name,
          measured.get(READY),
          measured.get(RSS));
      return measured;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted", e);
    } finally {
      workplace.delete(directory);
    }
  }
}
