package io.weir.tests.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.MessageProperties;
import io.weir.tests.servers.WeirProcess;
import io.weir.tests.servers.WeirSetup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Queues that hold much more than the heap does: {@code -Dweir.backlog.messages} in {@code
 * -Dweir.backlog.heap}, where each may take a few bytes at most. Times are printed, and no test.
 */
class BacklogTest {
  private static final int MESSAGES = Integer.getInteger("weir.backlog.messages", 300_000);
  private static final String HEAP = System.getProperty("weir.backlog.heap", "64m");
  private static final int PREFETCH = 500;
  private static final int SMALL = 12;

  private WeirProcess weir;
  private ConnectionFactory factory;

  @BeforeEach
  void start() {
    weir =
        new WeirSetup("backlog")
            .heap(HEAP)
            .option("-XX:+ExitOnOutOfMemoryError")
            .option("-Dio.netty.leakDetection.level=advanced")
            .start();
    factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(weir.amqpPort());
    factory.setAutomaticRecoveryEnabled(false);
  }

  @AfterEach
  void stop() {
    weir.close();
    assertThat(weir.log()).doesNotContain("ERROR", "LEAK", "OutOfMemory");
  }

  @Test
  void aBacklogTakesNoMemoryAndComesInOrderAlsoAfterAKill() throws Exception {
    try (Connection connection = factory.newConnection();
        Channel channel = connection.createChannel()) {
      declare(channel, "backlog");
      timed("published", () -> Numbered.publish(channel, "backlog", MESSAGES, SMALL));
      assertThat(channel.messageCount("backlog")).isEqualTo(MESSAGES);
    }
    weir.kill();
    timed("ready again", weir::restart);
    try (Connection connection = factory.newConnection();
        Channel channel = connection.createChannel()) {
      assertThat(channel.messageCount("backlog")).isEqualTo(MESSAGES);
      timed("consumed", () -> drain(channel));
      assertThat(channel.queueDeclarePassive("backlog").getMessageCount()).isZero();
    }
  }

  private static void drain(Channel channel) throws Exception {
    BlockingQueue<Delivery> came = Numbered.consume(channel, "backlog", PREFETCH);
    for (long number = 0; number < MESSAGES; number++) {
      Delivery next = Numbered.next(came);
      if (Numbered.number(next) != number) { // an assertion for each takes longer than all else
        assertThat(Numbered.number(next)).isEqualTo(number);
      }
      if (number % (PREFETCH / 4) == 0 || number == MESSAGES - 1) {
        channel.basicAck(next.getEnvelope().getDeliveryTag(), true);
      }
    }
  }

  @Test
  void aConsumerThatSettlesNothingHoldsItsPrefetchAndNothingElse() throws Exception {
    int messages = MESSAGES / 10;
    try (Connection connection = factory.newConnection();
        Channel second = connection.createChannel()) {
      Channel first = connection.createChannel();
      declare(first, "held");
      BlockingQueue<Delivery> held = Numbered.consume(first, "held", PREFETCH);
      Numbered.publish(first, "held", messages, SMALL);
      List<Long> numbers = new ArrayList<>();
      for (int i = 0; i < PREFETCH; i++) {
        numbers.add(Numbered.number(Numbered.next(held)));
      }
      BlockingQueue<Delivery> others = Numbered.consume(second, "held", PREFETCH);
      for (long number = PREFETCH; number < messages; number++) {
        Delivery next = Numbered.next(others);
        assertThat(Numbered.number(next)).isEqualTo(number);
        second.basicAck(next.getEnvelope().getDeliveryTag(), false);
      }
      assertThat(held).isEmpty();

      first.close();
      for (long number : numbers) {
        Delivery next = Numbered.next(others);
        assertThat(Numbered.number(next)).isEqualTo(number);
        assertThat(next.getEnvelope().isRedeliver()).isTrue();
        second.basicAck(next.getEnvelope().getDeliveryTag(), false);
      }
    }
  }

  @Test
  void whatAConsumerDoesNotReadIsNotBufferedForIt() throws Exception {
    int messages = MESSAGES / 3;
    try (Connection publishing = factory.newConnection();
        Connection consuming = factory.newConnection();
        Channel channel = publishing.createChannel();
        Channel slow = consuming.createChannel()) {
      declare(channel, "slow");
      CountDownLatch reads = new CountDownLatch(1);
      CountDownLatch came = new CountDownLatch(messages);
      slow.basicConsume(
          "slow",
          true,
          (tag, delivery) -> {
            awaitUninterruptibly(reads); // the client stops reading when it has some waiting
            came.countDown();
          },
          tag -> {});

      Numbered.publish(channel, "slow", messages, 1024);

      assertThat(came.getCount()).isEqualTo(messages);
      reads.countDown();
      came.await();
    }
  }

  @Test
  void aPublisherThatWaitsForNothingIsHeldBackAndNotBuffered() throws Exception {
    int bytes = 64 * 1024;
    int messages = MESSAGES / 100;
    try (Connection connection = factory.newConnection();
        Channel channel = connection.createChannel()) {
      declare(channel, "fast");
      for (long number = 0; number < messages; number++) {
        channel.basicPublish(
            "", "fast", MessageProperties.MINIMAL_PERSISTENT_BASIC, Numbered.body(number, bytes));
      }
      assertThat(channel.messageCount("fast")).isEqualTo(messages);
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void declare(Channel channel, String queue) throws Exception {
    channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "quorum"));
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void timed(String what, Work work) throws Exception {
    long began = System.nanoTime();
    work.run();
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf("%s: %.1f s, %.0f a second%n", what, seconds, MESSAGES / seconds);
  }
}
