package io.weir.tests.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.tests.load.Load;
import io.weir.tests.servers.WeirProcess;
import io.weir.tests.servers.WeirSetup;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/**
 * Every kind of client again and again, for {@code -Dweir.soak.seconds}. A first, shorter round
 * fills pools and caches; whatever is in use after the second beyond that has leaked.
 */
class SoakTest {
  private static final Duration DURATION =
      Duration.ofSeconds(Long.getLong("weir.soak.seconds", 20));
  private static final long MIB = 1 << 20;

  /** What the log remembers of a partition and a group's offsets grows a little with the data. */
  private static final long HEAP_GROWTH = 12 * MIB;

  /** Compiled code, and the pools of buffers that a thread fills when it first needs them. */
  private static final long OWN_GROWTH = 80 * MIB;

  /** Pools of threads that are not full after the first round. */
  private static final long THREAD_GROWTH = 24;

  private final Queue<String> faults = new ConcurrentLinkedQueue<>();

  @Test
  void whatClientsUseIsFreeAgainWhenTheyAreGone() throws Exception {
    try (WeirProcess weir = setup().start();
        var stream = new NumberedStream(weir.kafka(), "stream", faults::add)) {
      Visits visits = new Visits(weir);
      run(stream, visits, DURATION.dividedBy(4).plusSeconds(5));
      VitalSigns before = VitalSigns.of(weir.pid());
      run(stream, visits, DURATION);

      assertThat(faults).isEmpty();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(VitalSigns.of(weir.pid()).sockets())
                      .as("sockets")
                      .isLessThanOrEqualTo(before.sockets()));
      VitalSigns after = VitalSigns.of(weir.pid());
      System.out.printf(
          "%d messages, %d visits; before %s, after %s%n",
          stream.acknowledged(), visits.count(), before, after);
      assertThat(after.heapBytes()).isLessThan(before.heapBytes() + HEAP_GROWTH);
      assertThat(after.ownBytes()).isLessThan(before.ownBytes() + OWN_GROWTH);
      assertThat(after.threads()).isLessThan(before.threads() + THREAD_GROWTH);
      assertThat(weir.log()).doesNotContain("ERROR", "LEAK", "OutOfMemory");
    }
  }

  /** A small heap, so that what is kept shows; Netty tells of buffers that nobody released. */
  private static WeirSetup setup() {
    return new WeirSetup("soak")
        .heap("128m")
        .option("-Dio.netty.leakDetection.level=advanced")
        .log("segmentBytes: 16777216")
        .topic("stream", 1, "sync")
        .topic("visits", 1, "async");
  }

  private void run(NumberedStream stream, Visits visits, Duration duration) throws Exception {
    long end = System.nanoTime() + duration.toNanos();
    Load load = new Load(faults::add);
    load.start("publisher", Duration.ofMillis(50), stream::publishSome);
    load.start("reader", stream::readSome);
    load.start("http", Duration.ofMillis(20), visits::publishAndRead);
    load.start("groups", visits::joinAGroup);
    load.start("topics", visits::createATopic);
    load.start("broken off", Duration.ofMillis(20), visits::breakOff);
    await()
        .atMost(duration.plusMinutes(1))
        .until(() -> !faults.isEmpty() || System.nanoTime() > end);
    load.stop();
    await("the reader to come to the end")
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              stream.readSome();
              return !faults.isEmpty() || stream.read() >= stream.acknowledged();
            });
  }
}
