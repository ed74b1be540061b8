package io.weir.bench.log;

import io.weir.bench.backend.Order;
import io.weir.bench.backend.Outcome.Done;
import io.weir.bench.backend.Usage;
import io.weir.bench.result.Measurements;
import io.weir.bench.result.Metric;
import io.weir.bench.result.Metric.Better;
import io.weir.bench.result.Sample;
import io.weir.bench.server.Workplace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The same load spread over more and more topics, or partitions of one topic. Each number has a log
 * and a process of its own, and a message in each place before the first turn.
 */
final class SpreadTrial implements Trial {
  private static final String SET = "spread";

  /** A topic beside them: what their number does to one that knows nothing of them. */
  private static final String ONE = "one";

  private static final int MESSAGE_BYTES = 1024;
  private static final int CALLERS = 64;
  private static final int MOST_DELETED = 10_000;

  private static final Metric CREATED = Metric.compared("created", "topics/s", 0, Better.HIGHER);
  private static final Metric FILLED =
      Metric.compared("a message in each", "messages/s", 0, Better.HIGHER);
  private static final Metric HEAP = Metric.shown("heap in use", "MiB", 1);
  private static final Metric OWN = Metric.shown("memory without files", "MiB", 0);
  private static final Metric REOPENED = Metric.shown("ready after kill -9", "s", 2);
  private static final Metric DELETED = Metric.shown("deleted", "topics/s", 0);

  /** What the load is spread over. */
  enum Over {
    TOPICS,
    PARTITIONS
  }

  private final Over over;
  private final List<Integer> numbers;
  private final Plan plan;
  private final Workplace workplace;
  private final List<Path> directories = new ArrayList<>();
  private final List<LogServer> servers = new ArrayList<>();
  private final List<Measurements> beginnings = new ArrayList<>();

  SpreadTrial(Over over, List<Integer> numbers, Plan plan, Workplace workplace) {
    this.over = over;
    this.numbers = numbers;
    this.plan = plan;
    this.workplace = workplace;
    for (int number : numbers) {
      Path directory = workplace.newDirectory(over.name().toLowerCase(Locale.ROOT) + number);
      LogServer server = LogServer.start(workplace, directory, Map.of());
      directories.add(directory);
      servers.add(server);
      beginnings.add(begin(server, number));
    }
  }

  private Measurements begin(LogServer server, int number) {
    int topics = isSpreadOverTopics() ? number : 1;
    int partitions = isSpreadOverTopics() ? 1 : number;
    Done created = server.ask(new Order.Create(SET, topics, partitions, plan.promise(), -1));
    Done filled = server.ask(new Order.Fill(SET, MESSAGE_BYTES));
    if (isSpreadOverTopics()) {
      server.ask(Orders.create(ONE, 1, 1, plan));
    }
    return new Measurements()
        .with(CREATED, perSecond(created.written().operations(), created.usage()))
        .with(FILLED, perSecond(filled.written().operations(), filled.usage()));
  }

  private boolean isSpreadOverTopics() {
    return over == Over.TOPICS;
  }

  @Override
  public String title() {
    return String.format(
        Locale.ROOT,
        "%s: batches of one message, %,d/s, then %d callers at full speed",
        isSpreadOverTopics() ? "Topics" : "Partitions of one topic",
        plan.rate(),
        CALLERS);
  }

  @Override
  public List<String> points() {
    String unit = over.name().toLowerCase(Locale.ROOT);
    return numbers.stream()
        .map(
            number ->
                number == 1
                    ? "1 " + unit.substring(0, unit.length() - 1)
                    : String.format(Locale.ROOT, "%,d %s", number, unit))
        .toList();
  }

  @Override
  public boolean isCompared() {
    return true;
  }

  @Override
  public Measurements turn(int point) {
    LogServer server = servers.get(point);
    var measured = new Measurements();
    load(server, SET, LoadMetrics.ALL, measured);
    if (isSpreadOverTopics()) {
      load(server, ONE, LoadMetrics.ONE, measured);
    }
    return measured;
  }

  private void load(LogServer server, String set, LoadMetrics metrics, Measurements measured) {
    Done paced = server.ask(Orders.pace(set, MESSAGE_BYTES, plan));
    Done written = server.ask(Orders.write(set, MESSAGE_BYTES, CALLERS, plan));
    Done read =
        server.ask(new Order.Pick(set, MESSAGE_BYTES, CALLERS, plan.seconds(), plan.turnBytes()));
    metrics.measure(paced, written, read, measured);
  }

  @Override
  public List<Measurements> afterwards() {
    for (int i = 0; i < numbers.size(); i++) {
      Measurements measured = beginnings.get(i);
      measured
          .with(HEAP, servers.get(i).heapBytes() / 1048576.0)
          .with(OWN, servers.get(i).figures().ownBytes() / 1048576.0)
          .with(REOPENED, reopen(i));
      int topics = isSpreadOverTopics() ? Math.min(numbers.get(i), MOST_DELETED) : 1;
      Done deleted = servers.get(i).ask(new Order.Delete(SET, topics));
      measured.with(DELETED, perSecond(deleted.written().operations(), deleted.usage()));
    }
    return beginnings;
  }

  /** The median of the seconds until the log is open again, the start of the JVM included. */
  private double reopen(int point) {
    var seconds = new ArrayList<Double>();
    for (int i = 0; i < plan.reopenings(); i++) {
      servers.get(point).kill();
      LogServer server = LogServer.start(workplace, directories.get(point), Map.of());
      servers.set(point, server);
      seconds.add(server.timeToReady().toNanos() / 1e9);
    }
    return Sample.of(seconds).median();
  }

  @Override
  public void close() {
    servers.forEach(LogServer::close);
    directories.forEach(workplace::delete);
  }

  private static double perSecond(long operations, Usage usage) {
    return operations / usage.seconds();
  }
}
