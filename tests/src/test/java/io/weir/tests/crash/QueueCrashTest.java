package io.weir.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.weir.tests.load.Load;
import io.weir.tests.servers.WeirProcess;
import io.weir.tests.servers.WeirSetup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} at random moments, also while it starts, under load from RabbitMQ's Java client:
 * publishers with confirms into an exchange that has two queues, of which one is consumed with
 * plain acknowledgements, and the other in transactions.
 *
 * <p>The seed is printed; {@code -Dweir.crash.seed} repeats its moments, and {@code
 * -Dweir.crash.kills} their number.
 */
class QueueCrashTest {
  private static final int KILLS = Integer.getInteger("weir.crash.kills", 3);
  private static final long SEED = Long.getLong("weir.crash.seed", System.nanoTime());
  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final Duration STANDSTILL = Duration.ofSeconds(30);
  private static final String EXCHANGE = "both";
  private static final String PLAIN = "plain";
  private static final String TRANSACTIONAL = "transactional";

  private final QueueLedger ledger = new QueueLedger();
  private final Load load = new Load(fault -> ledger.fault("%s", fault));

  @Test
  void nothingConfirmedIsLostNorComesAgainUnflaggedByKillingTheProcess() throws Exception {
    System.out.println("weir.crash.seed=" + SEED);
    Random random = new Random(SEED);
    try (WeirProcess weir = setup().start();
        var one = new ConfirmedPublisher("one", EXCHANGE, weir.amqpPort(), ledger);
        var two = new ConfirmedPublisher("two", EXCHANGE, weir.amqpPort(), ledger);
        var plain = new SettlingConsumer(PLAIN, false, weir.amqpPort(), ledger);
        var transactional = new SettlingConsumer(TRANSACTIONAL, true, weir.amqpPort(), ledger)) {
      declare(weir.amqpPort());
      Load consumers = new Load(fault -> ledger.fault("%s", fault));
      load.start("one", PAUSE, one::turn);
      load.start("two", PAUSE, two::turn);
      consumers.start(PLAIN, plain::turn);
      consumers.start(TRANSACTIONAL, transactional::turn);
      KeptTopology topology = new KeptTopology(weir.amqpPort(), ledger);

      for (int kill = 0; kill < KILLS; kill++) {
        Connection open = topology.change();
        Kills.atSomeMoment(weir, random, 1_500);
        open.abort();
        topology.check();
      }
      load.stop();
      for (String queue : List.of(PLAIN, TRANSACTIONAL)) {
        awaitAll(queue);
      }
      consumers.stop();

      assertThat(ledger.faults()).as("seed %d", SEED).isEmpty();
      System.out.printf(
          "%d kills, %d messages confirmed, %d settled durably%n",
          KILLS, ledger.confirmedCount(), ledger.settledCount());
    }
  }

  /** As long as something comes that has not come before. */
  private void awaitAll(String queue) {
    while (!ledger.hasShownAll(queue)) {
      int before = ledger.shownCount(queue);
      Awaitility.await("more of what was confirmed, of which came " + before + " to " + queue)
          .atMost(STANDSTILL)
          .failFast(() -> assertThat(ledger.faults()).as("seed %d", SEED).isEmpty())
          .until(() -> ledger.shownCount(queue) > before || ledger.hasShownAll(queue));
    }
  }

  /** Small segments, so that sealing and checkpoints are hit too; a JVM that starts fast. */
  private static WeirSetup setup() {
    return new WeirSetup("queue-crash")
        .option("-XX:TieredStopAtLevel=1")
        .log("segmentBytes: 4194304");
  }

  private static void declare(int port) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(port);
    try (Connection connection = factory.newConnection("declare");
        Channel channel = connection.createChannel()) {
      channel.exchangeDeclare(EXCHANGE, BuiltinExchangeType.FANOUT, true);
      channel.queueDeclare(PLAIN, true, false, false, Map.of("x-queue-type", "classic"));
      channel.queueDeclare(TRANSACTIONAL, true, false, false, Map.of("x-queue-type", "quorum"));
      channel.queueBind(PLAIN, EXCHANGE, "");
      channel.queueBind(TRANSACTIONAL, EXCHANGE, "");
    }
  }
}
