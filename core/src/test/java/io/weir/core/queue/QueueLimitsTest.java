package io.weir.core.queue;

import static io.weir.core.queue.Counter.ALICE;
import static io.weir.core.queue.Counter.SPACE;
import static io.weir.core.queue.Counter.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.CoreOptions;
import io.weir.core.failure.Failure;
import io.weir.core.limit.Limit;
import io.weir.core.limit.Limits;
import io.weir.core.limit.Wait;
import io.weir.core.subscription.ConsumerOptions;
import io.weir.core.tenant.Caller;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a tenant's limits say of queues. */
class QueueLimitsTest {
  private static final Wait WAIT = new Wait(3_600_000, Limit.CONSUMED_MESSAGES, Wait.Scope.TENANT);

  private final AtomicInteger places = new AtomicInteger();
  private final AtomicInteger consumed = new AtomicInteger();
  private final AtomicInteger published = new AtomicInteger();
  private final Counter counter =
      new Counter(
          CoreOptions.DEFAULT.withLimits(
              new Limits() {
                @Override
                public Wait take(Caller caller, Limit limit) {
                  return limit == Limit.QUEUES && places.incrementAndGet() > 1
                      ? giveBack()
                      : Wait.NONE;
                }

                private Wait giveBack() {
                  places.decrementAndGet();
                  return WAIT;
                }

                @Override
                public void give(Caller caller, Limit limit) {
                  places.decrementAndGet();
                }

                @Override
                public Wait tryPublish(Caller caller, int messages, long bytes) {
                  published.addAndGet(messages);
                  return Wait.NONE;
                }

                @Override
                public Wait consume(Caller caller, int messages, long bytes) {
                  consumed.addAndGet(messages);
                  return messages > 0 ? WAIT : Wait.NONE;
                }
              }));

  @AfterEach
  void end() {
    counter.close();
  }

  @Test
  void thereAreNoMoreQueuesThanThereMayBe() {
    counter.queue("q");
    counter.queue("q");
    assertThatThrownBy(() -> counter.queue("more")).isInstanceOf(Failure.LimitReached.class);
    assertThat(places).hasValue(1);

    places.set(0);
    counter.weir.restart();
    assertThat(places).as("what is there again has its place again").hasValue(1);
    done(counter.queues().deleteQueue(ALICE, SPACE, "q", false, false));
    assertThat(places).hasValue(0);
    counter.queue("more");
  }

  @Test
  void whoConsumesMoreThanItMayHasToWait() {
    counter.queue("q");
    counter.fill("q", "a", "b", "c");
    Customer customer = Customer.of(counter, "q", ConsumerOptions.DEFAULT.withCredit(1));
    customer.told(1);
    customer.consumer().grant(5);
    assertThat(counter.ready("q")).isEqualTo(2);
    assertThat(counter.ready("q")).isEqualTo(2);
    assertThat(customer.got).hasSize(1);
    assertThat(consumed).hasValue(1);
    assertThat(published).hasValue(3);
  }

  @Test
  void whatGoesNowhereIsChargedToo() {
    published.set(0);
    counter.send("", "nowhere", "a");
    assertThat(published).hasValue(1);
  }
}
