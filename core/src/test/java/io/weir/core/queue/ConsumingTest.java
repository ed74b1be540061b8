package io.weir.core.queue;

import static io.weir.core.queue.Counter.ALICE;
import static io.weir.core.queue.Counter.SPACE;
import static io.weir.core.queue.Counter.done;
import static io.weir.core.queue.Counter.refused;
import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.address.TopicName;
import io.weir.core.publish.PropertyNames;
import io.weir.core.queue.QueueGetter.Got;
import io.weir.core.queue.QueueOptions.DeadLetterRoute;
import io.weir.core.route.ExchangeType;
import io.weir.core.subscription.ConsumerOptions;
import io.weir.core.subscription.Reason;
import io.weir.core.subscription.Settlement;
import io.weir.core.tenant.Tenant;
import io.weir.record.Header;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What consumers of a queue get, durable or in memory, and what becomes of it. */
class ConsumingTest {
  private static final QueueOptions MEMORY = QueueOptions.DEFAULT.change().durable(false).build();

  private final Counter counter = new Counter();

  @AfterEach
  void end() {
    counter.close();
  }

  private static QueueOptions options(boolean durable) {
    return durable ? QueueOptions.DEFAULT : MEMORY;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void messagesGoToConsumersThatCompeteAndComeBackInTheirOrder(boolean durable) {
    counter.queue("q", options(durable));
    counter.fill("q", "a", "b", "c", "d");
    Customer first = Customer.of(counter, "q", 2);
    assertThat(first.told(2)).containsExactly("a", "b");
    Customer second = Customer.of(counter, "q", 10);
    assertThat(second.told(2)).containsExactly("c", "d");

    second.settle(Settlement.ACCEPT, "c");
    first.go();

    assertThat(second.told(4)).containsExactly("c", "d", "a!", "b!");
    assertThat(counter.counts("q").consumers()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void singleMessagesAreTakenOneAtATime(boolean durable) {
    counter.queue("q", options(durable));
    QueueGetter getter = done(counter.queues().getter(ALICE, SPACE, "q"));
    assertThat(await(getter.get(false))).isEmpty();
    counter.fill("q", "a", "b", "c");

    Got first = await(getter.get(false)).orElseThrow();
    assertThat(Customer.text(first.message())).isEqualTo("a");
    assertThat(first.ready()).isEqualTo(2);
    assertThat(await(getter.get(true)).map(got -> Customer.text(got.message()))).contains("b");
    assertThat(counter.counts("q").inFlight()).isEqualTo(1);
    assertThat(counter.counts("q").consumers()).isZero();

    await(getter.settle(List.of(first.message().number()), Settlement.RELEASE));
    assertThat(await(getter.get(true)).map(got -> Customer.text(got.message()))).contains("a!");
    assertThat(await(getter.get(true)).map(got -> Customer.text(got.message()))).contains("c");
    assertThat(await(getter.get(true))).isEmpty();
    await(getter.detach(false));
  }

  @Test
  void singleMessagesAreTakenBesideAConsumerThatIsAlone() {
    counter.queue("q");
    Customer alone =
        Customer.of(counter, "q", ConsumerOptions.DEFAULT.withExclusive(true).withPrefetch(1));
    counter.fill("q", "a", "b");
    alone.told(1);
    QueueGetter getter = done(counter.queues().getter(ALICE, SPACE, "q"));
    assertThat(await(getter.get(true)).map(got -> Customer.text(got.message()))).contains("b");
    assertThat(
            refused(
                counter
                    .queues()
                    .consume(
                        ALICE,
                        SPACE,
                        "q",
                        ConsumerRequest.of(ConsumerOptions.DEFAULT),
                        new Customer())))
        .isEqualTo(new Refusal.HeldExclusively("q"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsRejectedGoesWhereDeadLettersGoWithItsHistory(boolean durable) {
    counter.exchange("graves", new ExchangeType.Direct());
    counter.queue("dead", options(!durable));
    counter.bind("graves", "rip", "dead");
    counter.queue(
        "q", options(durable).change().deadLetter(new DeadLetterRoute("graves", "rip")).build());
    counter.bind("amq.fanout", "", "q");
    counter.send("amq.fanout", "key", "a", Header.of("color", "red"));
    Customer customer = Customer.of(counter, "q", 1);
    customer.told(1);

    customer.settle(Settlement.REJECT, "a");

    Customer digger = Customer.of(counter, "dead", 1);
    assertThat(digger.told(1)).containsExactly("a");
    Delivered letter = digger.got.getFirst();
    assertThat(letter.exchange()).isEqualTo("graves");
    assertThat(letter.key()).isEqualTo("rip");
    assertThat(letter.headers()).anyMatch(header -> header.name().equals("color"));
    DeadLetterDeath death = DeadLetterDeath.in(letter.headers()).getFirst();
    assertThat(death.queue()).isEqualTo("q");
    assertThat(death.reason()).isEqualTo(Reason.REJECTED);
    assertThat(death.exchange()).isEqualTo("amq.fanout");
    assertThat(death.keys()).containsExactly("key");
    assertThat(counter.ready("q")).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatExpiresGoesWhereDeadLettersGo(boolean durable) {
    counter.queue("dead");
    counter.queue(
        "q",
        options(durable)
            .change()
            .messageExpiryMillis(1)
            .deadLetter(new DeadLetterRoute("", "dead"))
            .build());
    counter.fill("q", "a");
    Customer digger = Customer.of(counter, "dead", 1);
    assertThat(digger.told(1)).containsExactly("a");
    assertThat(DeadLetterDeath.in(digger.got.getFirst().headers()).getFirst().reason())
        .isEqualTo(Reason.EXPIRED);
  }

  @Test
  void whatIsGivenNoTimeGoesToSomebodyAtOnceOrToNobody() {
    counter.queue("q", QueueOptions.DEFAULT.change().messageExpiryMillis(0).build());
    counter.fill("q", "a");
    Awaitility.await().untilAsserted(() -> assertThat(counter.ready("q")).isZero());
    Customer customer = Customer.of(counter, "q", 1);
    counter.fill("q", "b");
    assertThat(customer.told(1)).containsExactly("b");
    counter.fill("q", "c");
    Awaitility.await().untilAsserted(() -> assertThat(counter.ready("q")).isZero());
    assertThat(customer.got).hasSize(1);
  }

  @Test
  void aMessageThatWouldExpireRoundAndRoundIsDropped() {
    counter.queue(
        "one",
        QueueOptions.DEFAULT
            .change()
            .messageExpiryMillis(1)
            .deadLetter(new DeadLetterRoute("", "two"))
            .build());
    counter.queue(
        "two",
        QueueOptions.DEFAULT
            .change()
            .messageExpiryMillis(1)
            .deadLetter(new DeadLetterRoute("", "one"))
            .build());
    counter.fill("one", "a");
    Awaitility.await()
        .untilAsserted(
            () -> {
              assertThat(counter.ready("one")).isZero();
              assertThat(counter.ready("two")).isZero();
              assertThat(ever("two")).isEqualTo(1);
            });
    assertThat(ever("one")).isEqualTo(1);
  }

  /** How many messages have ever come to a queue. */
  private long ever(String queue) {
    var topic = counter.weir.core().topics().get(Tenant.DEFAULT, new TopicName(queue));
    return await(counter.weir.core().reader().offsets(ALICE, topic, 0)).highWatermark();
  }

  @Test
  void theMessagesOwnTimeCounts() {
    counter.queue("q");
    counter.send("", "q", "over", Header.of(PropertyNames.ABSOLUTE_EXPIRY_TIME, "1"));
    counter.send("", "q", "fresh");
    assertThat(Customer.of(counter, "q", 5).told(1)).containsExactly("fresh");
  }

  @Test
  void failedDeliveriesHaveALimit() {
    counter.queue("dead");
    counter.queue(
        "q",
        QueueOptions.DEFAULT
            .change()
            .deliveryLimit(1)
            .deadLetter(new DeadLetterRoute("", "dead"))
            .build());
    counter.fill("q", "a");
    Customer customer = Customer.of(counter, "q", 1);
    Settlement failed = new Settlement.Modify(true, false);
    customer.told(1);
    customer.settle(failed, "a");
    customer.told(2);
    customer.settle(failed, "a");
    assertThat(Customer.of(counter, "dead", 1).told(1)).containsExactly("a");
  }

  @Test
  void purgingLeavesWhatIsInHands() {
    counter.queue("q");
    counter.fill("q", "a", "b", "c");
    Customer customer = Customer.of(counter, "q", 1);
    customer.told(1);
    assertThat(done(counter.queues().purge(ALICE, SPACE, "q"))).isEqualTo(2);
    assertThat(counter.counts("q").inFlight()).isEqualTo(1);
    assertThat(counter.ready("q")).isZero();
  }

  @Test
  void consumersOfSeveralQueuesShareAPrefetch() {
    counter.queue("one");
    counter.queue("two");
    counter.fill("one", "a", "b", "c");
    counter.fill("two", "d", "e", "f");
    SharedPrefetch shared = new SharedPrefetch(2);
    ConsumerRequest request = ConsumerRequest.of(ConsumerOptions.DEFAULT).withShared(shared);
    Customer first = Customer.of(counter, "one", request);
    first.told(2);
    Customer second = Customer.of(counter, "two", request);
    assertThat(counter.counts("two").inFlight()).isZero();

    first.settle(Settlement.ACCEPT, "a", "b");
    Awaitility.await()
        .untilAsserted(() -> assertThat(first.got.size() + second.got.size()).isEqualTo(4));
    shared.change(10);
    first.told(3);
    second.told(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void durableMessagesAreThereAfterAnyEndAndFlaggedIfTheyWereDelivered(boolean isCrash) {
    counter.queue("q");
    counter.queue("memory", MEMORY);
    counter.fill("q", "a", "b", "c");
    counter.fill("memory", "x");
    Customer customer = Customer.of(counter, "q", 2);
    customer.told(2);
    customer.settle(Settlement.ACCEPT, "a");

    if (isCrash) {
      counter.weir.crash();
    } else {
      counter.weir.restart();
    }

    List<String> told = Customer.of(counter, "q", 5).told(2);
    assertThat(told).element(0).isEqualTo("b!");
    assertThat(told).element(1).asString().startsWith("c");
    assertThat(counter.queues().queues(ALICE, SPACE)).containsExactly("q");
  }

  @Test
  void creditBoundsWhoeverSettlesWithTheDelivery() {
    counter.queue("q");
    counter.fill("q", "a", "b", "c");
    Customer customer =
        Customer.of(counter, "q", ConsumerOptions.DEFAULT.withSettled(true).withCredit(1));
    customer.told(1);
    assertThat(counter.ready("q")).isEqualTo(2);
    customer.consumer().grant(1);
    assertThat(customer.told(2)).containsExactly("a", "b");
    assertThat(await(customer.consumer().drain())).isZero();
    assertThat(counter.ready("q")).isEqualTo(1);
  }

  @Test
  void messagesAreShownWithoutBeingTaken() {
    counter.queue("q");
    counter.fill("q", "a", "b");
    assertThat(done(counter.queues().browse(ALICE, SPACE, "q", 0, 10)).messages()).hasSize(2);
    assertThat(counter.ready("q")).isEqualTo(2);
  }

  @Test
  void whoIsNoConsumerAnyMoreMaySettleWhatItHas() {
    counter.queue("q");
    counter.fill("q", "a", "b");
    Customer customer = Customer.of(counter, "q", 1);
    customer.told(1);

    await(customer.consumer().cancel());

    assertThat(counter.counts("q").consumers()).isZero();
    assertThat(counter.counts("q").inFlight()).isEqualTo(1);
    assertThat(customer.settle(Settlement.ACCEPT, "a")).isEmpty();
    assertThat(counter.counts("q").inFlight()).isZero();
    assertThat(Customer.of(counter, "q", 5).told(1)).containsExactly("b");
    assertThat(customer.got).hasSize(1);
    customer.go();
  }

  @Test
  void aConsumerGoesWithItsConnection() {
    counter.queue("q");
    counter.fill("q", "a");
    Customer.of(counter, "q", 1).told(1);
    await(counter.queues().ended(ALICE));
    assertThat(counter.counts("q").consumers()).isZero();
    assertThat(Customer.of(counter, "q", 1).told(1)).containsExactly("a!");
  }

  @Test
  void whatAClientCallsAStampIsNotBelieved() {
    counter.queue("q");
    counter.send("", "q", "a", Header.of(Stamp.EXCHANGE, "forged"), Header.of(Stamp.KEY, "forged"));
    Customer customer = Customer.of(counter, "q", 1);
    customer.told(1);
    assertThat(customer.got.getFirst().exchange()).isEmpty();
    assertThat(customer.got.getFirst().key()).isEqualTo("q");
  }
}
