package io.weir.core.subscription;

import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A subscription to several partitions, and to more of them as time goes by. */
class SeveralPartitionsTest {
  private final Queue queue = new Queue();

  @AfterEach
  void end() {
    queue.close();
  }

  @Test
  void theLastPartitionIsServedFirstAndEachHasACursor() {
    queue.publish("low 1", "low 2");
    queue.publishTo(queue.dead, "high 1", "high 2");
    Subscription levels = queue.openLevels();
    Hand hand = Hand.on(levels, ConsumerOptions.DEFAULT.withCredit(3));
    assertThat(hand.told(3)).containsExactly("high 1", "high 2", "low 1");
    hand.settle(Settlement.ACCEPT, "high 1", "low 1");

    queue.test.crash();
    queue.subscriptions = queue.openAll();
    levels = queue.openLevels();

    assertThat(await(levels.counts()).ready()).isEqualTo(2);
    assertThat(Hand.on(levels, 9).told(2)).containsExactly("high 2!", "low 2!");
  }

  @Test
  void aPartitionThatIsAddedIsServedBeforeTheOthersAndKeepsItsCursor() {
    queue.publish("low 1", "low 2", "low 3");
    queue.publishTo(queue.dead, "high 1");
    Hand hand = Hand.on(queue.subscription, ConsumerOptions.DEFAULT.withCredit(1));
    assertThat(hand.told(1)).containsExactly("low 1");

    await(queue.subscription.extend(List.of(queue.partition, queue.dead)));
    await(queue.subscription.extend(List.of(queue.partition, queue.dead)));
    assertThat(queue.counts().ready()).isEqualTo(3);
    hand.consumer().grant(1);
    assertThat(hand.told(2)).endsWith("high 1");
    queue.publishTo(queue.dead, "high 2");
    assertThat(queue.counts().ready()).isEqualTo(3);
    hand.consumer().grant(2);
    assertThat(hand.told(4)).endsWith("high 2", "low 2");
    hand.settle(Settlement.ACCEPT, "low 1", "high 1");

    queue.test.crash();
    queue.subscriptions = queue.openAll();
    Subscription again =
        await(
            queue.subscriptions.open(
                "orders",
                List.of(queue.partition, queue.dead),
                queue.start,
                queue.options,
                queue.deadLetters));
    assertThat(Hand.on(again, 9).told(3)).containsExactly("high 2!", "low 2!", "low 3!");
  }
}
