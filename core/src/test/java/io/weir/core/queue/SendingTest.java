package io.weir.core.queue;

import static io.weir.core.queue.Counter.ALICE;
import static io.weir.core.queue.Counter.SPACE;
import static io.weir.core.queue.Counter.done;
import static io.weir.core.queue.Counter.posting;
import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.weir.backend.TopicPartition;
import io.weir.core.CoreOptions;
import io.weir.core.TestCore;
import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource.Kind;
import io.weir.core.address.Address;
import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure;
import io.weir.core.publish.PropertyNames;
import io.weir.core.publish.Target;
import io.weir.core.queue.QueueOptions.DeadLetterRoute;
import io.weir.core.queue.QueueOptions.Overflow;
import io.weir.core.route.Binding;
import io.weir.core.route.Destination;
import io.weir.core.route.Exchange;
import io.weir.core.route.ExchangeType;
import io.weir.core.subscription.Reason;
import io.weir.core.subscription.Settlement;
import io.weir.core.tenant.Tenant;
import io.weir.record.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From an exchange to queues: where a message lies, and what its sender is told. */
class SendingTest {
  private static final QueueOptions TRANSIENT =
      QueueOptions.DEFAULT.change().durable(false).build();

  private final Counter counter = new Counter();

  @AfterEach
  void end() {
    counter.close();
  }

  @Test
  void theDefaultExchangeSendsToTheQueueOfThatName() {
    counter.queue("q");
    assertThat(counter.send("", "q", "a")).isEqualTo(new Outcome.Stored(1));

    Customer customer = Customer.of(counter, "q", 1);
    assertThat(customer.told(1)).containsExactly("a");
    assertThat(customer.got.getFirst().exchange()).isEmpty();
    assertThat(customer.got.getFirst().key()).isEqualTo("q");
    assertThat(customer.got.getFirst().headers()).isEmpty();
  }

  @Test
  void aMessageLiesInAllQueuesThatItIsFor() {
    for (int i = 0; i < 10; i++) {
      counter.queue("q" + i, i % 2 == 0 ? QueueOptions.DEFAULT : TRANSIENT);
      counter.bind("amq.fanout", "", "q" + i);
    }
    assertThat(counter.send("amq.fanout", "news", "a")).isEqualTo(new Outcome.Stored(10));
    for (int i = 0; i < 10; i++) {
      Customer customer = Customer.of(counter, "q" + i, 1);
      assertThat(customer.told(1)).containsExactly("a");
      assertThat(customer.got.getFirst().exchange()).isEqualTo("amq.fanout");
      assertThat(customer.got.getFirst().key()).isEqualTo("news");
    }
  }

  @Test
  void whatNoQueueIsForIsSaid() {
    assertThat(counter.send("", "none", "a")).isEqualTo(new Outcome.Unroutable());
    assertThat(counter.send("amq.direct", "none", "a")).isEqualTo(new Outcome.Unroutable());
    assertThat(counter.send("none", "", "a"))
        .isEqualTo(new Outcome.NotSent(new Refusal.NoExchange("none")));
    done(
        counter
            .queues()
            .declare(
                ALICE,
                SPACE,
                new Exchange(
                    "inner", new ExchangeType.Fanout(), true, false, true, null, Map.of())));
    assertThat(counter.send("inner", "", "a"))
        .isEqualTo(new Outcome.NotSent(new Refusal.Internal("inner")));
  }

  @Test
  void theOrderIsKeptInEachQueue() {
    counter.queue("one");
    counter.queue("two", TRANSIENT);
    counter.bind("amq.fanout", "", "one");
    counter.bind("amq.fanout", "", "two");
    List<Future<Outcome>> sent = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      sent.add(
          i % 3 == 0
              ? counter.sending("amq.fanout", "", "m" + i)
              : counter.sending("", i % 3 == 1 ? "one" : "two", "m" + i));
    }
    sent.forEach(each -> await(each));
    List<String> ofOne =
        IntStream.range(0, 300).filter(i -> i % 3 < 2).mapToObj(i -> "m" + i).toList();
    List<String> ofTwo =
        IntStream.range(0, 300).filter(i -> i % 3 != 1).mapToObj(i -> "m" + i).toList();
    assertThat(Customer.of(counter, "one", 1_000).told(200)).isEqualTo(ofOne);
    assertThat(Customer.of(counter, "two", 1_000).told(200)).isEqualTo(ofTwo);
  }

  @Test
  void aQueueThatRefusesSaysSoAndTheOthersHaveTheMessage() {
    counter.queue(
        "small", QueueOptions.DEFAULT.change().maxMessages(2).overflow(Overflow.REFUSE).build());
    counter.queue("large");
    counter.bind("amq.fanout", "", "small");
    counter.bind("amq.fanout", "", "large");

    assertThat(counter.send("amq.fanout", "", "a")).isEqualTo(new Outcome.Stored(2));
    assertThat(counter.send("amq.fanout", "", "b")).isEqualTo(new Outcome.Stored(2));
    assertThat(counter.send("amq.fanout", "", "c")).isEqualTo(new Outcome.Full("small"));
    assertThat(counter.ready("small")).isEqualTo(2);
    assertThat(counter.ready("large")).isEqualTo(3);

    Customer customer = Customer.of(counter, "small", 1);
    customer.told(1);
    customer.settle(Settlement.ACCEPT, "a");
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(counter.send("", "small", "d")).isEqualTo(new Outcome.Stored(1)));
  }

  @Test
  void whatIsRefusedGoesWhereDeadLettersGoIfThatWasSaid() {
    counter.queue("dead");
    counter.queue(
        "small",
        QueueOptions.DEFAULT
            .change()
            .maxMessages(0)
            .overflow(Overflow.REFUSE_TO_DEAD_LETTERS)
            .deadLetter(new DeadLetterRoute("", "dead"))
            .build());

    assertThat(counter.send("", "small", "a")).isEqualTo(new Outcome.Full("small"));

    Customer customer = Customer.of(counter, "dead", 1);
    assertThat(customer.told(1)).containsExactly("a");
    assertThat(DeadLetterDeath.in(customer.got.getFirst().headers()))
        .singleElement()
        .satisfies(
            death -> {
              assertThat(death.queue()).isEqualTo("small");
              assertThat(death.reason()).isEqualTo(Reason.MAX_LENGTH);
            });
  }

  @Test
  void theOldestGoWhereAQueueKeepsNoMore() {
    counter.queue("q", QueueOptions.DEFAULT.change().maxMessages(2).build());
    counter.fill("q", "a", "b", "c", "d");
    Awaitility.await().untilAsserted(() -> assertThat(counter.ready("q")).isEqualTo(2));
    assertThat(Customer.of(counter, "q", 5).told(2)).containsExactly("c", "d");
  }

  @Test
  void theOldestGoWhereAQueueKeepsNoMoreBytes() {
    counter.queue("q", QueueOptions.DEFAULT.change().maxBytes(10).build());
    counter.fill("q", "12345", "abc", "de", "x");
    Awaitility.await().untilAsserted(() -> assertThat(counter.ready("q")).isEqualTo(3));
    counter.weir.restart();
    counter.fill("q", "123456");
    Awaitility.await().untilAsserted(() -> assertThat(counter.ready("q")).isEqualTo(3));
    assertThat(Customer.of(counter, "q", 5).told(3)).containsExactly("de", "x", "123456");
  }

  @Test
  void aQueueRefusesWhatIsTooManyBytes() {
    counter.queue(
        "q", QueueOptions.DEFAULT.change().maxBytes(10).overflow(Overflow.REFUSE).build());
    assertThat(counter.send("", "q", "1234567")).isEqualTo(new Outcome.Stored(1));
    assertThat(counter.send("", "q", "1234")).isEqualTo(new Outcome.Full("q"));
    assertThat(counter.send("", "q", "123")).isEqualTo(new Outcome.Stored(1));
  }

  @Test
  void memoryIsNotFilledPastItsBound() {
    CoreOptions options =
        CoreOptions.DEFAULT.withBounds(new CoreOptions.Bounds(64 << 20, 16 << 20, 100, 4_000));
    try (Counter small = new Counter(options)) {
      small.queue("q", TRANSIENT);
      small.queue("other", TRANSIENT);
      String body = "x".repeat(500);
      int stored = 0;
      Outcome last = new Outcome.Stored(1);
      for (int i = 0; i < 20 && last instanceof Outcome.Stored; i++) {
        last = small.send("", "q", body);
        stored += last instanceof Outcome.Stored ? 1 : 0;
      }
      assertThat(last).isEqualTo(new Outcome.Full("q"));
      assertThat(small.send("", "other", body)).isEqualTo(new Outcome.Stored(1));

      Customer customer = Customer.of(small, "q", 100);
      customer.told(stored);
      List<Long> numbers = customer.got.stream().map(Delivered::number).toList();
      await(customer.consumer().settle(numbers, Settlement.ACCEPT));
      Awaitility.await()
          .untilAsserted(
              () -> assertThat(small.send("", "q", body)).isEqualTo(new Outcome.Stored(1)));
    }
  }

  @Test
  void theAddressTreeReachesTopicsThatAreThere() {
    TopicName name = new TopicName("sensors");
    assertThat(counter.send("amq.topic", "sensors.room1", "a")).isEqualTo(new Outcome.Unroutable());
    await(
        counter
            .weir
            .core()
            .publisher()
            .publish(ALICE, Address.of(name), TestCore.message("first")));

    assertThat(counter.send("amq.topic", "sensors.room1", "b")).isEqualTo(new Outcome.Stored(1));

    var topic = counter.weir.core().topics().get(Tenant.DEFAULT, name);
    assertThat(counter.weir.messages(topic, 0)).containsExactly("-=first", "room1=b");
  }

  @Test
  void theAddressTreeDoesNotReachTopicsThatAreQueues() {
    counter.queue("sensors");
    assertThat(counter.send("amq.topic", "sensors", "a")).isEqualTo(new Outcome.Unroutable());
  }

  @Test
  void whatIsSentDirectlyTouchesNoLog() throws Exception {
    List<String> got = new ArrayList<>();
    AutoCloseable direct =
        counter
            .queues()
            .direct(
                ALICE,
                SPACE,
                "reply.1",
                (exchange, key, body, headers) -> {
                  got.add(key);
                  if (body != null) {
                    body.release();
                  }
                  return true;
                });
    assertThat(counter.send("", "reply.1", "a")).isEqualTo(new Outcome.Stored(1));
    direct.close();
    assertThat(counter.send("", "reply.1", "b")).isEqualTo(new Outcome.Unroutable());
    assertThat(got).containsExactly("reply.1");
  }

  @Test
  void whatIsStagedIsThereWithTheCommit() {
    counter.queue("in");
    counter.queue("out");
    counter.fill("in", "question");
    Customer customer = Customer.of(counter, "in", 1);
    customer.told(1);
    Staged staged = counter.queues().stage(ALICE, SPACE);

    assertThat(await(staged.post(posting("", "out", "a")))).isEqualTo(new Outcome.Stored(1));
    assertThat(await(staged.post(posting("", "none", "b")))).isEqualTo(new Outcome.Unroutable());
    staged.settle(
        customer.consumer(), List.of(customer.got.getFirst().number()), Settlement.ACCEPT);
    assertThat(counter.ready("out")).isZero();
    assertThat(counter.counts("in").inFlight()).isEqualTo(1);

    assertThat(await(staged.commit()))
        .containsExactly(new Outcome.Stored(1), new Outcome.Unroutable());
    assertThat(counter.ready("out")).isEqualTo(1);
    assertThat(counter.counts("in").inFlight()).isZero();

    staged.post(posting("", "out", "c"));
    staged.rollback();
    assertThat(await(staged.commit())).isEmpty();
    assertThat(counter.ready("out")).isEqualTo(1);
  }

  @Test
  void whatIsStagedHasItsTimeFromTheCommitOn() {
    Header expires = Header.of(PropertyNames.ABSOLUTE_EXPIRY_TIME, "1000");
    Header other = Header.of("other", "1000");
    Target target = Target.of(new TopicPartition(new UUID(0, 1), 0), List.of(other, expires));

    assertThat(Staging.later(List.of(target), 250).getFirst().headers())
        .extracting(Header::text)
        .containsExactly("1000", "1250");
    assertThat(Staging.later(List.of(target), 0)).containsExactly(target);
  }

  @Test
  void whoMayNotIsToldSo() {
    CoreOptions options =
        CoreOptions.DEFAULT.withAccess(
            (caller, operation, resource) -> !resource.name().startsWith("secret"));
    try (Counter guarded = new Counter(options)) {
      assertThatThrownBy(() -> guarded.queue("secret")).isInstanceOf(Failure.Denied.class);
      assertThatThrownBy(() -> guarded.send("", "secret", "a")).isInstanceOf(Failure.Denied.class);
      assertThatThrownBy(() -> guarded.send("secret", "", "a")).isInstanceOf(Failure.Denied.class);
      assertThatThrownBy(() -> guarded.bind("secret", "", "q")).isInstanceOf(Failure.Denied.class);
      assertThatThrownBy(() -> guarded.counts("secret")).isInstanceOf(Failure.Denied.class);
    }
  }

  @Test
  void messagesAreMovedOnlyByWhoeverMayReadThem() {
    CoreOptions options =
        CoreOptions.DEFAULT.withAccess(
            (caller, operation, resource) ->
                !resource.name().equals("unread") || operation != Operation.CONSUME);
    try (Counter guarded = new Counter(options)) {
      QueueOptions letters =
          QueueOptions.DEFAULT.change().deadLetter(new DeadLetterRoute("", "mine")).build();
      assertThatThrownBy(() -> guarded.queue("unread", letters))
          .isInstanceOf(Failure.Denied.class)
          .hasMessage("you may not consume queue 'unread'");
      Exchange passing =
          new Exchange(
              "unread", new ExchangeType.Fanout(), true, false, false, "amq.fanout", Map.of());
      assertThatThrownBy(() -> done(guarded.queues().declare(ALICE, SPACE, passing)))
          .isInstanceOf(Failure.Denied.class);

      guarded.queue("unread");
      guarded.exchange("unread", new ExchangeType.Fanout());
      guarded.queue("read", letters);
    }
  }

  @Test
  void aQueueOpensNoTopicToWhoeverMayNotUseThat() {
    CoreOptions options =
        CoreOptions.DEFAULT.withAccess(
            (caller, operation, resource) ->
                !caller.equals(Counter.BOB) || resource.kind() != Kind.TOPIC);
    try (Counter guarded = new Counter(options)) {
      TopicName topic = new TopicName("orders");
      await(guarded.weir.core().topics().findOrCreate(ALICE, topic));
      QueueOptions view = QueueOptions.DEFAULT.change().topic(topic).build();
      Queues queues = guarded.queues();

      assertThatThrownBy(() -> done(queues.declare(Counter.BOB, SPACE, "bobs", view)))
          .isInstanceOf(Failure.Denied.class)
          .hasMessage("you may not manage queue 'bobs'");
      assertThatThrownBy(
              () -> done(queues.declare(Counter.BOB, SPACE, "orders", QueueOptions.DEFAULT)))
          .isInstanceOf(Failure.Denied.class);
      done(queues.declare(Counter.BOB, SPACE, "his own", QueueOptions.DEFAULT));
      assertThat(await(queues.publish(Counter.BOB, SPACE, posting("", "his own", "a"))))
          .isEqualTo(new Outcome.Stored(1));

      guarded.queue("alices", view);
      assertThatThrownBy(
              () -> await(queues.publish(Counter.BOB, SPACE, posting("", "alices", "forged"))))
          .isInstanceOf(Failure.Denied.class);
      Binding binding = Binding.of("amq.fanout", Destination.queue("alices"), "");
      assertThatThrownBy(() -> done(queues.bind(Counter.BOB, SPACE, binding)))
          .isInstanceOf(Failure.Denied.class);
      guarded.bind("amq.fanout", "", "alices");
      assertThat(guarded.send("", "alices", "b")).isEqualTo(new Outcome.Stored(1));
    }
  }

  @Test
  void aSpaceOfAnotherTenantIsNone() {
    assertThatThrownBy(
            () ->
                done(counter.queues().declare(TestCore.STRANGER, SPACE, "q", QueueOptions.DEFAULT)))
        .isInstanceOf(Failure.Denied.class);
  }
}
