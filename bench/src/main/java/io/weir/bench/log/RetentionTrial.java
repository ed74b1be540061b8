package io.weir.bench.log;

import io.weir.bench.backend.Order;
import io.weir.bench.backend.Outcome.Done;
import io.weir.bench.result.Measurements;
import io.weir.bench.result.Metric;
import io.weir.bench.server.Workplace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writing while nothing is freed, while whole segments are dropped all the time, and while a tenth
 * of what lies in them is kept for ever. Each has a log and a process of its own, with segments so
 * small that there is always something to free.
 */
final class RetentionTrial implements Trial {
  private static final String SET = "retention";
  private static final int TOPICS = 10;
  private static final int BATCH_BYTES = 16 << 10;
  private static final int CALLERS = 64;

  /** A phase at full speed fills so many segments at most. */
  private static final int SEGMENTS = 32;

  private static final long DAY_MILLIS = 86_400_000;

  private static final Metric AMPLIFICATION =
      Metric.shown("given to write calls", "bytes per byte appended", 2);
  private static final Metric DISK = Metric.shown("the log on disk afterwards", "MB", 0);

  /** What becomes of what was written. */
  private enum Fate {
    KEPT("all is kept", DAY_MILLIS),
    DROPPED("segments are dropped", 200),
    MIXED("a tenth is kept", 200);

    private final String words;
    private final long checkMillis;

    Fate(String words, long checkMillis) {
      this.words = words;
      this.checkMillis = checkMillis;
    }

    /** How many of the topics forget. */
    int forgetting() {
      return switch (this) {
        case KEPT -> 0;
        case DROPPED -> TOPICS;
        case MIXED -> TOPICS - 1;
      };
    }
  }

  private final Plan plan;
  private final Workplace workplace;
  private final long segmentBytes;
  private final List<Path> directories = new ArrayList<>();
  private final List<LogServer> servers = new ArrayList<>();

  RetentionTrial(Plan plan, Workplace workplace) {
    this.plan = plan;
    this.workplace = workplace;
    this.segmentBytes = plan.turnBytes() / SEGMENTS;
    for (Fate fate : Fate.values()) {
      Path directory = workplace.newDirectory(fate.name().toLowerCase(Locale.ROOT));
      LogServer server =
          LogServer.start(
              workplace,
              directory,
              Map.of("segmentBytes", segmentBytes, "retentionCheckMillis", fate.checkMillis));
      directories.add(directory);
      servers.add(server);
      create(server, fate.forgetting(), segmentBytes / TOPICS);
      create(server, TOPICS - fate.forgetting(), -1);
    }
  }

  private void create(LogServer server, int topics, long retentionBytes) {
    if (topics > 0) {
      server.ask(new Order.Create(SET, topics, 1, plan.promise(), retentionBytes));
    }
  }

  @Override
  public String title() {
    return String.format(
        Locale.ROOT,
        "Freeing space: batches of 16 KiB to %d topics, %,d/s, then %d callers at full speed;"
            + " segments of %,d KB",
        TOPICS,
        plan.rate(),
        CALLERS,
        segmentBytes / 1_000);
  }

  @Override
  public List<String> points() {
    return List.of(Fate.values()).stream().map(fate -> fate.words).toList();
  }

  @Override
  public boolean isCompared() {
    return true;
  }

  @Override
  public Measurements turn(int point) {
    LogServer server = servers.get(point);
    var measured = new Measurements();
    long before = server.figures().writtenBytes();
    Done paced = server.ask(Orders.pace(SET, BATCH_BYTES, plan));
    Done written = server.ask(Orders.write(SET, BATCH_BYTES, CALLERS, plan));
    long given = server.figures().writtenBytes() - before;
    LogMetrics.paced(paced, measured);
    LogMetrics.written(written, measured);
    return measured
        .with(AMPLIFICATION, (double) given / (paced.written().bytes() + written.written().bytes()))
        .with(DISK, server.diskBytes() / 1e6);
  }

  @Override
  public void close() {
    servers.forEach(LogServer::close);
    directories.forEach(workplace::delete);
  }
}
