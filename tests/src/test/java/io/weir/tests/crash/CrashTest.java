package io.weir.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.load.Load;
import io.weir.tests.servers.WeirProcess;
import io.weir.tests.servers.WeirSetup;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} at random moments, also while it starts, under load from producers that must see
 * each of their messages stored once, and from ones that are content with at least once.
 *
 * <p>The seed is printed; {@code -Dweir.crash.seed} repeats its moments, and {@code
 * -Dweir.crash.kills} their number.
 */
class CrashTest {
  private static final int KILLS = Integer.getInteger("weir.crash.kills", 50);
  private static final long SEED = Long.getLong("weir.crash.seed", System.nanoTime());

  private static final List<TopicPartition> SYNC =
      Stream.concat(partitions("orders", 4), partitions("payments", 3)).toList();
  private static final List<TopicPartition> ASYNC = partitions("clicks", 2).toList();
  private static final List<TopicPartition> PLAIN =
      Stream.concat(partitions("plain-a", 1), partitions("plain-b", 1)).toList();

  private final Ledger ledger = new Ledger();
  private final Load load = new Load(fault -> ledger.fault("%s", fault));

  @Test
  void nothingAcknowledgedIsLostRepeatedOrMovedByKillingTheProcess() throws Exception {
    System.out.println("weir.crash.seed=" + SEED);
    Random random = new Random(SEED);
    try (WeirProcess weir = setup().start();
        var sync = publisher(weir, "none", SYNC, random);
        var compressed = publisher(weir, "lz4", ASYNC, random);
        var reader = new FollowingReader(weir.kafka(), all(), ledger);
        var committer = new Committer(weir.kafka(), "crash", reader::positions, ledger)) {
      load.start("sync", sync::sendSome);
      load.start("async", compressed::sendSome);
      load.start("reader", reader::readSome);
      load.start("committer", committer::commit);
      for (TopicPartition partition : PLAIN) {
        var plain = new PlainPublisher(weir.http(), partition.topic(), ledger, load);
        load.start(partition.topic(), plain::publishOne);
      }

      for (int kill = 0; kill < KILLS; kill++) {
        Kills.atSomeMoment(weir, random, 700);
      }
      load.stop();
      sync.flush();
      compressed.flush();

      assertThat(ledger.faults()).as("seed %d", SEED).isEmpty();
      LogCheck check = new LogCheck(weir.kafka(), ledger);
      SYNC.forEach(partition -> check.holdsEachOnce(partition, sync.sent(partition)));
      ASYNC.forEach(partition -> check.holdsEachOnce(partition, compressed.sent(partition)));
      PLAIN.forEach(check::holdsEachAtLeastOnce);
      check.commitsWereKept("crash");
      System.out.printf(
          "%d kills, %d messages acknowledged, %d seen meanwhile, %d commits acknowledged%n",
          KILLS, ledger.acknowledgedCount(), ledger.seenCount(), ledger.commitCount());
    }
  }

  /** Small segments, so that sealing and checkpoints are hit too; a JVM that starts fast. */
  private static WeirSetup setup() {
    WeirSetup setup =
        new WeirSetup("crash")
            .option("-XX:TieredStopAtLevel=1")
            .log("segmentBytes: 4194304")
            .topic("orders", 4, "sync")
            .topic("payments", 3, "sync")
            .topic("clicks", 2, "async");
    PLAIN.forEach(partition -> setup.topic(partition.topic(), 1, "sync"));
    return setup;
  }

  private IdempotentPublisher publisher(
      WeirProcess weir, String compression, List<TopicPartition> partitions, Random random) {
    return new IdempotentPublisher(
        weir.kafka(), compression, partitions, ledger, new Random(random.nextLong()));
  }

  private static Stream<TopicPartition> partitions(String topic, int count) {
    return IntStream.range(0, count).mapToObj(i -> new TopicPartition(topic, i));
  }

  private static List<TopicPartition> all() {
    List<TopicPartition> all = new ArrayList<>(SYNC);
    all.addAll(ASYNC);
    all.addAll(PLAIN);
    return all;
  }
}
