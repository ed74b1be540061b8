package io.weir.core.queue;

import static io.weir.core.queue.Counter.ALICE;
import static io.weir.core.queue.Counter.BOB;
import static io.weir.core.queue.Counter.SPACE;
import static io.weir.core.queue.Counter.done;
import static io.weir.core.queue.Counter.refused;
import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.backend.Backend;
import io.weir.core.TestCore;
import io.weir.core.address.Address;
import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure;
import io.weir.core.metadata.MetadataJournal;
import io.weir.core.queue.QueueOptions.Aspect;
import io.weir.core.queue.QueueOptions.DeadLetterRoute;
import io.weir.core.queue.QueueOptions.Overflow;
import io.weir.core.route.Binding;
import io.weir.core.route.Destination;
import io.weir.core.route.Exchange;
import io.weir.core.route.ExchangeType;
import io.weir.core.route.Value;
import io.weir.core.state.StateLogs;
import io.weir.core.subscription.Settlement;
import io.weir.core.subscription.SubscriptionOptions.Retry;
import io.weir.core.tenant.Tenant;
import java.util.Map;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Exchanges, bindings and queues: what is asked for, what is answered, and what is left later. */
class DeclarationsTest {
  private static final QueueOptions EXCLUSIVE =
      QueueOptions.DEFAULT.change().durable(false).exclusive(true).build();
  private static final QueueOptions EVERYTHING =
      QueueOptions.DEFAULT
          .change()
          .autoDelete(true)
          .variant("quorum")
          .messageExpiryMillis(60_000)
          .idleExpiryMillis(1_800_000)
          .maxMessages(1_000)
          .maxBytes(1 << 20)
          .overflow(Overflow.REFUSE_TO_DEAD_LETTERS)
          .deadLetter(new DeadLetterRoute("dead", "letters"))
          .maxPriority(9)
          .singleActive(true)
          .deliveryLimit(20)
          .retry(new Retry(Retry.Returns.RELEASED, 100, 1_000))
          .arguments(Map.of("x", Value.of(1), "y", Value.of("text")))
          .build();

  private final Counter counter = new Counter();

  @AfterEach
  void end() {
    counter.close();
  }

  @Test
  void aQueueIsMadeOnceAndFoundAfterThat() {
    assertThat(done(declare("q", QueueOptions.DEFAULT)).created()).isTrue();
    assertThat(done(declare("q", QueueOptions.DEFAULT)).created()).isFalse();
    assertThat(counter.queues().queues(ALICE, SPACE)).containsExactly("q");
    assertThat(counter.ready("q")).isZero();
  }

  @Test
  void anotherDeclarationIsToldInWhatItDiffers() {
    counter.queue("q");
    QueueOptions asked = QueueOptions.DEFAULT.change().messageExpiryMillis(5).build();

    assertThat(refused(declare("q", asked)))
        .isEqualTo(new Refusal.OtherQueue("q", Aspect.MESSAGE_EXPIRY, asked, QueueOptions.DEFAULT));
  }

  @Test
  void eachAspectIsCompared() {
    assertThat(QueueOptions.DEFAULT.differenceTo(EVERYTHING)).isEqualTo(Aspect.VARIANT);
    assertThat(EVERYTHING.differenceTo(EVERYTHING.change().arguments(Map.of()).build())).isNull();
    assertThat(
            EVERYTHING.differenceTo(
                EVERYTHING.change().deadLetter(new DeadLetterRoute("dead", null)).build()))
        .isEqualTo(Aspect.DEAD_LETTER_KEY);
  }

  @Test
  void whatIsDurableIsThereAfterARestartAsItWasDeclared() {
    counter.exchange("logs", new ExchangeType.Fanout());
    counter.queue("kept", EVERYTHING);
    counter.queue("gone", QueueOptions.DEFAULT.change().durable(false).build());
    counter.bind("logs", "", "kept");
    counter.bind("logs", "", "gone");

    counter.weir.restart();

    assertThat(counter.queues().queues(ALICE, SPACE)).containsExactly("kept");
    QueueDescription kept = done(counter.queues().describe(ALICE, SPACE, "kept"));
    assertThat(kept.options()).isEqualTo(EVERYTHING);
    assertThat(counter.queues().exchange(ALICE, SPACE, "logs"))
        .contains(Exchange.durable("logs", new ExchangeType.Fanout()));
    assertThat(counter.queues().bindings(ALICE, SPACE))
        .containsExactly(Binding.of("logs", Destination.queue("kept"), ""));
  }

  @Test
  void whatAnOperatorSaysBesidesIsNoDifferenceToClients() {
    QueueOptions said = QueueOptions.DEFAULT.change().maxMessages(2).build();
    QueueOptions more = said.change().declared(QueueOptions.DEFAULT).build();
    done(counter.queues().declare(ALICE, SPACE, "limited", more));
    counter.weir.crash();
    assertThat(done(counter.queues().describe(ALICE, SPACE, "limited")).options()).isEqualTo(more);
    assertThat(
            done(counter.queues().declare(ALICE, SPACE, "limited", QueueOptions.DEFAULT)).created())
        .isFalse();
    Refusal other = refused(counter.queues().declare(ALICE, SPACE, "limited", said));
    assertThat(other).isInstanceOf(Refusal.OtherQueue.class);
  }

  @Test
  void whatIsDurableIsThereAfterACrash() {
    counter.queue("kept");
    counter.bind("amq.direct", "key", "kept");
    counter.weir.crash();
    assertThat(counter.send("amq.direct", "key", "a")).isEqualTo(new Outcome.Stored(1));
  }

  @Test
  void aQueueThatWasDeletedIsNotThereAfterARestartNorIsItsTopic() {
    counter.queue("q");
    counter.fill("q", "a", "b");

    assertThat(done(counter.queues().deleteQueue(ALICE, SPACE, "q", false, false))).isEqualTo(2);
    counter.weir.restart();

    assertThat(counter.queues().queues(ALICE, SPACE)).isEmpty();
    assertThat(counter.weir.core().topics().find(Tenant.DEFAULT, new TopicName("q"))).isEmpty();
    counter.queue("q");
    assertThat(counter.ready("q")).isZero();
  }

  @Test
  void aDeletionThatACrashInterruptedIsGoneOnWith() {
    counter.queue("q");
    counter.fill("q", "a");
    counter.bind("amq.fanout", "", "q");
    counter.weir.crash(
        between ->
            change(
                between,
                journal -> {
                  String key = new LiveSpace(SPACE).queueKey("q");
                  return journal.put(key, journal.get(key).orElseThrow().put("going", true));
                }));

    assertThat(counter.queues().queues(ALICE, SPACE)).isEmpty();
    assertThat(counter.queues().bindings(ALICE, SPACE)).isEmpty();
    assertThat(counter.weir.core().topics().find(Tenant.DEFAULT, new TopicName("q"))).isEmpty();
    counter.queue("q");
    assertThat(counter.ready("q")).isZero();
  }

  @Test
  void aTopicThatACrashKeptFromBeingMadeIsMade() {
    counter.queue("q");
    var topic = counter.weir.core().topics().get(Tenant.DEFAULT, new TopicName("q"));
    counter.weir.crash(between -> await(between.topics().delete(topic.id())));
    assertThat(counter.send("", "q", "a")).isEqualTo(new Outcome.Stored(1));
    assertThat(Customer.of(counter, "q", 1).told(1)).containsExactly("a");
  }

  private void change(Backend backend, Function<MetadataJournal, Future<Void>> change) {
    StateLogs logs =
        StateLogs.on(counter.weir.vertx, backend, await(backend.topics().list()), 1 << 20);
    MetadataJournal journal = await(MetadataJournal.open(logs));
    await(change.apply(journal));
    await(journal.close());
  }

  @Test
  void aQueueGoesOnlyIfItIsUnusedOrEmptyWhereThatWasAsked() {
    counter.queue("q");
    counter.fill("q", "a", "b");
    Customer customer = Customer.of(counter, "q", 1);
    customer.told(1);

    assertThat(refused(counter.queues().deleteQueue(ALICE, SPACE, "q", true, false)))
        .isEqualTo(new Refusal.QueueInUse("q"));
    assertThat(refused(counter.queues().deleteQueue(ALICE, SPACE, "q", false, true)))
        .isEqualTo(new Refusal.NotEmpty("q", 1));
    done(counter.queues().deleteQueue(ALICE, SPACE, "q", false, false));

    Awaitility.await().untilAsserted(() -> assertThat(customer.ended).isNotNull());
    assertThat(customer.ended)
        .isInstanceOf(Failure.UnknownTopic.class)
        .hasMessage("queue 'q' does not exist");
    assertThat(refused(counter.queues().describe(ALICE, SPACE, "q")))
        .isEqualTo(new Refusal.NoQueue("q"));
  }

  @Test
  void anExclusiveQueueIsItsConnectionsAloneAndGoesWithIt() {
    counter.queue("mine", EXCLUSIVE);
    counter.bind("amq.fanout", "", "mine");
    Refusal locked = new Refusal.Locked("mine");

    assertThat(refused(counter.queues().declare(BOB, SPACE, "mine", EXCLUSIVE))).isEqualTo(locked);
    assertThat(refused(counter.queues().describe(BOB, SPACE, "mine"))).isEqualTo(locked);
    assertThat(refused(counter.queues().purge(BOB, SPACE, "mine"))).isEqualTo(locked);
    assertThat(refused(counter.queues().deleteQueue(BOB, SPACE, "mine", false, false)))
        .isEqualTo(locked);

    await(counter.queues().ended(ALICE));

    assertThat(refused(counter.queues().describe(BOB, SPACE, "mine")))
        .isEqualTo(new Refusal.NoQueue("mine"));
    assertThat(counter.queues().bindings(ALICE, SPACE)).isEmpty();
  }

  @Test
  void aQueueGoesWithTheLastOfItsConsumersWhereThatWasSaid() {
    counter.queue("q", QueueOptions.DEFAULT.change().autoDelete(true).build());
    Customer first = Customer.of(counter, "q", 1);
    Customer second = Customer.of(counter, "q", 1);

    first.go();
    assertThat(counter.queues().queues(ALICE, SPACE)).containsExactly("q");
    second.go();
    assertThat(counter.queues().queues(ALICE, SPACE)).isEmpty();
  }

  @Test
  void aQueueThatNobodyUsesExpires() {
    counter.queue("q", QueueOptions.DEFAULT.change().durable(false).idleExpiryMillis(50).build());
    Awaitility.await()
        .untilAsserted(() -> assertThat(counter.queues().queues(ALICE, SPACE)).isEmpty());
  }

  @Test
  void anExchangeIsToldApartFromAnotherOfItsName() {
    counter.exchange("x", new ExchangeType.Direct());
    Exchange asked = Exchange.durable("x", new ExchangeType.Fanout());

    assertThat(refused(counter.queues().declare(ALICE, SPACE, asked)))
        .isInstanceOf(Refusal.OtherExchange.class);
    assertThat(done(counter.queues().deleteExchange(ALICE, SPACE, "x", false))).isTrue();
    assertThat(done(counter.queues().deleteExchange(ALICE, SPACE, "x", false))).isFalse();
  }

  @Test
  void someExchangesAreAlwaysThere() {
    assertThat(counter.queues().exchanges(ALICE, SPACE))
        .extracting(Exchange::name)
        .containsExactly("amq.direct", "amq.fanout", "amq.headers", "amq.match", "amq.topic");
    assertThat(refused(counter.queues().deleteExchange(ALICE, SPACE, "amq.direct", false)))
        .isEqualTo(new Refusal.AlwaysThere("amq.direct"));
    assertThat(refused(counter.queues().deleteExchange(ALICE, SPACE, "", false)))
        .isEqualTo(new Refusal.AlwaysThere(""));
  }

  @Test
  void whatIsBoundHasToBeThere() {
    counter.queue("q");
    assertThat(refused(bind("nowhere", Destination.queue("q"))))
        .isEqualTo(new Refusal.NoExchange("nowhere"));
    assertThat(refused(bind("amq.direct", Destination.queue("none"))))
        .isEqualTo(new Refusal.NoQueue("none"));
    assertThat(refused(bind("", Destination.queue("q")))).isEqualTo(new Refusal.AlwaysThere(""));
    assertThat(done(bind("amq.direct", Destination.queue("q")))).isTrue();
    assertThat(done(bind("amq.direct", Destination.queue("q")))).isFalse();
  }

  @Test
  void aQueueOverATopicIsAViewThatLeavesItAsItIs() {
    TopicName name = new TopicName("orders");
    await(counter.weir.core().publisher().publish(ALICE, Address.of(name), TestCore.message("a")));
    counter.queue("orders");

    Customer customer = Customer.of(counter, "orders", 5);
    assertThat(customer.told(1)).containsExactly("a");
    customer.settle(Settlement.ACCEPT, "a");
    done(counter.queues().deleteQueue(ALICE, SPACE, "orders", false, false));

    var topic = counter.weir.core().topics().get(Tenant.DEFAULT, name);
    assertThat(counter.weir.messages(topic, 0)).containsExactly("-=a");
  }

  @Test
  void aQueueGoesWithItsTopic() {
    counter.queue("q");
    await(counter.weir.core().topics().delete(ALICE, new TopicName("q")));
    Awaitility.await()
        .untilAsserted(() -> assertThat(counter.queues().queues(ALICE, SPACE)).isEmpty());
  }

  @Test
  void spacesHaveNothingInCommon() {
    Space other = new Space(Tenant.DEFAULT, "other");
    assertThat(await(counter.queues().create(ALICE, other))).isTrue();
    counter.queue("q");

    assertThat(counter.queues().queues(ALICE, other)).isEmpty();
    done(counter.queues().declare(ALICE, other, "q", QueueOptions.DEFAULT));
    counter.fill("q", "a");
    assertThat(done(counter.queues().describe(ALICE, other, "q")).counts().ready()).isZero();

    counter.weir.restart();
    assertThat(counter.queues().spaces(ALICE)).containsExactly(SPACE, other);
    assertThat(counter.queues().queues(ALICE, other)).containsExactly("q");
    assertThat(await(counter.queues().delete(ALICE, other))).isTrue();
    counter.weir.restart();
    assertThat(counter.queues().spaces(ALICE)).containsExactly(SPACE);
  }

  private Future<Reply<Declared<QueueDescription>>> declare(String name, QueueOptions options) {
    return counter.queues().declare(ALICE, SPACE, name, options);
  }

  private Future<Reply<Boolean>> bind(String exchange, Destination destination) {
    return counter.queues().bind(ALICE, SPACE, Binding.of(exchange, destination, ""));
  }
}
