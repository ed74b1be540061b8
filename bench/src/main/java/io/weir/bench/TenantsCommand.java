package io.weir.bench;

import io.weir.bench.result.Chapter;
import io.weir.bench.result.Measurements;
import io.weir.bench.result.Metric;
import io.weir.bench.result.Pair;
import io.weir.bench.result.Section;
import io.weir.bench.server.Durability;
import io.weir.bench.server.Project;
import io.weir.bench.server.Weir;
import io.weir.bench.server.Workplace;
import io.weir.bench.tenants.Attack;
import io.weir.bench.tenants.AttackTrial;
import io.weir.bench.tenants.CostTrial;
import io.weir.bench.tenants.CostTrial.Protocol;
import io.weir.bench.tenants.RefusalTrial;
import io.weir.bench.tenants.Scale;
import io.weir.bench.tenants.TenantServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Many tenants on one gateway, one of them an attacker. */
@Command(
    name = "tenants",
    sortOptions = false,
    description = {
      "Many tenants on one gateway: how long refusals take, what access and limits cost, and what",
      "an attacker does to the others. Method and figures: docs/performance.md."
    })
final class TenantsCommand implements Callable<Integer> {
  /** Of the failures in a row that a user may have before it waits, what the bench takes. */
  private static final int PROBES_FOR_A_TENANT = 4;

  private static final double BUSY_GENERATOR = 80;

  private enum Part {
    REFUSALS,
    COSTS,
    ATTACK;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Mixin OutputOptions output = new OutputOptions();

  @Option(
      names = "--quick",
      description = "All of it in miniature, to see that it works. Not a verdict.")
  boolean quick;

  @Option(names = "--tenants", description = "How many (default: 1000; with --quick: 20).")
  int tenants;

  @Option(
      names = "--rate",
      description = "Messages a second, of all together (default: 2000; with --quick: 200).")
  int rate;

  @Option(names = "--pairs", description = "How many pairs (default: 10; with --quick: 2).")
  int pairs;

  @Option(
      names = "--seconds",
      description = "How long a turn is measured (default: 5; with --quick: 1).")
  int seconds;

  @Option(
      names = "--probes",
      description = "How often each refusal is timed (default: 1000; with --quick: 40).")
  int probes;

  @Option(
      names = "--parts",
      split = ",",
      defaultValue = "refusals,costs,attack",
      description = "What is measured (default: ${DEFAULT-VALUE}).")
  Set<Part> parts = Set.of();

  @Option(
      names = "--attacks",
      split = ",",
      defaultValue = "publish,connect,guess,ask",
      description = "What the attacker does, all at once (default: ${DEFAULT-VALUE}).")
  List<Attack> attacks = List.of();

  @Option(
      names = "--durability",
      defaultValue = "sync",
      description = "What an acknowledgement means: sync or async (default: ${DEFAULT-VALUE}).")
  Durability durability = Durability.SYNC;

  @Option(
      names = "--minutes",
      defaultValue = "11",
      description = "No pair is begun that would end later (default: ${DEFAULT-VALUE}).")
  int minutes;

  @Override
  public Integer call() {
    setDefaults();
    check();
    Project project = Project.ofThisBuild();
    Path directory = output.directory(project);
    long start = System.nanoTime();
    try (Workplace workplace = Workplace.in(directory)) {
      Space.require(directory, quick ? 2_000_000_000L : 10_000_000_000L);
      var report = new Report(title(), project, directory, new Weir(project).description());
      report.note(inWords());
      try (TenantServer server = TenantServer.start(project, workplace, tenants, durability)) {
        report.note(
            String.format(
                Locale.ROOT,
                "ready with all tenants, their topics created, %.1f s after its start",
                server.timeToReady().toMillis() / 1e3));
        measure(server, workplace, start, chapter -> report.add(chapter, System.out));
      }
      Path file = output.report(project, report.fileName("tenants"));
      report.write(file);
      System.out.println("\nReport: " + file);
      return 0;
    }
  }

  private void measure(
      TenantServer server, Workplace workplace, long start, Consumer<Chapter> report) {
    var scale = new Scale(rate, seconds, quick ? 0.2 : 1);
    // Refusals come first: an attacker's guesses make those wait whose passwords it guesses.
    if (parts.contains(Part.REFUSALS)) {
      System.err.println("refusals");
      report.accept(new RefusalTrial(server).run(probes));
    }
    boolean isAttacked = parts.contains(Part.ATTACK);
    if (parts.contains(Part.COSTS)) {
      int sections = Protocol.values().length + (isAttacked ? 1 : 0);
      for (Protocol protocol : Protocol.values()) {
        System.err.println("access and limits, " + protocol);
        report.accept(cost(protocol, server, scale, left(start).dividedBy(sections--)));
      }
    }
    if (isAttacked) {
      System.err.println("an attacker");
      report.accept(attack(server, scale, workplace, left(start)));
    }
  }

  private Duration left(long start) {
    return Duration.ofMinutes(minutes).minusNanos(System.nanoTime() - start);
  }

  /** In turns, after one of each that is not counted; all within the time. */
  private List<Pair> pairs(
      Duration timeLimit, Supplier<Measurements> first, Supplier<Measurements> second) {
    long start = System.nanoTime();
    if (!quick) {
      var unused = List.of(first.get(), second.get());
    }
    return new Alternation(pairs, timeLimit.minusNanos(System.nanoTime() - start))
        .run(first, second);
  }

  private AimedSection cost(
      Protocol protocol, TenantServer server, Scale scale, Duration timeLimit) {
    try (var trial = new CostTrial(protocol, server, scale)) {
      List<Pair> done = pairs(timeLimit, trial::ruled, trial::open);
      String title =
          String.format(
              Locale.ROOT,
              "Access and limits, %s: %d pairs of %,d messages",
              protocol.name().toLowerCase(Locale.ROOT),
              done.size(),
              rate * seconds);
      return new AimedSection(
          new Section(title, "ruled", "open", done, counting(done)),
          List.of(new AimedSection.Aim(CostTrial.CPU, 1.02)),
          List.of());
    }
  }

  private AimedSection attack(
      TenantServer server, Scale scale, Workplace workplace, Duration timeLimit) {
    try (var trial = new AttackTrial(server, scale, attacks, workplace)) {
      List<Pair> done = pairs(timeLimit, trial::attacked, trial::alone);
      String title =
          String.format(
              Locale.ROOT,
              "%,d tenants with and without an attacker: %d pairs of %,d messages",
              tenants,
              done.size(),
              rate * seconds);
      return new AimedSection(
          new Section(title, "attacked", "alone", done, counting(done)),
          List.of(new AimedSection.Aim(AttackTrial.P99, 1.1)),
          List.of(errors(done, trial.firstError())));
    }
  }

  private static String errors(List<Pair> pairs, String first) {
    double errors =
        pairs.stream()
            .mapToDouble(
                pair ->
                    pair.first().get(AttackTrial.ERRORS) + pair.second().get(AttackTrial.ERRORS))
            .sum();
    return first.isEmpty() && errors == 0
        ? "The others saw no error."
        : String.format(Locale.ROOT, "The others SAW %,.0f ERRORS, the first: %s", errors, first);
  }

  /** Nothing counts where the generator was near its limit: it is one thread that sends. */
  private static Predicate<Metric> counting(List<Pair> pairs) {
    boolean counts =
        pairs.stream()
            .allMatch(
                pair ->
                    pair.first().get(AttackTrial.GENERATOR) < BUSY_GENERATOR
                        && pair.second().get(AttackTrial.GENERATOR) < BUSY_GENERATOR);
    return metric -> counts;
  }

  private void setDefaults() {
    tenants = tenants == 0 ? quick ? 20 : 1_000 : tenants;
    rate = rate == 0 ? quick ? 200 : 2_000 : rate;
    pairs = pairs == 0 ? quick ? 2 : 10 : pairs;
    seconds = seconds == 0 ? quick ? 1 : 5 : seconds;
    probes = probes == 0 ? quick ? 40 : 1_000 : probes;
  }

  private void check() {
    Options.require("--tenants", tenants, 2, 9_000);
    Options.require("--rate", rate, 1, 100_000);
    Options.require("--pairs", pairs, 1, 1_000);
    Options.require("--seconds", seconds, 1, 600);
    Options.require("--probes", probes, 1, PROBES_FOR_A_TENANT * tenants);
    Options.require("--minutes", minutes, 1, 10_000);
  }

  private String inWords() {
    return String.format(
        Locale.ROOT,
        "%,d tenants, %,d messages of 1 KiB a second, durability %s",
        tenants,
        rate,
        durability);
  }

  private String title() {
    return quick ? "Quick run, not a verdict: many tenants" : "Many tenants";
  }
}
