package io.weir.core.queue;

import static io.weir.core.queue.Counter.ALICE;
import static io.weir.core.queue.Counter.SPACE;
import static io.weir.core.queue.Counter.posting;
import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.core.TestCore;
import io.weir.core.address.Address;
import io.weir.core.address.TopicName;
import io.weir.core.publish.PropertyNames;
import io.weir.core.queue.QueueOptions.DeadLetterRoute;
import io.weir.core.subscription.ConsumerOptions;
import io.weir.core.subscription.Settlement;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.Topic;
import io.weir.record.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Queues whose messages have priorities, and how many partitions they take for that. */
class PrioritiesTest {
  private static final QueueOptions PRIORITIES =
      QueueOptions.DEFAULT.change().maxPriority(9).build();

  private final Counter counter = new Counter();

  @AfterEach
  void end() {
    counter.close();
  }

  private static Header priority(int priority) {
    return Header.of(PropertyNames.PRIORITY, String.valueOf(priority));
  }

  private void send(String queue, int... priorities) {
    for (int priority : priorities) {
      counter.send("", queue, "p" + priority, priority(priority));
    }
  }

  private Topic topic(String name) {
    return counter.weir.core().topics().get(Tenant.DEFAULT, new TopicName(name));
  }

  @Test
  void greaterPrioritiesComeFirst() {
    for (boolean isDurable : new boolean[] {true, false}) {
      String queue = "durable is " + isDurable;
      counter.queue(queue, PRIORITIES.change().durable(isDurable).build());
      send(queue, 0, 5, 9, 200);
      counter.send("", queue, "none");
      assertThat(Customer.of(counter, queue, 10).told(5))
          .containsExactly("p9", "p200", "p5", "p0", "none");
    }
  }

  @Test
  void eachOfAllThatThereAreIsToldApart() {
    counter.queue("q", PRIORITIES.change().maxPriority(255).build());
    List<String> expected = new ArrayList<>();
    for (int priority = 0; priority < 256; priority++) {
      send("q", priority);
      expected.addFirst("p" + priority);
    }
    assertThat(Customer.of(counter, "q", 1_000).told(256)).isEqualTo(expected);
  }

  @Test
  void priorityTakesPlaceOnlyOnceSomebodyUsesIt() {
    counter.queue("q", PRIORITIES);
    counter.send("", "q", "a");
    send("q", 0);
    assertThat(topic("q").partitions()).isEqualTo(1);

    send("q", 1);
    assertThat(topic("q").partitions()).isEqualTo(10);
    assertThat(counter.ready("q")).isEqualTo(3);
  }

  @Test
  void thoseOfOnePriorityKeepTheirOrderAlsoWhileItTakesPlace() {
    counter.queue("q", PRIORITIES);
    Promise<Void> sent = Promise.promise();
    Context context = counter.weir.vertx.getOrCreateContext();
    context.runOnContext(turn -> sendFrom(0, 500, context, new ArrayList<>(), sent));
    await(sent.future());

    assertThat(Customer.of(counter, "q", 1_000).told(500))
        .isEqualTo(IntStream.range(0, 500).mapToObj(i -> "m" + i).toList());
  }

  /** One message a turn, as a connection sends them. */
  private void sendFrom(
      int next, int end, Context context, List<Future<Outcome>> sending, Promise<Void> sent) {
    if (next == end) {
      Future.all(sending).<Void>mapEmpty().onComplete(sent);
      return;
    }
    sending.add(counter.sending("", "q", "m" + next, priority(7)));
    context.runOnContext(turn -> sendFrom(next + 1, end, context, sending, sent));
  }

  @Test
  void whoeverConsumesAlreadyGetsThemFirst() {
    counter.queue("q", PRIORITIES);
    Customer customer =
        Customer.of(counter, "q", ConsumerOptions.DEFAULT.withPrefetch(1).withCredit(100));
    counter.fill("q", "a", "b", "c");
    assertThat(customer.told(1)).containsExactly("a");

    send("q", 3, 8);
    customer.settle(Settlement.ACCEPT, "a");
    assertThat(customer.told(2)).endsWith("p8");
    customer.settle(Settlement.ACCEPT, "p8");
    assertThat(customer.told(3)).endsWith("p3");
    customer.settle(Settlement.ACCEPT, "p3");
    assertThat(customer.told(4)).endsWith("b");
  }

  @Test
  void theyAreToldApartAfterACrash() {
    counter.queue("q", PRIORITIES);
    send("q", 0, 4);
    counter.weir.crash();
    send("q", 0, 4, 6);

    assertThat(Customer.of(counter, "q", 10).told(5)).containsExactly("p6", "p4", "p4", "p0", "p0");
  }

  @Test
  void whatIsStagedIsToldApart() {
    counter.queue("q", PRIORITIES);
    Staged staged = counter.queues().stage(ALICE, SPACE);
    await(staged.post(posting("", "q", "low")));
    await(staged.post(posting("", "q", "high", priority(9))));
    assertThat(await(staged.commit())).containsOnly(new Outcome.Stored(1));

    assertThat(Customer.of(counter, "q", 10).told(2)).containsExactly("high", "low");
  }

  @Test
  void deadLettersAreToldApart() {
    counter.queue("dead", PRIORITIES);
    counter.queue(
        "q", QueueOptions.DEFAULT.change().deadLetter(new DeadLetterRoute("", "dead")).build());
    send("q", 0, 9);
    Customer rejecting = Customer.of(counter, "q", 10);
    rejecting.told(2);
    rejecting.settle(Settlement.REJECT, "p0", "p9");

    Awaitility.await().until(() -> counter.ready("dead") == 2);
    assertThat(Customer.of(counter, "dead", 10).told(2)).containsExactly("p9", "p0");
  }

  @Test
  void aViewOfATopicHasItsMessagesInTheirOrder() {
    await(counter.weir.core().topics().findOrCreate(ALICE, new TopicName("view")));
    counter.queue("view", PRIORITIES);
    send("view", 0, 9);

    assertThat(topic("view").partitions()).isEqualTo(1);
    assertThat(Customer.of(counter, "view", 10).told(2)).containsExactly("p0", "p9");
  }

  @Test
  void whatComesIntoPartitionsThatATopicGetsComesToItsQueue() {
    counter.queue("q");
    Customer customer = Customer.of(counter, "q", 100);
    Topic topic =
        await(
            counter
                .weir
                .core()
                .topics()
                .alter(ALICE, new TopicName("q"), known -> known.withPartitions(3)));
    assertThat(topic.partitions()).isEqualTo(3);

    List<String> all = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      Address address = Address.parse("q/k" + i);
      await(counter.weir.core().publisher().publish(ALICE, address, TestCore.message("m" + i)));
      all.add("m" + i);
    }
    assertThat(customer.told(30)).containsExactlyInAnyOrderElementsOf(all);
  }
}
