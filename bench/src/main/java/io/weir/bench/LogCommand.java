package io.weir.bench;

import io.weir.bench.log.Dimension;
import io.weir.bench.log.Plan;
import io.weir.bench.log.Rounds;
import io.weir.bench.server.BenchException;
import io.weir.bench.server.Durability;
import io.weir.bench.server.JavaCommand;
import io.weir.bench.server.Project;
import io.weir.bench.server.Workplace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The embedded log against topics, partitions, batch size, publishers, readers and retention. */
@Command(
    name = "log",
    sortOptions = false,
    description = {
      "The embedded log on its own, in a process without a protocol, one dimension after another.",
      "Method and figures: docs/performance.md."
    })
final class LogCommand implements Callable<Integer> {
  private static final int MOST_PUBLISHERS = 10_000;
  private static final int LARGEST_BATCH = 8 << 20;

  @Mixin OutputOptions output = new OutputOptions();

  @Option(
      names = "--quick",
      description =
          "Two small rounds of each, to see that it works. Not a verdict. Other options still hold.")
  boolean quick;

  @Option(
      names = "--dimensions",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "topics,partitions,batches,publishers,readers,retention",
      description = "What is varied, in this order (default: ${DEFAULT-VALUE}).")
  List<Dimension> dimensions = List.of();

  @Option(names = "--rounds", description = "How many turns each gets (default: 10; quick: 2).")
  int rounds;

  @Option(
      names = "--topics",
      split = ",",
      paramLabel = "N",
      description = "Numbers of topics (default: 1,1000,100000,1000000; quick: 1,100).")
  List<Integer> topics = List.of();

  @Option(
      names = "--partitions",
      split = ",",
      paramLabel = "N",
      description = "Numbers of partitions of one topic (default: 1,100,10000; quick: 1,10).")
  List<Integer> partitions = List.of();

  @Option(
      names = "--batches",
      split = ",",
      paramLabel = "BYTES",
      description = "Batch sizes (default: 1024,16384,131072,1048576; quick: 1024,16384).")
  List<Integer> batches = List.of();

  @Option(
      names = "--publishers",
      split = ",",
      paramLabel = "N",
      description =
          "Numbers of publishers that wait for each acknowledgement (default: 1,10,100,1000; quick:"
              + " 1,10).")
  List<Integer> publishers = List.of();

  @Option(
      names = "--rate",
      defaultValue = "2000",
      description = "Batches a second of the fixed rate (default: ${DEFAULT-VALUE}).")
  int rate;

  @Option(
      names = "--durability",
      defaultValue = "sync",
      description = "What an acknowledgement means: sync or async (default: ${DEFAULT-VALUE}).")
  Durability durability = Durability.SYNC;

  @Option(
      names = "--minutes",
      defaultValue = "60",
      description = "No round is begun that would end later (default: ${DEFAULT-VALUE}).")
  int minutes;

  @Override
  public Integer call() {
    setDefaults();
    check();
    Project project = Project.ofThisBuild();
    Path directory = output.directory(project);
    long start = System.nanoTime();
    try (Workplace workplace = Workplace.in(directory)) {
      Space.require(directory, quick ? 2_000_000_000L : 30_000_000_000L);
      var report = new Report(title(), project, directory, subject(project));
      report.note("durability " + durability + "; a GB is 10^9 bytes of batches");
      for (int i = 0; i < dimensions.size(); i++) {
        Duration left = Duration.ofMinutes(minutes).minusNanos(System.nanoTime() - start);
        new Rounds(rounds)
            .run(dimensions.get(i), plan(), left.dividedBy(dimensions.size() - i), workplace)
            .forEach(chapter -> report.add(chapter, System.out));
      }
      Path file = output.report(project, report.fileName("log"));
      report.write(file);
      System.out.println("\nReport: " + file);
      return 0;
    }
  }

  private Plan plan() {
    return new Plan(
        durability,
        quick ? 0.3 : 2,
        rate,
        quick ? 8_000_000 : 512_000_000,
        quick ? 64_000_000 : 1_000_000_000,
        quick ? 1 : 3,
        topics,
        partitions,
        batches,
        publishers);
  }

  private void setDefaults() {
    rounds = rounds == 0 ? quick ? 2 : 10 : rounds;
    topics = or(topics, quick ? List.of(1, 100) : List.of(1, 1_000, 100_000, 1_000_000));
    partitions = or(partitions, quick ? List.of(1, 10) : List.of(1, 100, 10_000));
    batches = or(batches, quick ? List.of(1024, 16_384) : List.of(1024, 16_384, 131_072, 1 << 20));
    publishers = or(publishers, quick ? List.of(1, 10) : List.of(1, 10, 100, 1_000));
  }

  private void check() {
    if (rounds < 1 || rate < 1 || minutes < 1) {
      throw new BenchException("--rounds, --rate and --minutes are at least 1");
    }
    require("--topics", topics, 1, 10_000_000);
    require("--partitions", partitions, 1, 1_000_000);
    require("--batches", batches, 512, LARGEST_BATCH);
    require("--publishers", publishers, 1, MOST_PUBLISHERS);
  }

  private static void require(String option, List<Integer> values, int least, int most) {
    for (int value : values) {
      if (value < least || value > most) {
        throw new BenchException(
            String.format(
                Locale.ROOT,
                "%s takes numbers from %,d to %,d, not %,d",
                option,
                least,
                most,
                value));
      }
    }
  }

  private static List<Integer> or(List<Integer> given, List<Integer> otherwise) {
    return given.isEmpty() ? otherwise : given;
  }

  private String title() {
    return quick ? "Quick run, not a verdict: the embedded log" : "The embedded log";
  }

  private static String subject(Project project) {
    String flags = String.join(" ", JavaCommand.ownFlags());
    return "the embedded log, Weir "
        + project.commit()
        + ", the launcher's flags"
        + (flags.isEmpty() ? "" : ", " + flags);
  }
}
