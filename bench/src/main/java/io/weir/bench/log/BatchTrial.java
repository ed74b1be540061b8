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

/** Batches of more and more bytes, written at full speed and read back, in one process. */
final class BatchTrial implements Trial {
  private static final int PARTITIONS = 6;

  /** So much is on its way at full speed, but no more calls than that, and no fewer than that. */
  private static final int UNDER_WAY_BYTES = 16 << 20;

  private static final int MOST_UNDER_WAY = 64;
  private static final int LEAST_UNDER_WAY = 4;

  private static final Metric BATCHES = Metric.compared("written", "batches/s", 0, Better.HIGHER);

  private final Plan plan;
  private final Workplace workplace;
  private final Path directory;
  private final LogServer server;
  private int turn;

  BatchTrial(Plan plan, Workplace workplace) {
    this.plan = plan;
    this.workplace = workplace;
    this.directory = workplace.newDirectory("batches");
    this.server = LogServer.start(workplace, directory, Map.of());
  }

  @Override
  public String title() {
    return String.format(
        Locale.ROOT,
        "Batch size: %d partitions at full speed, %d to %d batches under way, and read back 1 MiB"
            + " at a time",
        PARTITIONS,
        LEAST_UNDER_WAY,
        MOST_UNDER_WAY);
  }

  @Override
  public List<String> points() {
    return plan.batches().stream().map(BatchTrial::inWords).toList();
  }

  @Override
  public boolean isCompared() {
    return false;
  }

  @Override
  public Measurements turn(int point) {
    int bytes = plan.batches().get(point);
    String set = "batches" + turn++;
    int callers = Math.clamp(UNDER_WAY_BYTES / bytes, LEAST_UNDER_WAY, MOST_UNDER_WAY);
    server.ask(Orders.create(set, 1, PARTITIONS, plan));
    Done written = server.ask(Orders.write(set, bytes, callers, plan));
    Done read = server.ask(new Order.Scan(set, bytes));
    server.ask(new Order.Delete(set, 1));
    var measured = new Measurements();
    LogMetrics.written(written, measured);
    measured
        .with(BATCHES, written.written().operations() / written.usage().seconds())
        .with(LogMetrics.WRITE_P50, written.written().latencies().p50())
        .with(LogMetrics.WRITE_P99, written.written().latencies().p99());
    LogMetrics.read(read, measured);
    return measured;
  }

  @Override
  public void close() {
    server.close();
    workplace.delete(directory);
  }

  private static String inWords(int bytes) {
    return bytes % (1 << 20) == 0
        ? (bytes >> 20) + " MiB"
        : bytes % 1024 == 0 ? (bytes >> 10) + " KiB" : bytes + " bytes";
  }
}
