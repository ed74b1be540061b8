package io.weir.bench;

import io.weir.bench.load.PerformanceTools;
import io.weir.bench.result.Pair;
import io.weir.bench.result.Section;
import io.weir.bench.server.BenchException;
import io.weir.bench.server.Durability;
import io.weir.bench.server.KafkaContender;
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

/** Kafka's clients against two contenders that take turns. */
@Command(
    name = "kafka",
    sortOptions = false,
    description = {
      "Kafka's performance tools against Weir and an Apache Kafka broker, in turns.",
      "Method and figures: docs/performance.md."
    })
final class KafkaCommand implements Callable<Integer> {
  private static final int SECONDS_AT_FULL_SPEED = 10;
  private static final int CALIBRATION = 8;

  @Mixin ContenderOptions contenders = new ContenderOptions();

  @Mixin OutputOptions output = new OutputOptions();

  @Mixin Shape shape = new Shape();

  @Option(
      names = "--quick",
      description =
          "Two small pairs, to see that it works. Not a verdict. Other options still hold.")
  boolean quick;

  @Option(names = "--pairs", description = "How many pairs (default: 10; with --quick: 2).")
  int pairs;

  @Option(
      names = "--size",
      paramLabel = "MB",
      description =
          "How much a turn writes at full speed, if ten seconds are enough (default: 512; with --quick: 64).")
  int size;

  @Option(
      names = "--seconds",
      description =
          "How long each phase that is not at full speed is measured (default: 6; with --quick: 3).")
  int seconds;

  @Option(
      names = "--durability",
      split = ",",
      defaultValue = "async,sync",
      description =
          "What an acknowledgement means: async is Kafka's default, sync its flush.messages=1"
              + " (default: ${DEFAULT-VALUE}).")
  List<Durability> durabilities = List.of();

  @Option(
      names = "--minutes",
      defaultValue = "24",
      description = "No pair is begun that would end later (default: ${DEFAULT-VALUE}).")
  int minutes;

  @Override
  public Integer call() {
    setDefaults();
    Project project = Project.ofThisBuild();
    KafkaContender first = contenders.first(project);
    KafkaContender second = contenders.second(project);
    Path directory = output.directory(project);
    long start = System.nanoTime();
    try (Workplace workplace = Workplace.in(directory)) {
      // A contender may keep what it was told to delete, so there must be room for everything.
      Space.require(directory, (long) (2.2e6 * size * (pairs + 2) * durabilities.size()));
      var report =
          new Report(title(), project, directory, first.description(), second.description());
      report.note(shape.inWords());
      var tools = new PerformanceTools(project, workplace);
      try (Turns ofFirst = turns(0, first, workplace, tools);
          Turns ofSecond = turns(1, second, workplace, tools)) {
        for (int i = 0; i < durabilities.size(); i++) {
          Duration left = Duration.ofMinutes(minutes).minusNanos(System.nanoTime() - start);
          Duration share = left.dividedBy(durabilities.size() - i);
          report.add(compare(durabilities.get(i), ofFirst, ofSecond, share), System.out);
        }
      }
      Path file = output.report(project, report.fileName("kafka"));
      report.write(file);
      System.out.println("\nReport: " + file);
      return 0;
    }
  }

  private Section compare(Durability durability, Turns first, Turns second, Duration timeLimit) {
    long start = System.nanoTime();
    Load load = calibrated(durability, first, second);
    System.err.printf(
        Locale.ROOT, "%s: %d pairs, %,d records each%n", durability, pairs, load.records());
    Duration left = timeLimit.minusNanos(System.nanoTime() - start);
    List<Pair> done =
        new Alternation(pairs, left).run(() -> first.take(load), () -> second.take(load));
    String title =
        String.format(
            Locale.ROOT,
            "%s%s: %d pairs, %,d records of %s at full speed",
            quick ? "Quick run, not a verdict. " : "",
            durability == Durability.ASYNC
                ? "async, and Kafka's default"
                : "sync, and Kafka's flush.messages=1",
            done.size(),
            load.records(),
            shape.recordInWords());
    return new Section(
        title, contenders.name(0), contenders.name(1), done, KafkaMetrics.counting(done));
  }

  /**
   * Two uncounted turns of each contender, which warm it up. A small one says how large the other
   * may be, and that one, how many records take the slower contender as long as a turn may. A quick
   * run has the small one alone.
   */
  private Load calibrated(Durability durability, Turns first, Turns second) {
    int wanted = (int) (size * 1e6 / shape.recordBytes());
    System.err.println(durability + ": warming up");
    var load = new Load(durability, Math.max(1, wanted / CALIBRATION), seconds, shape);
    for (int i = 0; i < (quick ? 1 : 2); i++) {
      double slower =
          Math.min(
              first.take(load).get(KafkaMetrics.WRITE_RATE),
              second.take(load).get(KafkaMetrics.WRITE_RATE));
      load = load.withRecords((int) Math.min(wanted, slower * SECONDS_AT_FULL_SPEED));
    }
    return load;
  }

  private Turns turns(
      int index, KafkaContender contender, Workplace workplace, PerformanceTools tools) {
    String name = contenders.name(index);
    Path directory = workplace.newDirectory(name);
    Server server = Server.start(contender.prepare(directory, workplace), workplace, directory);
    return new Turns(name, contender, server, directory, workplace, tools);
  }

  private void setDefaults() {
    pairs = pairs > 0 ? pairs : quick ? 2 : 10;
    size = size > 0 ? size : quick ? 64 : 512;
    seconds = seconds > 0 ? seconds : quick ? 3 : 6;
    shape.check();
    if (minutes < 1) {
      throw new BenchException("--minutes is at least 1");
    }
  }

  private String title() {
    String names = contenders.name(0) + " and " + contenders.name(1);
    return quick ? "Quick run, not a verdict: " + names : names + " under Kafka's clients";
  }
}
