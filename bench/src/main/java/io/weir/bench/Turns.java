package io.weir.bench;

import io.weir.bench.load.Latencies;
import io.weir.bench.load.PacedProducer;
import io.weir.bench.load.PerformanceTools;
import io.weir.bench.load.RepeatingConsumer;
import io.weir.bench.load.Throughput;
import io.weir.bench.load.Topics;
import io.weir.bench.load.WaitingPublishers;
import io.weir.bench.result.Machine;
import io.weir.bench.result.Measurements;
import io.weir.bench.server.KafkaContender;
import io.weir.bench.server.PageCache;
import io.weir.bench.server.Server;
import io.weir.bench.server.Workplace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The turns of one contender: each loads its running server once, on new topics, and measures it.
 */
final class Turns implements AutoCloseable {
  private final String name;
  private final KafkaContender contender;
  private final Server server;
  private final Path directory;
  private final Workplace workplace;
  private final PerformanceTools tools;
  private final Topics topics;
  private int turn;

  /** Of a running server in a directory of its own; it is closed with this. */
  Turns(
      String name,
      KafkaContender contender,
      Server server,
      Path directory,
      Workplace workplace,
      PerformanceTools tools) {
    this.name = name;
    this.contender = contender;
    this.server = server;
    this.directory = directory;
    this.workplace = workplace;
    this.tools = tools;
    this.topics = new Topics(server.bootstrap());
  }

  /** One turn; a line on standard error says how it went. */
  Measurements take(Load load) {
    turn++;
    var measured = new Measurements();
    paced(load, measured);
    fullSpeed(load, measured);
    if (load.shape().publishers() > 0) {
      publishers(load, measured);
    }
    measured
        .with(KafkaMetrics.RSS, server.residentBytes() / 1048576.0)
        .with(KafkaMetrics.OWN_RSS, server.ownBytes() / 1048576.0);
    System.err.printf(
        Locale.ROOT,
        "  %-8s  written %,7.0f/s  p99 %6.2f ms  server CPU %5.2f s/GB written, %5.2f s/GB read%n",
        name,
        measured.get(KafkaMetrics.WRITE_RATE),
        measured.get(KafkaMetrics.P99),
        measured.get(KafkaMetrics.WRITE_CPU),
        measured.get(KafkaMetrics.READ_CPU));
    return measured;
  }

  @Override
  public void close() {
    topics.close();
    server.close();
  }

  private void paced(Load load, Measurements measured) {
    List<String> names = newTopics("paced", load);
    var cpu = new ServerCpu(server);
    Latencies latencies = paced(load, names, cpu::start);
    cpu.stop();
    topics.delete(names);
    measured
        .with(KafkaMetrics.P50, latencies.p50())
        .with(KafkaMetrics.P99, latencies.p99())
        .with(KafkaMetrics.PACED_CPU, 100 * cpu.cpu() / cpu.seconds());
  }

  private Latencies paced(Load load, List<String> names, Runnable atStart) {
    return new PacedProducer(load.shape().rate(), load.shape().recordBytes())
        .run(server.bootstrap(), names, load.warmUpSeconds(), load.pacedSeconds(), atStart);
  }

  private void fullSpeed(Load load, Measurements measured) {
    List<String> names = newTopics("full", load);
    Shape shape = load.shape();
    Duration atStart = server.cpu();
    double othersAtStart = othersCpu();
    long start = System.nanoTime();
    Throughput written =
        tools.produce(
            server.bootstrap(), names, load.records(), shape.recordBytes(), shape.batching());
    double elapsed = (System.nanoTime() - start) / 1e9;
    Duration onceWritten = server.cpu();
    double others = othersCpu() - othersAtStart - written.coreShare() * elapsed;
    if (shape.behind()) {
      behind(load, names, measured);
    }
    Duration beforeReading = server.cpu();
    Throughput read = tools.consume(server.bootstrap(), names, load.records());
    Duration onceRead = server.cpu();
    topics.delete(names);
    measured
        .with(KafkaMetrics.WRITE_CPU, seconds(onceWritten.minus(atStart)) / load.gigabytes())
        .with(KafkaMetrics.READ_CPU, seconds(onceRead.minus(beforeReading)) / load.gigabytes())
        .with(KafkaMetrics.WRITE_RATE, written.recordsPerSecond())
        .with(KafkaMetrics.WRITE_BYTES, megabytes(written, shape))
        .with(KafkaMetrics.PRODUCER_SHARE, 100 * written.coreShare())
        .with(KafkaMetrics.READ_RATE, read.recordsPerSecond())
        .with(KafkaMetrics.READ_BYTES, megabytes(read, shape))
        .with(KafkaMetrics.CONSUMER_SHARE, 100 * read.coreShare())
        .with(KafkaMetrics.OTHER_SHARE, 100 * others / elapsed);
  }

  /**
   * The fixed rate, while a consumer reads the topics that were just written, again and again. The
   * first time it finds them on the disk, for nobody has read them yet and the system was asked to
   * drop its cached pages.
   */
  private void behind(Load load, List<String> old, Measurements measured) {
    List<String> names = newTopics("live", load);
    PageCache.drop(workplace, directory);
    var cpu = new ServerCpu(server);
    try (var reader = new RepeatingConsumer(server.bootstrap(), old)) {
      Latencies latencies =
          paced(
              load,
              names,
              () -> {
                cpu.start();
                reader.start();
              });
      long bytes = reader.stop();
      cpu.stop();
      measured
          .with(KafkaMetrics.BEHIND_P50, latencies.p50())
          .with(KafkaMetrics.BEHIND_P99, latencies.p99())
          .with(KafkaMetrics.BEHIND_CPU, cpu.cpu() / (bytes / 1e9))
          .with(KafkaMetrics.BEHIND_BYTES, bytes / 1e6 / cpu.seconds());
    }
    topics.delete(names);
  }

  private void publishers(Load load, Measurements measured) {
    List<String> names = newTopics("publishers", load);
    Shape shape = load.shape();
    var cpu = new ServerCpu(server);
    var publishers = new WaitingPublishers(shape.publishers(), shape.recordBytes());
    WaitingPublishers.Result result =
        publishers.run(
            server.bootstrap(),
            names,
            load.warmUpSeconds(),
            load.pacedSeconds(),
            cpu::start,
            cpu::stop);
    topics.delete(names);
    measured
        .with(KafkaMetrics.PUBLISHERS_RATE, result.records() / cpu.seconds())
        .with(KafkaMetrics.PUBLISHERS_P50, result.latencies().p50())
        .with(KafkaMetrics.PUBLISHERS_P99, result.latencies().p99())
        .with(KafkaMetrics.PUBLISHERS_CPU, cpu.cpu() * 1e6 / result.records());
  }

  /** New topics on a disk that has nothing left to write. */
  private List<String> newTopics(String phase, Load load) {
    PageCache.sync(workplace);
    String prefix = "bench-%s-%s-%d".formatted(phase, load.durability(), turn);
    List<String> names =
        IntStream.range(0, load.shape().topics()).mapToObj(i -> prefix + "-" + i).toList();
    topics.create(names, load.shape().partitions(), contender.topicSettings(load.durability()));
    return names;
  }

  /** CPU seconds of the whole machine but for this server and this JVM. */
  private double othersCpu() {
    Duration own = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    return Machine.busySeconds() - seconds(own) - seconds(server.cpu());
  }

  private static double megabytes(Throughput throughput, Shape shape) {
    return throughput.recordsPerSecond() * shape.recordBytes() / 1e6;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
