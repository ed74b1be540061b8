package io.weir.core.queue;

import static io.weir.core.queue.Counter.ALICE;
import static io.weir.core.queue.Counter.SPACE;
import static io.weir.core.queue.Counter.done;
import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.event.Event;
import io.weir.core.queue.QueueGetter.Got;
import io.weir.core.queue.QueueOptions.Kind;
import io.weir.core.route.ExchangeType;
import io.weir.core.subscription.ConsumerOptions;
import io.weir.core.subscription.Settlement;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of messages of queues, as of those of topics. */
class QueueEventsTest {
  private final Counter counter = new Counter();

  @AfterEach
  void end() {
    counter.close();
  }

  private static QueueOptions options(boolean durable) {
    return QueueOptions.DEFAULT.change().durable(durable).build();
  }

  private <E extends Event> List<E> told(Class<E> type) {
    return counter.weir.events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMessageIsPublishedAndStoredOnceHoweverManyQueuesItGoesTo(boolean durable) {
    counter.exchange("all", new ExchangeType.Fanout());
    counter.queue("one", options(durable));
    counter.queue("two", options(durable));
    counter.bind("all", "", "one");
    counter.bind("all", "", "two");

    counter.send("all", "", "body");

    assertThat(told(Event.Published.class))
        .singleElement()
        .satisfies(
            published -> {
              assertThat(published.caller()).isEqualTo(ALICE);
              assertThat(published.topic()).isEqualTo("all");
              assertThat(published.partition()).isEqualTo(Event.SEVERAL);
              assertThat(published.records()).isEqualTo(1);
              assertThat(published.bytes()).isGreaterThan("body".length());
            });
    assertThat(told(Event.Stored.class))
        .singleElement()
        .satisfies(
            stored -> {
              assertThat(stored.topic()).isEqualTo("all");
              assertThat(stored.baseOffset()).isEqualTo(Event.SEVERAL);
              assertThat(stored.records()).isEqualTo(1);
              assertThat(stored.bytes()).isGreaterThan("body".length());
              assertThat(stored.nanos()).isPositive();
            });
  }

  @Test
  void whatGoesNowhereIsNeither() {
    counter.exchange("none", new ExchangeType.Fanout());
    counter.send("none", "", "body");
    assertThat(counter.weir.events).isEmpty();
  }

  @Test
  void aTransactionIsTold() {
    counter.queue("q");
    Staged staged = counter.queues().stage(ALICE, SPACE);
    staged.post(Counter.posting("", "q", "a"));
    staged.post(Counter.posting("", "q", "b"));
    assertThat(told(Event.Published.class)).isEmpty();

    await(staged.commit());

    assertThat(told(Event.Published.class)).hasSize(2);
    assertThat(told(Event.Stored.class)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatAConsumerGetsIsDeliveredAndWhatItSaysIsSettled(boolean durable) {
    counter.queue("q", options(durable));
    counter.fill("q", "a", "b", "c");
    Customer customer = Customer.of(counter, "q", 10);
    customer.told(3);
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        told(Event.Delivered.class).stream()
                            .mapToInt(Event.Delivered::records)
                            .sum())
                    .isEqualTo(3));
    assertThat(told(Event.Delivered.class).getFirst())
        .satisfies(
            first -> {
              assertThat(first.caller()).isEqualTo(ALICE);
              assertThat(first.topic()).isEqualTo("q");
              assertThat(first.partition()).isZero();
              assertThat(first.baseOffset()).isZero();
              assertThat(first.bytes()).isPositive();
            });

    customer.settle(Settlement.ACCEPT, "a", "b");
    customer.settle(Settlement.RELEASE, "c");

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(told(Event.Settled.class))
                    .containsExactly(
                        Event.Settled.messages(ALICE, "q", 2),
                        Event.Settled.messages(ALICE, "q", 1)));
    await(customer.consumer().settle(List.of(4711L), Settlement.ACCEPT));
    assertThat(told(Event.Settled.class)).as("what names nothing is not settled").hasSize(2);
  }

  @Test
  void singleMessagesAreToldAsWell() {
    counter.queue("q");
    counter.fill("q", "a", "b");
    QueueGetter getter = done(counter.queues().getter(ALICE, SPACE, "q"));
    await(getter.get(true));
    Got second = await(getter.get(false)).orElseThrow();
    await(getter.settle(List.of(second.message().number()), Settlement.ACCEPT));

    Awaitility.await()
        .untilAsserted(
            () -> {
              assertThat(told(Event.Delivered.class))
                  .extracting(Event.Delivered::baseOffset)
                  .containsExactly(0L, 1L);
              assertThat(told(Event.Settled.class))
                  .containsExactly(Event.Settled.messages(ALICE, "q", 1));
            });
  }

  @Test
  void readersOfStreamsAreToldAsWell() {
    counter.queue("s", QueueOptions.DEFAULT.change().kind(Kind.STREAM).build());
    counter.fill("s", "a", "b");
    Customer reader =
        Customer.of(
            counter,
            "s",
            ConsumerRequest.of(ConsumerOptions.DEFAULT.withPrefetch(10))
                .withStart(new StreamStart.Offset(1)));
    reader.told(1);
    reader.settle(Settlement.ACCEPT, "b");

    assertThat(told(Event.Delivered.class))
        .singleElement()
        .satisfies(
            delivered -> {
              assertThat(delivered.topic()).isEqualTo("s");
              assertThat(delivered.baseOffset()).isEqualTo(1);
              assertThat(delivered.records()).isEqualTo(1);
            });
    assertThat(told(Event.Settled.class)).containsExactly(Event.Settled.messages(ALICE, "s", 1));
  }
}
