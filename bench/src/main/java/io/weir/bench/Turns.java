package io.weir.bench;

import io.weir.bench.load.Latencies;
import io.weir.bench.load.PacedProducer;
import io.weir.bench.load.PerformanceTools;
import io.weir.bench.load.Throughput;
import io.weir.bench.load.Topics;
import io.weir.bench.result.Machine;
import io.weir.bench.result.Measurements;
import io.weir.bench.server.Child;
import io.weir.bench.server.Contender;
import io.weir.bench.server.Server;
import io.weir.bench.server.Workplace;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The turns of one contender: each loads its running server once, on new topics, and measures it.
 */
final class Turns implements AutoCloseable {
  private static final Duration TIME_TO_FLUSH = Duration.ofMinutes(1);

  private final String name;
  private final Contender contender;
  private final Server server;
  private final Workplace workplace;
  private final PerformanceTools tools;
  private final Topics topics;
  private int turn;

  /** Of a running server, which is closed with this. */
  Turns(
      String name,
      Contender contender,
      Server server,
      Workplace workplace,
      PerformanceTools tools) {
    this.name = name;
    this.contender = contender;
    this.server = server;
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
    String topic = newTopic("paced", load);
    var producer = new PacedProducer(load.rate(), Load.RECORD_BYTES);
    var before = new AtomicReference<>(Duration.ZERO);
    var start = new AtomicLong();
    Latencies latencies =
        producer.run(
            server.bootstrap(),
            topic,
            Load.WARM_UP_SECONDS,
            load.pacedSeconds(),
            () -> {
              before.set(server.cpu());
              start.set(System.nanoTime());
            });
    double cpu = seconds(server.cpu().minus(before.get()));
    double elapsed = (System.nanoTime() - start.get()) / 1e9;
    topics.delete(topic);
    measured
        .with(KafkaMetrics.P50, latencies.p50())
        .with(KafkaMetrics.P99, latencies.p99())
        .with(KafkaMetrics.PACED_CPU, 100 * cpu / elapsed);
  }

  private void fullSpeed(Load load, Measurements measured) {
    String topic = newTopic("full", load);
    Duration atStart = server.cpu();
    double othersAtStart = othersCpu();
    long start = System.nanoTime();
    Throughput written =
        tools.produce(server.bootstrap(), topic, load.records(), Load.RECORD_BYTES);
    double elapsed = (System.nanoTime() - start) / 1e9;
    Duration onceWritten = server.cpu();
    double others = othersCpu() - othersAtStart - written.coreShare() * elapsed;
    Throughput read = tools.consume(server.bootstrap(), topic, load.records());
    Duration onceRead = server.cpu();
    topics.delete(topic);
    measured
        .with(KafkaMetrics.WRITE_CPU, seconds(onceWritten.minus(atStart)) / load.gigabytes())
        .with(KafkaMetrics.READ_CPU, seconds(onceRead.minus(onceWritten)) / load.gigabytes())
        .with(KafkaMetrics.WRITE_RATE, written.recordsPerSecond())
        .with(KafkaMetrics.WRITE_BYTES, megabytes(written))
        .with(KafkaMetrics.PRODUCER_SHARE, 100 * written.coreShare())
        .with(KafkaMetrics.READ_RATE, read.recordsPerSecond())
        .with(KafkaMetrics.READ_BYTES, megabytes(read))
        .with(KafkaMetrics.CONSUMER_SHARE, 100 * read.coreShare())
        .with(KafkaMetrics.OTHER_SHARE, 100 * others / elapsed);
  }

  /** A new topic on a disk that has nothing left to write. */
  private String newTopic(String phase, Load load) {
    Child.run(workplace, List.of("sync"), workplace.path("sync.out"), TIME_TO_FLUSH);
    String topic = "bench-%s-%s-%d".formatted(phase, load.durability(), turn);
    topics.create(topic, load.partitions(), contender.topicSettings(load.durability()));
    return topic;
  }

  /** CPU seconds of the whole machine but for this server and this JVM. */
  private double othersCpu() {
    Duration own = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    return Machine.busySeconds() - seconds(own) - seconds(server.cpu());
  }

  private static double megabytes(Throughput throughput) {
    return throughput.recordsPerSecond() * Load.RECORD_BYTES / 1e6;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
