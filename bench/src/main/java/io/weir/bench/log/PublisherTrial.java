package io.weir.bench.log;

import io.weir.bench.backend.Order;
import io.weir.bench.backend.Outcome.Done;
import io.weir.bench.result.Measurements;
import io.weir.bench.result.Metric;
import io.weir.bench.result.Metric.Better;
import io.weir.bench.server.Workplace;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * More and more publishers of single messages that each wait for the acknowledgement of one before
 * they send the next, in one process. Syncs are counted in a phase of their own, since counting
 * costs something.
 */
final class PublisherTrial implements Trial {
  private static final String SET = "publishers";
  private static final int PARTITIONS = 6;
  private static final int MESSAGE_BYTES = 1024;

  private static final Metric RATE =
      Metric.compared("acknowledged", "messages/s", 0, Better.HIGHER);
  private static final Metric P50 = Metric.shown("p50", "ms", 2);
  private static final Metric P99 = Metric.verdict("p99", "ms", 2);
  private static final Metric CPU = Metric.verdict("CPU", "us/message", 1);
  private static final Metric CALLERS_CPU = Metric.shown("of it the callers'", "us/message", 1);
  private static final Metric SYNCS = Metric.shown("syncs", "per message", 3);

  private final Plan plan;
  private final Workplace workplace;
  private final Path directory;
  private final LogServer server;

  PublisherTrial(Plan plan, Workplace workplace) {
    this.plan = plan;
    this.workplace = workplace;
    this.directory = workplace.newDirectory(SET);
    this.server = LogServer.start(workplace, directory, Map.of());
    server.ask(Orders.create(SET, 1, PARTITIONS, plan));
  }

  @Override
  public String title() {
    return "Publishers that wait for each acknowledgement: messages of 1 KiB, %d partitions"
        .formatted(PARTITIONS);
  }

  @Override
  public List<String> points() {
    return plan.publishers().stream()
        .map(number -> String.format(Locale.ROOT, "%,d", number))
        .toList();
  }

  @Override
  public boolean isCompared() {
    return false;
  }

  @Override
  public Measurements turn(int point) {
    int publishers = plan.publishers().get(point);
    Done done = server.ask(Orders.write(SET, MESSAGE_BYTES, publishers, plan));
    Done counted =
        server.ask(
            new Order.Write(
                SET, MESSAGE_BYTES, publishers, plan.seconds() / 4, plan.turnBytes(), true));
    long messages = done.written().operations();
    return new Measurements()
        .with(RATE, messages / done.usage().seconds())
        .with(P50, done.written().latencies().p50())
        .with(P99, done.written().latencies().p99())
        .with(CPU, done.usage().cpu() * 1e6 / messages)
        .with(CALLERS_CPU, done.usage().callersCpu() * 1e6 / messages)
        .with(SYNCS, (double) counted.syncs() / counted.written().operations());
  }

  @Override
  public void close() {
    server.close();
    workplace.delete(directory);
  }
}
