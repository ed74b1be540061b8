package io.weir.bench.log;

import io.weir.bench.backend.Order;
import io.weir.bench.backend.Outcome.Done;
import io.weir.bench.result.Measurements;
import io.weir.bench.result.Metric;
import io.weir.bench.result.Metric.Better;
import io.weir.bench.server.PageCache;
import io.weir.bench.server.Workplace;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What readers cost, and cost the writer: nobody reads, one reads at the tail, one reads what lies
 * far behind, from the page cache or from the disk. What is far behind is written anew for each
 * turn, so that none of it was ever read and the system can drop its cached pages.
 */
final class ReaderTrial implements Trial {
  private static final int BATCH_BYTES = 16 << 10;
  private static final int CALLERS = 64;

  private static final Metric DELAY_P50 =
      Metric.shown("p50 from the append to the reader", "ms", 2);
  private static final Metric DELAY_P99 =
      Metric.shown("p99 from the append to the reader", "ms", 2);
  private static final Metric FROM_DISK = Metric.shown("read from the disk", "%", 0);
  private static final Metric BEHIND =
      Metric.compared("read while others write", "MB/s", 0, Better.HIGHER);

  /** Who reads during a turn. */
  private enum Reader {
    NOBODY("nobody reads"),
    TAIL("at the tail"),
    BEHIND("far behind, cached"),
    COLD("far behind, from disk");

    private final String words;

    Reader(String words) {
      this.words = words;
    }

    boolean isBehind() {
      return this == BEHIND || this == COLD;
    }
  }

  private final Plan plan;
  private final Workplace workplace;
  private final Path directory;
  private final LogServer server;
  private int turn;

  ReaderTrial(Plan plan, Workplace workplace) {
    this.plan = plan;
    this.workplace = workplace;
    this.directory = workplace.newDirectory("readers");
    this.server = LogServer.start(workplace, directory, Map.of());
  }

  @Override
  public String title() {
    return String.format(
        Locale.ROOT,
        "Readers: batches of 16 KiB to one partition, %,d/s; %,d MB far behind",
        plan.rate(),
        plan.behindBytes() / 1_000_000);
  }

  @Override
  public List<String> points() {
    return List.of(Reader.values()).stream().map(reader -> reader.words).toList();
  }

  @Override
  public boolean isCompared() {
    return true;
  }

  @Override
  public Measurements turn(int point) {
    Reader reader = Reader.values()[point];
    String live = "live" + turn;
    String old = "old" + turn++;
    server.ask(Orders.create(live, 1, 1, plan));
    if (reader.isBehind()) {
      fill(old);
    }
    PageCache.sync(workplace);
    if (reader == Reader.COLD) {
      server.dropCachedPages();
    }
    long fetched = server.figures().fetchedBytes();
    Done paced = server.ask(pace(reader, live, old));
    fetched = server.figures().fetchedBytes() - fetched;
    var measured = new Measurements();
    LogMetrics.paced(paced, measured);
    if (reader == Reader.TAIL) {
      measured
          .with(DELAY_P50, paced.read().latencies().p50())
          .with(DELAY_P99, paced.read().latencies().p99());
    }
    if (reader.isBehind()) {
      measured
          .with(BEHIND, paced.read().bytes() / 1e6 / paced.readSeconds())
          .with(FROM_DISK, Math.min(100, 100.0 * fetched / paced.read().bytes()));
      LogMetrics.read(server.ask(new Order.Scan(old, BATCH_BYTES)), measured);
      server.ask(new Order.Delete(old, 1));
    }
    server.ask(new Order.Delete(live, 1));
    return measured;
  }

  private void fill(String set) {
    server.ask(Orders.create(set, 1, 1, plan));
    server.ask(new Order.Write(set, BATCH_BYTES, CALLERS, 1e6, plan.behindBytes(), false));
  }

  private Order pace(Reader reader, String live, String old) {
    Order.Reading beside =
        switch (reader) {
          case NOBODY -> new Order.Reading.Nothing();
          case TAIL -> new Order.Reading.Tail();
          case BEHIND, COLD -> new Order.Reading.Behind(old, BATCH_BYTES);
        };
    return new Order.Pace(live, BATCH_BYTES, plan.rate(), plan.seconds(), beside);
  }

  @Override
  public void close() {
    server.close();
    workplace.delete(directory);
  }
}
