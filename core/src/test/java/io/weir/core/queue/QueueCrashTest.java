package io.weir.core.queue;

import static io.weir.core.queue.Counter.done;
import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.core.queue.QueueOptions.DeadLetterRoute;
import io.weir.core.subscription.Settlement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Queues over crashes and ends in order: what was confirmed is in each queue that it was for until
 * it is settled there, or where dead letters go; and what was settled for good does not come back.
 */
class QueueCrashTest {
  private static final int ROUNDS = 12;

  private final Set<String> confirmed = new HashSet<>();
  private final Set<String> sent = new HashSet<>();

  /** By queue, what was accepted for good, and what may have been. */
  private final Map<String, Set<String>> accepted = new LinkedHashMap<>();

  private final Set<String> maybe = new HashSet<>();
  private final Set<String> rejected = new HashSet<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void nothingThatWasConfirmedIsLost(long seed) {
    Random random = new Random(seed);
    try (Counter counter = new Counter()) {
      counter.queue("dead");
      counter.queue(
          "one", QueueOptions.DEFAULT.change().deadLetter(new DeadLetterRoute("", "dead")).build());
      counter.queue("two");
      counter.bind("amq.fanout", "", "one");
      counter.bind("amq.fanout", "", "two");
      int number = 0;
      for (int round = 0; round < ROUNDS; round++) {
        List<Future<Outcome>> sending = new ArrayList<>();
        List<String> bodies = new ArrayList<>();
        for (int i = random.nextInt(20); i > 0; i--) {
          String body = "m" + number++;
          bodies.add(body);
          sent.add(body);
          sending.add(counter.sending("amq.fanout", "", body));
        }
        boolean isWaiting = random.nextBoolean();
        for (int i = 0; i < sending.size() && isWaiting; i++) {
          assertThat(await(sending.get(i))).isEqualTo(new Outcome.Stored(2));
          confirmed.add(bodies.get(i));
        }
        work(counter, "one", random);
        work(counter, "two", random);
        if (random.nextInt(3) > 0) {
          counter.weir.crash();
        } else {
          counter.weir.restart();
        }
      }
      Set<String> dead = new HashSet<>(drain(counter, "dead"));
      check("one", drain(counter, "one"), dead);
      check("two", drain(counter, "two"), Set.of());
      assertThat(rejected).as("only what was rejected is dead").containsAll(dead);
    }
  }

  /** Takes some messages and does something with each. */
  private void work(Counter counter, String queue, Random random) {
    QueueGetter getter = done(counter.queues().getter(Counter.ALICE, Counter.SPACE, queue));
    for (int i = random.nextInt(12); i > 0; i--) {
      Optional<QueueGetter.Got> got = await(getter.get(false));
      if (got.isEmpty()) {
        return;
      }
      Delivered message = got.get().message();
      String body = Customer.body(message);
      assertThat(accepted.getOrDefault(queue, Set.of())).doesNotContain(body);
      List<Long> numbers = List.of(message.number());
      switch (random.nextInt(4)) {
        case 0 -> {}
        case 1 -> await(getter.settle(numbers, Settlement.RELEASE));
        case 2 -> {
          if (queue.equals("one")) {
            rejected.add(body);
            await(getter.settle(numbers, Settlement.REJECT));
          }
        }
        default -> {
          maybe.add(queue + body);
          if (random.nextBoolean()) {
            await(getter.settle(numbers, Settlement.ACCEPT));
            accepted.computeIfAbsent(queue, none -> new HashSet<>()).add(body);
          } else {
            getter.settle(numbers, Settlement.ACCEPT);
          }
        }
      }
    }
  }

  private List<String> drain(Counter counter, String queue) {
    QueueGetter getter = done(counter.queues().getter(Counter.ALICE, Counter.SPACE, queue));
    List<String> bodies = new ArrayList<>();
    for (var got = await(getter.get(true)); got.isPresent(); got = await(getter.get(true))) {
      bodies.add(Customer.body(got.get().message()));
    }
    return bodies;
  }

  private void check(String queue, List<String> left, Set<String> dead) {
    assertThat(left).doesNotHaveDuplicates();
    assertThat(sent).containsAll(left);
    Set<String> settled = accepted.getOrDefault(queue, Set.of());
    assertThat(left).as("what is settled does not come back").doesNotContainAnyElementsOf(settled);
    Set<String> missing = new HashSet<>(confirmed);
    missing.removeAll(left);
    missing.removeAll(settled);
    missing.removeAll(dead);
    missing.removeIf(body -> maybe.contains(queue + body));
    assertThat(missing).as("confirmed and not there").isEmpty();
  }
}
