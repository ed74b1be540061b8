package io.weir.tests.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.tests.load.Load;
import io.weir.tests.servers.WeirProcess;
import io.weir.tests.servers.WeirSetup;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/**
 * A steady load for {@code -Dweir.heap.seconds}, on topics that forget soon, keep the last of each
 * key, and keep everything, so that segments are sealed, collected, compacted and dropped all the
 * time. What is in use at the end beyond what was after a warm-up, and beyond what more is kept,
 * has leaked.
 */
class HeapTest {
  private static final Duration DURATION =
      Duration.ofSeconds(Long.getLong("weir.heap.seconds", 10));
  private static final Duration LONGEST_WARM_UP = Duration.ofMinutes(5);
  private static final long MIB = 1 << 20;
  private static final long SEGMENT = MIB;
  private static final long FORGETS_BEYOND = 4 * MIB;

  /** Tables of the log that grow with what is kept, a few hundred bytes for each segment. */
  private static final long HEAP_GROWTH = 8 * MIB;

  private static final long THREAD_GROWTH = 16;
  private static final long DESCRIPTOR_GROWTH = 32;

  /** Beside a segment and its index, which are mapped. */
  private static final long MAPPING_GROWTH = 200;

  /** What waits to be collected, and files that were made ahead. */
  private static final long DISK_BESIDES = 96 * MIB;

  private final Queue<String> faults = new ConcurrentLinkedQueue<>();

  @Test
  void whatIsInUseStaysFlatWhileSegmentsComeAndGo() throws Exception {
    try (WeirProcess weir = setup().start()) {
      createTopics(weir);
      try (var brief = new NumberedStream(weir.kafka(), "brief", faults::add);
          var kept = new NumberedStream(weir.kafka(), "kept", faults::add);
          var keyed = new KeyedStream(weir.kafka(), "keyed", faults::add)) {
        Duration quarter = DURATION.dividedBy(4).plusSeconds(5);
        run(
            brief,
            kept,
            keyed,
            quarter.compareTo(LONGEST_WARM_UP) < 0 ? quarter : LONGEST_WARM_UP,
            () -> true);
        VitalSigns before = VitalSigns.of(weir.pid());
        double cpu = measure(weir, "process_cpu_seconds_total");
        double freed = measure(weir, "weir_log_freed_bytes_total");
        run(brief, kept, keyed, DURATION, () -> hasFreedAgain(weir, freed));

        assertThat(faults).isEmpty();
        long segments = (long) measure(weir, "weir_log_sealed_segments");
        VitalSigns after = VitalSigns.of(weir.pid());
        long disk = size(weir.data());
        System.out.printf(
            "%d and %d messages, %.2f of a core, %d segments, %d MiB on disk; before %s, after"
                + " %s%n",
            brief.acknowledged(),
            kept.acknowledged(),
            (measure(weir, "process_cpu_seconds_total") - cpu) / DURATION.toSeconds(),
            segments,
            disk / MIB,
            before,
            after);
        assertThat(after.heapBytes()).isLessThan(before.heapBytes() + HEAP_GROWTH);
        assertThat(after.threads()).isLessThan(before.threads() + THREAD_GROWTH);
        assertThat(after.descriptors()).isLessThan(before.descriptors() + DESCRIPTOR_GROWTH);
        assertThat(after.mappings()).isLessThan(before.mappings() + 2 * segments + MAPPING_GROWTH);
        assertThat(measure(weir, "weir_log_freed_bytes_total")).isGreaterThan(freed + SEGMENT);
        assertThat(measure(weir, "weir_log_collected_bytes_total")).isPositive();
        assertThat(measure(weir, "weir_log_compacted_bytes_total")).isPositive();
        long first = brief.checkWhatIsThere();
        assertThat(first).as("first of those that are forgotten").isPositive();
        assertThat(kept.checkWhatIsThere()).as("first of those that are kept").isZero();
        assertThat(keyed.check()).as("kept of all keys").isGreaterThanOrEqualTo(KeyedStream.KEYS);
        long live = kept.bytes() + FORGETS_BEYOND;
        assertThat(disk)
            .as("bytes on disk, of which live %d", live)
            .isLessThan(3 * live + DISK_BESIDES);
        assertThat(faults).isEmpty();
        assertThat(weir.log()).doesNotContain("ERROR", "LEAK", "OutOfMemory");
      }
    }
  }

  private static WeirSetup setup() {
    return new WeirSetup("heap")
        .heap("96m")
        .option("-Dio.netty.leakDetection.level=advanced")
        .log("segmentBytes: %d, retentionCheckMillis: 500".formatted(SEGMENT));
  }

  private static void createTopics(WeirProcess weir) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) weir.kafka()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("kept", 1, (short) 1).configs(Map.of("retention.ms", "-1")),
                  new NewTopic("brief", 1, (short) 1)
                      .configs(Map.of("retention.bytes", Long.toString(FORGETS_BEYOND))),
                  new NewTopic("keyed", 1, (short) 1)
                      .configs(
                          Map.of(
                              "cleanup.policy", "compact",
                              "min.cleanable.dirty.ratio", "0.1",
                              "max.compaction.lag.ms", "2000"))))
          .all()
          .get();
    }
  }

  /** Whether segments were dropped since then, and some were collected and compacted at all. */
  private static boolean hasFreedAgain(WeirProcess weir, double freed)
      throws IOException, InterruptedException {
    return measure(weir, "weir_log_freed_bytes_total") > freed + SEGMENT
        && measure(weir, "weir_log_collected_bytes_total") > 0
        && measure(weir, "weir_log_compacted_bytes_total") > 0;
  }

  /**
   * Some two megabytes a second, where the disk takes them.
   *
   * @param isEnough whether it may end; a slow machine needs longer for as much
   */
  private void run(
      NumberedStream brief,
      NumberedStream kept,
      KeyedStream keyed,
      Duration duration,
      Callable<Boolean> isEnough)
      throws Exception {
    long end = System.nanoTime() + duration.toNanos();
    Load load = new Load(faults::add);
    load.start("brief", Duration.ofMillis(50), brief::publishSome);
    load.start("reader of the brief", brief::readSome);
    load.start("kept", Duration.ofSeconds(1), kept::publishSome);
    load.start("reader of the kept", kept::readSome);
    load.start("keyed", Duration.ofMillis(100), keyed::publishSome);
    await()
        .atMost(duration.plusMinutes(3))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> !faults.isEmpty() || System.nanoTime() > end && isEnough.call());
    load.stop();
  }

  /** A figure of the page of metrics. */
  private static double measure(WeirProcess weir, String name)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(weir.admin() + "/metrics")).build();
      String page = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return page.lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no " + name + " in\n" + page));
    }
  }

  /** Of all files, but for those that go while they are listed. */
  private static long size(Path directory) throws IOException {
    AtomicLong size = new AtomicLong();
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            size.addAndGet(attributes.size());
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }
        });
    return size.get();
  }
}
