package io.weir.bench;

import io.weir.bench.log.Rounds;
import io.weir.bench.rabbitmq.Contestant;
import io.weir.bench.rabbitmq.PerfTestTool;
import io.weir.bench.rabbitmq.RouterTrial;
import io.weir.bench.rabbitmq.Scenario;
import io.weir.bench.result.Overview;
import io.weir.bench.result.Section;
import io.weir.bench.server.BenchException;
import io.weir.bench.server.Contender;
import io.weir.bench.server.Project;
import io.weir.bench.server.Server;
import io.weir.bench.server.Workplace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** RabbitMQ's clients against two contenders that take turns. */
@Command(
    name = "rabbitmq",
    sortOptions = false,
    description = {
      "RabbitMQ PerfTest against Weir and a RabbitMQ, in turns; Weir's router alone.",
      "Method and figures: docs/performance.md."
    })
final class RabbitMqCommand implements Callable<Integer> {
  private static final int MILLION = 1_000_000;

  @Mixin AmqpContenderOptions contenders = new AmqpContenderOptions();

  @Mixin OutputOptions output = new OutputOptions();

  @Option(
      names = "--quick",
      description =
          "Two small pairs, to see that it works. Not a verdict. Other options still hold.")
  boolean quick;

  @Option(
      names = "--scenarios",
      split = ",",
      paramLabel = "NAME",
      defaultValue =
          "quorum-12,quorum-1k,quorum-64k,quorum-10x10,classic-1k,classic-10x10,prefetch-1,"
              + "transient-12,transient-1k,transient-64k,transient-10x10,fanout,rpc,router",
      description =
          "What is measured, in this order, of ${COMPLETION-CANDIDATES} (default:"
              + " ${DEFAULT-VALUE}).")
  List<Scenario> scenarios = List.of();

  @Option(names = "--pairs", description = "How many pairs (default: 10; with --quick: 2).")
  int pairs;

  @Option(
      names = "--seconds",
      description =
          "How long the slower contender is at full speed in a turn, and how long a fixed rate and"
              + " calls are measured (default: 2; with --quick: 1).")
  int seconds;

  @Option(
      names = "--backlog",
      paramLabel = "MESSAGES",
      description = "How many are drained (default: 1,000,000; with --quick: 20,000).")
  int backlog;

  @Option(
      names = "--minutes",
      defaultValue = "24",
      description = "No pair is begun that would end later (default: ${DEFAULT-VALUE}).")
  int minutes;

  @Override
  public Integer call() {
    setDefaults();
    check();
    Project project = Project.ofThisBuild();
    Contender first = contenders.contender(0, project);
    Contender second = contenders.contender(1, project);
    Path directory = output.directory(project);
    long end = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
    try (Workplace workplace = Workplace.in(directory)) {
      Space.require(directory, quick ? 2_000_000_000L : 20_000_000_000L);
      var report =
          new Report(title(), project, directory, first.description(), second.description());
      report.note("RabbitMQ PerfTest 2.22.1; a million is of messages as consumers get them");
      var failures = new ArrayList<String>();
      try (var tool = new PerfTestTool(project, workplace);
          Contestant ofFirst = contestant(0, first, workplace, tool);
          Contestant ofSecond = contestant(1, second, workplace, tool)) {
        measure(new Duel(ofFirst, ofSecond, pairs, seconds, backlog, quick), report, failures, end);
      }
      Path file = output.report(project, report.fileName("rabbitmq"));
      report.write(file);
      System.out.println("\nReport: " + file);
      if (!failures.isEmpty()) {
        throw new BenchException(String.join("\n", failures));
      }
      return 0;
    }
  }

  /** What cannot be measured is in the report, and the others are measured all the same. */
  private void measure(Duel duel, Report report, List<String> failures, long end) {
    var sections = new LinkedHashMap<String, Section>();
    duel.warmUp();
    for (int i = 0; i < scenarios.size(); i++) {
      Scenario scenario = scenarios.get(i);
      System.err.println(scenario);
      Duration share = Duration.ofNanos(end - System.nanoTime()).dividedBy(scenarios.size() - i);
      try {
        if (scenario == Scenario.ROUTER) {
          new Rounds(pairs)
              .run(new RouterTrial(quick ? 0.1 : 0.5), share)
              .forEach(chapter -> report.add(chapter, System.out));
        } else {
          Section section = duel.section(scenario, share);
          sections.put(scenario.toString(), section);
          report.add(section, System.out);
        }
      } catch (BenchException e) {
        String failure = scenario + " failed: " + e.getMessage();
        System.err.println(failure);
        report.note(failure.lines().findFirst().orElseThrow());
        failures.add(failure);
      }
    }
    if (sections.size() > 1) {
      report.add(new Overview("All of them", sections), System.out);
    }
  }

  private Contestant contestant(
      int index, Contender contender, Workplace workplace, PerfTestTool tool) {
    String name = contenders.name(index);
    Path directory = workplace.newDirectory(name);
    Server server = Server.start(contender.prepare(directory, workplace), workplace, directory);
    return new Contestant(name, server, workplace, tool);
  }

  private void setDefaults() {
    pairs = pairs == 0 ? quick ? 2 : 10 : pairs;
    seconds = seconds == 0 ? quick ? 1 : 2 : seconds;
    backlog = backlog == 0 ? quick ? 20_000 : MILLION : backlog;
  }

  private void check() {
    Options.require("--pairs", pairs, 1, 1_000);
    Options.require("--seconds", seconds, 1, 60);
    Options.require("--backlog", backlog, 1, 10 * MILLION);
    Options.require("--minutes", minutes, 1, 10_000);
  }

  private String title() {
    String names = contenders.name(0) + " and " + contenders.name(1);
    return quick ? "Quick run, not a verdict: " + names : names + " under RabbitMQ's clients";
  }
}
