package io.weir.bench.rabbitmq;

import io.weir.bench.load.Histogram;
import io.weir.bench.load.Latencies;
import io.weir.bench.result.Measurements;
import io.weir.bench.server.PageCache;
import io.weir.bench.server.ProcessCpu;
import io.weir.bench.server.Server;
import io.weir.bench.server.Workplace;
import java.util.List;

/** A running server that takes turns with another; it is closed with this. */
public final class Contestant implements AutoCloseable {
  /** What a run may take at most, and of how many messages a second it may take longer. */
  private static final int TIME_LIMIT_SECONDS = 120;

  private static final int SLOWEST_RATE = 2_000;

  private static final double CALLS_WARM_UP_SECONDS = 0.5;
  private static final double MEBIBYTE = 1 << 20;

  private final String name;
  private final Server server;
  private final Workplace workplace;
  private final PerfTestTool tool;
  private final Declared declared;
  private int runs;

  /** Of a server that is ready for clients of RabbitMQ. */
  public Contestant(String name, Server server, Workplace workplace, PerfTestTool tool) {
    this.name = name;
    this.server = server;
    this.workplace = workplace;
    this.tool = tool;
    this.declared = new Declared(server.port());
  }

  /** Its name in tables. */
  public String name() {
    return name;
  }

  /** So many a second of a number of messages at full speed came to each who gets them all. */
  public double rate(Scenario scenario, int count) {
    var measured = new Measurements();
    fullSpeed(scenario, scenario.even(count), measured);
    return measured.get(RabbitMetrics.RATE) / scenario.deliveries();
  }

  /** Messages at a fixed rate, and then so many at full speed. */
  public Measurements messages(Scenario scenario, int count, int seconds) {
    var measured = new Measurements();
    fixedRate(scenario, seconds, measured);
    fullSpeed(scenario, scenario.even(count), measured);
    return memory(measured);
  }

  /** Calls with direct reply-to. */
  public Measurements calls(int seconds) {
    try (var calls = new Calls(server.port())) {
      calls.run(CALLS_WARM_UP_SECONDS);
      var phase = new Phase(server, ProcessCpu::nanos);
      Histogram answered = calls.run(seconds);
      phase.end();
      Latencies latencies = answered.latencies();
      return memory(
          new Measurements()
              .with(RabbitMetrics.CALL_CPU, phase.perMillion(answered.total()))
              .with(RabbitMetrics.CALL_P50, latencies.p50())
              .with(RabbitMetrics.CALL_P99, latencies.p99())
              .with(RabbitMetrics.CALL_RATE, phase.rate(answered.total()))
              .with(RabbitMetrics.CALLER, phase.generatorShare()));
    }
  }

  /** A queue that is filled, and then emptied. */
  public Measurements backlog(Scenario scenario, int count) {
    String queue = next(scenario);
    try {
      var filling = new Phase(server, tool::cpuNanos);
      PerfTestRun filled = run(scenario.fillArguments(server.port(), queue, count), count);
      filling.end();
      double memory = server.ownBytes() / MEBIBYTE;
      var draining = new Phase(server, tool::cpuNanos);
      PerfTestRun drained = run(scenario.drainArguments(server.port(), queue, count), count);
      draining.end();
      return memory(
          new Measurements()
              .with(RabbitMetrics.DRAIN_CPU, draining.perMillion(count))
              .with(RabbitMetrics.DRAIN_RATE, drained.received())
              .with(RabbitMetrics.DRAINER, draining.generatorShare())
              .with(RabbitMetrics.FILL_CPU, filling.perMillion(count))
              .with(RabbitMetrics.FILL_RATE, filled.sent())
              .with(RabbitMetrics.FILLER, filling.generatorShare())
              .with(RabbitMetrics.BACKLOG_RSS, memory));
    } finally {
      declared.delete(List.of(queue), queue);
    }
  }

  private void fixedRate(Scenario scenario, int seconds, Measurements measured) {
    String queue = next(scenario);
    try {
      var phase = new Phase(server, tool::cpuNanos);
      PerfTestRun run =
          run(
              scenario.arguments(server.port(), queue, scenario.rate(), seconds),
              scenario.rate() * seconds);
      phase.end();
      run.delivered()
          .ifPresent(
              latencies ->
                  measured
                      .with(RabbitMetrics.P50, latencies.p50())
                      .with(RabbitMetrics.P99, latencies.p99()));
      run.confirmed()
          .ifPresent(
              latencies ->
                  measured
                      .with(RabbitMetrics.CONFIRM_P50, latencies.p50())
                      .with(RabbitMetrics.CONFIRM_P99, latencies.p99()));
      measured.with(RabbitMetrics.PACED_CPU, phase.serverShare());
    } finally {
      declared.delete(scenario.queues(queue), queue);
    }
  }

  private void fullSpeed(Scenario scenario, int count, Measurements measured) {
    String queue = next(scenario);
    try {
      var phase = new Phase(server, tool::cpuNanos);
      PerfTestRun run = run(scenario.arguments(server.port(), queue, count), count);
      phase.end();
      measured
          .with(RabbitMetrics.CPU, phase.perMillion((long) count * scenario.deliveries()))
          .with(RabbitMetrics.RATE, run.received())
          .with(RabbitMetrics.GENERATOR, phase.generatorShare())
          .with(RabbitMetrics.OTHERS, phase.othersShare());
    } finally {
      declared.delete(scenario.queues(queue), queue);
    }
  }

  private PerfTestRun run(List<String> arguments, int count) {
    return tool.run(arguments, Math.max(TIME_LIMIT_SECONDS, count / SLOWEST_RATE));
  }

  /** The name of a queue that was not there before, on a disk that has nothing left to write. */
  private String next(Scenario scenario) {
    PageCache.sync(workplace);
    return "bench-%s-%d".formatted(scenario, ++runs);
  }

  private Measurements memory(Measurements measured) {
    return measured
        .with(RabbitMetrics.RSS, server.residentBytes() / MEBIBYTE)
        .with(RabbitMetrics.OWN_RSS, server.ownBytes() / MEBIBYTE);
  }

  @Override
  public void close() {
    declared.close();
    server.close();
  }
}
