package io.weir.core.subscription;

import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.core.failure.Failure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole of it, over a log, with crashes, ends in order, and a log that forgets what it may:
 * what was published comes until it is settled, and what was settled durably is where it belongs
 * and never comes again.
 */
class CrashTest {
  private static final int ROUNDS = 25;

  /** What consumers did with messages. */
  private final Set<String> published = new HashSet<>();

  private final Set<String> acceptedForGood = new HashSet<>();
  private final Set<String> rejected = new HashSet<>();
  private final Map<String, Future<?>> accepting = new LinkedHashMap<>();
  private final Set<String> everAccepted = new HashSet<>();
  private final Set<String> seen = new HashSet<>();

  /** Takes messages and settles them at once, each in some way. */
  private final class Worker implements Receiver {
    private final Random random;
    private final List<String> wrong;
    private volatile @Nullable Consumer consumer;

    Worker(Random random, List<String> wrong) {
      this.random = random;
      this.wrong = wrong;
    }

    @Override
    public void deliver(List<Delivery> deliveries) {
      synchronized (CrashTest.this) {
        for (Delivery delivery : deliveries) {
          take(Messages.body(delivery.message()), delivery);
        }
      }
    }

    private void take(String body, Delivery delivery) {
      if (acceptedForGood.contains(body)) {
        wrong.add(body + " was accepted for good and comes again");
      }
      if (!delivery.redelivered() && !seen.add(body)) {
        wrong.add(body + " comes again and is not flagged");
      }
      seen.add(body);
      Consumer to = consumer;
      int choice = random.nextInt(10);
      if (to == null || choice == 0) {
        return; // it stays in its hands
      }
      List<Long> numbers = List.of(delivery.number());
      if (choice == 1) {
        to.settle(numbers, Settlement.RELEASE);
      } else if (choice == 2) {
        rejected.add(body);
        to.settle(numbers, Settlement.REJECT);
      } else {
        everAccepted.add(body);
        accepting.put(body, to.settle(numbers, Settlement.ACCEPT));
      }
    }

    @Override
    public void ended(Failure cause) {}
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void nothingIsLostAndNothingThatIsSettledComesBack(long seed) {
    Random random = new Random(seed);
    List<String> wrong = new ArrayList<>();
    try (Queue queue = new Queue(SubscriptionOptions.DEFAULT.withDeadLetters(true))) {
      int number = 0;
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = random.nextInt(3); i >= 0; i--) {
          Worker worker = new Worker(new Random(random.nextLong()), wrong);
          worker.consumer =
              await(
                  queue.subscription.attach(
                      ConsumerOptions.DEFAULT.withPrefetch(1 + random.nextInt(20)), worker));
        }
        for (int i = random.nextInt(5); i > 0; i--) {
          int from = number;
          number += 1 + random.nextInt(20);
          String[] bodies =
              IntStream.range(from, number).mapToObj(n -> "m" + n).toArray(String[]::new);
          published.addAll(List.of(bodies));
          queue.publish(bodies);
        }
        await(queue.subscription.counts());
        end(queue, random.nextInt(4));
        assertThat(wrong).isEmpty();
      }
      drain(queue);
      assertThat(wrong).isEmpty();
      List<String> dead = queue.bodies(queue.dead);
      assertThat(dead).as("each letter is there once").doesNotHaveDuplicates();
      assertThat(rejected).containsAll(dead);
      assertThat(acceptedForGood).doesNotContainAnyElementsOf(dead);
      Set<String> missing = new HashSet<>(published);
      missing.removeAll(dead);
      missing.removeAll(acceptedForGood);
      assertThat(everAccepted)
          .as("what is gone was accepted, though a crash came before the answer")
          .containsAll(missing);
    }
  }

  private void end(Queue queue, int how) {
    switch (how) {
      case 0 -> queue.crash();
      case 1 -> queue.restart();
      case 2 -> queue.freeAndCompact();
      default -> {}
    }
    note();
  }

  /** What was said to be settled, whatever happened since, must stay so. */
  private synchronized void note() {
    accepting.forEach(
        (body, settled) -> {
          if (settled.succeeded()) {
            acceptedForGood.add(body);
          }
        });
    accepting.values().removeIf(Future::isComplete);
  }

  /** One that accepts everything, after all others are gone. */
  private void drain(Queue queue) {
    queue.crash();
    note();
    Hand hand = Hand.on(queue.subscription, 50);
    Set<Long> done = new HashSet<>();
    Awaitility.await()
        .until(
            () -> {
              for (Delivery delivery : hand.deliveries) {
                if (done.add(delivery.number())) {
                  await(hand.consumer().settle(List.of(delivery.number()), Settlement.ACCEPT));
                  assertThat(acceptedForGood).doesNotContain(Messages.body(delivery.message()));
                  acceptedForGood.add(Messages.body(delivery.message()));
                }
              }
              Counts counts = await(queue.subscription.counts());
              return counts.ready() == 0 && counts.inFlight() == 0;
            });
  }
}
