package io.weir.core.topic;

import static io.weir.core.TestCore.ALICE;
import static io.weir.core.TestCore.STRANGER;
import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.backend.Capabilities;
import io.weir.backend.Cleanup;
import io.weir.backend.Compaction;
import io.weir.backend.Durability;
import io.weir.backend.Retention;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicSettings;
import io.weir.core.CoreOptions;
import io.weir.core.FaultyBackend;
import io.weir.core.Interposed;
import io.weir.core.RunningCore;
import io.weir.core.TestCore;
import io.weir.core.access.Access.Operation;
import io.weir.core.address.TopicName;
import io.weir.core.event.Event;
import io.weir.core.failure.Failure;
import io.weir.core.failure.Failure.InvalidRequest;
import io.weir.core.failure.Failure.InvalidRequest.Subject;
import io.weir.core.tenant.Caller;
import io.weir.core.topic.TopicOrigin.How;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
  private static final TopicName ORDERS = new TopicName("orders");
  private static final TopicSettings SETTINGS =
      TopicSettings.DEFAULT.withRetention(new Retention(1_000, 2_000));

  private final FaultyBackend faulty = new FaultyBackend();
  private final TestCore test =
      new TestCore(
          CoreOptions.DEFAULT
              .withTopics(new TopicDefaults(true, 3, SETTINGS))
              .withAccess(
                  (caller, operation, resource) ->
                      switch (resource.name()) {
                        case "hidden" -> false;
                        case "readable" -> operation == Operation.CONSUME;
                        default -> true;
                      }),
          faulty);

  @AfterEach
  void end() {
    faulty.release();
    test.close();
  }

  @Test
  void aTopicIsThereOnceItIsCreated() {
    Topic created = await(topics().create(ALICE, ORDERS, 2, SETTINGS));

    assertThat(created.partitions()).isEqualTo(2);
    assertThat(created.settings()).isEqualTo(SETTINGS);
    assertThat(topics().find(ALICE.tenant(), ORDERS)).contains(created);
    assertThat(topics().find(ALICE.tenant(), created.id())).contains(created);
    assertThat(listed(ALICE)).containsExactly(created);
  }

  @Test
  void aTopicIsThereAfterAStopAndAfterACrash() {
    Topic created = await(topics().create(ALICE, ORDERS, 2, SETTINGS));
    TopicOrigin origin = topics().origin(created).orElseThrow();
    test.restart();
    assertThat(listed(ALICE)).containsExactly(created);
    test.crash();
    assertThat(listed(ALICE)).containsExactly(created);
    assertThat(topics().origin(created)).contains(origin);
  }

  @Test
  void topicsAreListedByName() {
    for (String name : List.of("b", "a", "ä", "B")) {
      await(topics().create(ALICE, new TopicName(name), 1, SETTINGS));
    }
    assertThat(listed(ALICE))
        .extracting(topic -> topic.name().text())
        .containsExactly("B", "a", "b", "ä");
  }

  @Test
  void aListIsReadAPageAtATime() {
    for (String name : List.of("a", "b", "c", "d")) {
      await(topics().create(ALICE, new TopicName(name), 1, SETTINGS));
    }
    assertThat(topics().list(ALICE, "", 2)).extracting(this::text).containsExactly("a", "b");
    assertThat(topics().list(ALICE, "b", 2)).extracting(this::text).containsExactly("c", "d");
    assertThat(topics().list(ALICE, "bb", 9)).extracting(this::text).containsExactly("c", "d");
    assertThat(topics().list(ALICE, "d", 2)).isEmpty();
  }

  private String text(Topic topic) {
    return topic.name().text();
  }

  private List<Topic> listed(Caller caller) {
    return topics().list(caller, "", 100);
  }

  @Test
  void eachTenantHasItsOwn() {
    Topic ours = await(topics().create(ALICE, ORDERS, 1, SETTINGS));
    Topic theirs = await(topics().create(STRANGER, ORDERS, 2, SETTINGS));

    assertThat(theirs.id()).isNotEqualTo(ours.id());
    assertThat(topics().find(STRANGER.tenant(), ORDERS)).contains(theirs);
    assertThat(topics().find(STRANGER.tenant(), ours.id())).isEmpty();
    assertThat(listed(STRANGER)).containsExactly(theirs);
    await(topics().delete(STRANGER, ORDERS));
    assertThat(listed(ALICE)).containsExactly(ours);
  }

  @Test
  void internalTopicsAreNobodys() {
    assertThat(await(test.backend().topics().list()))
        .extracting(TopicDescription::name)
        .containsExactly("_weir/metadata");
    assertThat(listed(ALICE)).isEmpty();
  }

  @Test
  void theWhoAndHowOfATopicIsKept() {
    Topic declared = await(topics().create(ALICE, ORDERS, 1, SETTINGS));
    Topic used = await(topics().findOrCreate(ALICE, new TopicName("used")));

    TopicOrigin origin = topics().origin(declared).orElseThrow();
    assertThat(origin.how()).isEqualTo(How.DECLARED);
    assertThat(origin.createdBy()).isEqualTo("alice");
    assertThat(topics().origin(used).orElseThrow().how()).isEqualTo(How.FIRST_USE);
  }

  @Test
  void aNameIsTakenOnce() {
    await(topics().create(ALICE, ORDERS, 1, SETTINGS));
    assertThatThrownBy(() -> await(topics().create(ALICE, ORDERS, 1, SETTINGS)))
        .isInstanceOf(Failure.TopicExists.class)
        .hasMessage("topic 'orders' exists already");
  }

  @Test
  void ofManyWhoCreateItOneSucceeds() {
    List<Future<Topic>> attempts =
        IntStream.range(0, 20).mapToObj(i -> topics().create(ALICE, ORDERS, 1, SETTINGS)).toList();
    await(Future.join(attempts).otherwiseEmpty());
    assertThat(attempts).filteredOn(Future::succeeded).hasSize(1);
    assertThat(attempts)
        .filteredOn(Future::failed)
        .allSatisfy(f -> assertThat(f.cause()).isInstanceOf(Failure.TopicExists.class));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Topics.MAX_PARTITIONS + 1})
  void aTopicHasAReasonableNumberOfPartitions(int partitions) {
    assertInvalid(topics().create(ALICE, ORDERS, partitions, SETTINGS), Subject.PARTITIONS);
  }

  @ParameterizedTest
  @ValueSource(ints = {60, Integer.MAX_VALUE})
  void theLargestBatchIsOneThatTheLogCanHold(int bytes) {
    assertInvalid(
        topics().create(ALICE, ORDERS, 1, SETTINGS.withMaxBatchBytes(bytes)), Subject.CONFIG);
  }

  @Test
  void theLeastLagOfCompactionIsNotGreaterThanTheGreatest() {
    Compaction contradiction = Compaction.DEFAULT.withMinLagMillis(2).withMaxLagMillis(1);

    assertInvalid(
        topics().create(ALICE, ORDERS, 1, SETTINGS.withCompaction(contradiction)), Subject.CONFIG);
  }

  @Test
  void whatTheLogCannotDoIsNotPromised() {
    var modest = new Capabilities(Set.of(), Set.of(Durability.ASYNC), 1 << 20, 5_000);
    try (TestCore able = new TestCore(CoreOptions.DEFAULT, Interposed.declaring(modest))) {
      TopicSettings most = able.core().topics().defaults(ALICE.tenant()).settings();
      assertThat(most.durability()).isEqualTo(Durability.ASYNC);
      assertThat(most.retention().millis()).isEqualTo(5_000);
      assertThat(most.maxBatchBytes()).isEqualTo(1 << 20);
      Stream.of(
              most.withDurability(Durability.SYNC),
              most.withCleanup(Cleanup.COMPACT),
              most.withKeyIndex(true),
              most.withRetention(Retention.FOREVER),
              most.withRetention(new Retention(5_001, 1)))
          .forEach(
              settings ->
                  assertThatThrownBy(
                          () -> await(able.core().topics().create(ALICE, ORDERS, 1, settings)))
                      .isInstanceOf(Failure.Unsupported.class));
      await(able.core().topics().create(ALICE, ORDERS, 1, most));
    }
  }

  @Test
  void aNameThatKafkaClientsCouldNotNameIsRefused() {
    TopicName name = new TopicName("a".repeat(250));
    assertInvalid(topics().create(ALICE, name, 1, SETTINGS), Subject.TOPIC_NAME);
    assertInvalid(topics().findOrCreate(ALICE, name), Subject.TOPIC_NAME);
    assertThat(await(test.backend().topics().list())).hasSize(1);
  }

  @Test
  void aRefusalIsTold() {
    assertInvalid(topics().create(ALICE, ORDERS, 0, SETTINGS), Subject.PARTITIONS);
    assertThat(test.events)
        .singleElement()
        .isInstanceOfSatisfying(
            Event.Refused.class,
            refused -> {
              assertThat(refused.operation()).isEqualTo("create topic");
              assertThat(refused.topic()).isEqualTo("orders");
            });
  }

  @Test
  void aCheckThatIsDeniedIsToldAsWell() {
    TopicName hidden = new TopicName("hidden");
    assertThatThrownBy(() -> topics().checkCreate(ALICE, hidden, 1, SETTINGS))
        .isInstanceOf(Failure.Denied.class);
    assertThatThrownBy(() -> topics().checkAlter(ALICE, hidden, topic -> topic))
        .isInstanceOf(Failure.Denied.class);
    assertThat(test.events)
        .extracting(event -> ((Event.Refused) event).operation())
        .containsExactly("create topic", "alter topic");
  }

  @Test
  void whoMayNotManageATopicChangesNothing() {
    TopicName hidden = new TopicName("hidden");
    assertDenied(topics().create(ALICE, hidden, 1, SETTINGS));
    assertDenied(topics().alter(ALICE, hidden, topic -> topic));
    assertDenied(topics().delete(ALICE, hidden));
    assertThatThrownBy(() -> await(topics().findOrCreate(ALICE, hidden)))
        .isInstanceOf(Failure.UnknownTopic.class);
  }

  @Test
  void oneSeesWhatOneMayUse() {
    TestCore open = test;
    for (String name : List.of("hidden", "readable")) {
      await(open.backend().topics().create(ALICE.tenant().name() + "/" + name, 1, SETTINGS));
    }
    test.restart();
    assertThat(listed(ALICE)).extracting(topic -> topic.name().text()).containsExactly("readable");
  }

  @Test
  void settingsAndPartitionsChange() {
    Topic before = await(topics().create(ALICE, ORDERS, 1, SETTINGS));
    TopicSettings compacted = SETTINGS.withCleanup(Cleanup.COMPACT);
    Topic after =
        await(
            topics()
                .alter(ALICE, ORDERS, topic -> topic.withPartitions(4).withSettings(compacted)));

    assertThat(after).isEqualTo(new Topic(before.id(), ALICE.tenant(), ORDERS, 4, compacted));
    assertThat(topics().find(ALICE.tenant(), ORDERS)).contains(after);
    test.crash();
    assertThat(topics().find(ALICE.tenant(), ORDERS)).contains(after);
  }

  @Test
  void partitionsAreNotTakenAway() {
    await(topics().create(ALICE, ORDERS, 3, SETTINGS));
    assertInvalid(
        topics().alter(ALICE, ORDERS, topic -> topic.withPartitions(2)), Subject.PARTITIONS);
  }

  @Test
  void aTopicThatIsNotThereCannotBeChanged() {
    assertThatThrownBy(() -> await(topics().alter(ALICE, ORDERS, topic -> topic.withPartitions(1))))
        .isInstanceOf(Failure.UnknownTopic.class)
        .hasMessage("topic 'orders' does not exist");
    assertThatThrownBy(() -> await(topics().delete(ALICE, ORDERS)))
        .isInstanceOf(Failure.UnknownTopic.class);
  }

  @Test
  void aDeletedTopicIsGoneAndItsNameFree() {
    Topic first = await(topics().create(ALICE, ORDERS, 1, SETTINGS));
    await(topics().delete(ALICE, ORDERS));

    assertThat(topics().find(ALICE.tenant(), ORDERS)).isEmpty();
    assertThat(topics().find(ALICE.tenant(), first.id())).isEmpty();
    assertThat(listed(ALICE)).isEmpty();
    assertThat(topics().origin(first)).isEmpty();
    assertThat(await(topics().create(ALICE, ORDERS, 1, SETTINGS)).id()).isNotEqualTo(first.id());
  }

  @Test
  void changesOfOneTopicHappenInTheOrderInWhichTheyAreAskedFor() {
    Future<Topic> created = topics().create(ALICE, ORDERS, 1, SETTINGS);
    Future<Topic> altered = topics().alter(ALICE, ORDERS, topic -> topic.withPartitions(2));
    Future<Void> deleted = topics().delete(ALICE, ORDERS);
    Future<Topic> again = topics().create(ALICE, ORDERS, 5, SETTINGS);

    assertThat(await(created).partitions()).isEqualTo(1);
    assertThat(await(altered).partitions()).isEqualTo(2);
    await(deleted);
    assertThat(await(again).partitions()).isEqualTo(5);
    assertThat(listed(ALICE)).containsExactly(again.result());
  }

  @Test
  void aChangeBeginsWithWhatTheOneBeforeItMade() {
    await(topics().create(ALICE, ORDERS, 1, SETTINGS));
    TopicSettings compacted = SETTINGS.withCleanup(Cleanup.COMPACT);
    Future<Topic> grown = topics().alter(ALICE, ORDERS, topic -> topic.withPartitions(4));
    Future<Topic> configured =
        topics().alter(ALICE, ORDERS, topic -> topic.withSettings(compacted));

    assertThat(await(grown).settings()).isEqualTo(SETTINGS);
    assertThat(await(configured).partitions()).isEqualTo(4);
    assertThat(configured.result().settings()).isEqualTo(compacted);
  }

  @Test
  void thatATopicIsThereIsSaidBeforeAllElseThatIsWrong() {
    await(topics().create(ALICE, ORDERS, 1, SETTINGS));
    assertThatThrownBy(() -> await(topics().create(ALICE, ORDERS, 0, SETTINGS)))
        .isInstanceOf(Failure.TopicExists.class);
    assertThatThrownBy(() -> topics().checkCreate(ALICE, ORDERS, 0, SETTINGS))
        .isInstanceOf(Failure.TopicExists.class);
  }

  @Test
  void listenersHearOfChanges() {
    List<String> heard = new CopyOnWriteArrayList<>();
    topics()
        .onChange(
            new Topics.Listener() {
              @Override
              public void created(Topic topic) {
                heard.add("created " + topic.partitions());
                throw new IllegalStateException("a listener that fails disturbs nobody");
              }

              @Override
              public void altered(Topic topic) {
                heard.add("altered " + topic.partitions());
              }

              @Override
              public void deleted(Topic topic) {
                heard.add("deleted");
              }
            });
    await(topics().create(ALICE, ORDERS, 1, SETTINGS));
    await(topics().alter(ALICE, ORDERS, topic -> topic.withPartitions(2)));
    await(topics().delete(ALICE, ORDERS));
    assertThat(heard).containsExactly("created 1", "altered 2", "deleted");
  }

  @Test
  void answersComeOnTheCallersContext() {
    Context loop = test.vertx.getOrCreateContext();
    CompletableFuture<List<Context>> seen = new CompletableFuture<>();
    loop.runOnContext(
        turn -> {
          List<Context> contexts = new ArrayList<>();
          topics()
              .create(ALICE, ORDERS, 1, SETTINGS)
              .onComplete(created -> contexts.add(Vertx.currentContext()))
              .compose(created -> topics().findOrCreate(ALICE, ORDERS))
              .onComplete(found -> contexts.add(Vertx.currentContext()))
              .compose(found -> topics().findOrCreate(ALICE, new TopicName("new")))
              .onComplete(found -> contexts.add(Vertx.currentContext()))
              .onComplete(done -> seen.complete(contexts));
        });
    assertThat(seen.join()).hasSize(3).containsOnly(loop);
  }

  @Test
  void aCreationWhoseAnswerWasLostIsFoundWhenItIsTriedAgain() {
    await(test.backend().topics().create("default/orders", 7, SETTINGS)); // behind the core's back
    assertThatThrownBy(() -> await(topics().create(ALICE, ORDERS, 1, SETTINGS)))
        .isInstanceOf(Failure.TopicExists.class);
    assertThat(topics().find(ALICE.tenant(), ORDERS).orElseThrow().partitions()).isEqualTo(7);
  }

  @Test
  void aCreationThatFailsLeavesNothing() {
    faulty.failNext("create", FaultyBackend.unavailable());
    assertThatThrownBy(() -> await(topics().create(ALICE, ORDERS, 1, SETTINGS)))
        .isInstanceOf(Failure.Unavailable.class)
        .hasMessageNotContaining("10.0.0.7");
    assertThat(topics().find(ALICE.tenant(), ORDERS)).isEmpty();
    await(topics().create(ALICE, ORDERS, 1, SETTINGS));
  }

  @Test
  void aCrashBetweenTheStepsOfACreationIsHealed() {
    test.crash(backend -> await(backend.topics().create("default/orders", 2, SETTINGS)));
    Topic orders = topics().find(ALICE.tenant(), ORDERS).orElseThrow();
    assertThat(topics().origin(orders).orElseThrow().how()).isEqualTo(How.FOUND);
    test.restart();
    assertThat(topics().origin(orders).orElseThrow().how()).isEqualTo(How.FOUND);
  }

  @Test
  void aCrashBetweenTheStepsOfADeletionIsHealed() {
    Topic orders = await(topics().create(ALICE, ORDERS, 1, SETTINGS));
    test.crash(backend -> await(backend.topics().delete(orders.id())));
    assertThat(listed(ALICE)).isEmpty();
    assertThat(topics().origin(orders)).isEmpty();
    Topic again = await(topics().create(STRANGER, ORDERS, 1, SETTINGS));
    assertThat(topics().origin(again).orElseThrow().createdBy()).isEqualTo("eve");
  }

  @Test
  void topicsThatAreNotWeirsAreLeftAlone() {
    test.crash(
        backend -> {
          await(backend.topics().create("foreign", 1, SETTINGS));
          await(backend.topics().create("Upper/case", 1, SETTINGS));
          await(backend.topics().create("default/$x", 1, SETTINGS));
        });
    assertThat(listed(ALICE)).isEmpty();
  }

  @Test
  void changesUnderWayAreBounded() {
    try (TestCore small =
        new TestCore(
            CoreOptions.DEFAULT.withBounds(new CoreOptions.Bounds(1 << 20, 1 << 20, 2)), faulty)) {
      faulty.hold();
      List<Future<Topic>> creations =
          IntStream.range(0, 3)
              .mapToObj(
                  i -> small.core().topics().create(ALICE, new TopicName("t" + i), 1, SETTINGS))
              .toList();
      assertThatThrownBy(() -> await(creations.getLast())).isInstanceOf(Failure.Throttled.class);
      faulty.release();
      await(Future.all(creations.subList(0, 2)));
    }
  }

  @Test
  void afterAnotherGatewayHasTakenTheMetadataNoTopicIsChangedHere() {
    await(topics().create(ALICE, ORDERS, 1, SETTINGS));
    var other = await(RunningCore.start(test.vertx, test.backend(), CoreOptions.DEFAULT));
    await(topics().create(ALICE, new TopicName("noticed"), 1, SETTINGS));

    assertThatThrownBy(() -> await(topics().create(ALICE, new TopicName("late"), 1, SETTINGS)))
        .isInstanceOf(Failure.Fenced.class);
    assertThatThrownBy(() -> await(topics().delete(ALICE, ORDERS)))
        .isInstanceOf(Failure.Fenced.class);
    await(other.core().topics().create(ALICE, new TopicName("late"), 1, SETTINGS));
    await(other.close());
  }

  private Topics topics() {
    return test.core().topics();
  }

  private static void assertInvalid(Future<?> future, Subject subject) {
    assertThatThrownBy(() -> await(future))
        .isInstanceOfSatisfying(
            InvalidRequest.class, e -> assertThat(e.subject()).isEqualTo(subject));
  }

  private static void assertDenied(Future<?> future) {
    assertThatThrownBy(() -> await(future)).isInstanceOf(Failure.Denied.class);
  }
}
