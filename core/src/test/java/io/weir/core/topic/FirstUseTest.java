package io.weir.core.topic;

import static io.weir.core.TestCore.ALICE;
import static io.weir.core.TestCore.STRANGER;
import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.weir.backend.Retention;
import io.weir.backend.TopicSettings;
import io.weir.core.CoreOptions;
import io.weir.core.FaultyBackend;
import io.weir.core.TestCore;
import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure;
import io.weir.core.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Topics that come into being because somebody uses them. */
class FirstUseTest {
  private static final TopicName ORDERS = new TopicName("orders");
  private static final TopicSettings SETTINGS =
      TopicSettings.DEFAULT.withRetention(new Retention(1_000, 2_000));

  private final FaultyBackend faulty = new FaultyBackend();
  private final TestCore test =
      new TestCore(CoreOptions.DEFAULT.withTopics(new TopicDefaults(true, 3, SETTINGS)), faulty);

  @AfterEach
  void end() {
    faulty.release();
    test.close();
  }

  @Test
  void aTopicIsCreatedOnFirstUseWithTheDefaults() {
    Topic topic = await(topics().findOrCreate(ALICE, ORDERS));
    assertThat(topic.partitions()).isEqualTo(3);
    assertThat(topic.settings()).isEqualTo(SETTINGS);
    assertThat(await(topics().findOrCreate(ALICE, ORDERS))).isEqualTo(topic);
  }

  @Test
  void manyWhoUseANameAtOnceGetOneTopic() {
    faulty.hold();
    List<Future<Topic>> asked = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      CompletableFuture<Future<Topic>> begun = new CompletableFuture<>();
      test.vertx.runOnContext(turn -> begun.complete(topics().findOrCreate(ALICE, ORDERS)));
      asked.add(await(begun));
    }
    int before = faulty.creations.get();
    faulty.release();
    await(Future.all(asked));
    assertThat(asked).extracting(Future::result).containsOnly(asked.getFirst().result());
    assertThat(faulty.creations).hasValue(before);
    assertThat(before).isEqualTo(2); // the metadata and this one
  }

  @Test
  void manyWhoUseANameAtOnceBotherAnUnavailableLogOnce() {
    faulty.hold();
    List<Future<Topic>> asked =
        IntStream.range(0, 20).mapToObj(i -> topics().findOrCreate(ALICE, ORDERS)).toList();
    faulty.failNext("create", FaultyBackend.unavailable());
    faulty.release();
    await(Future.join(asked).otherwiseEmpty());
    assertThat(asked)
        .allSatisfy(f -> assertThat(f.cause()).isInstanceOf(Failure.Unavailable.class));
    assertThat(faulty.creations).hasValue(2); // the metadata and one for all
  }

  @Test
  void aTopicDeclaredAndUsedAtOnceIsOneTopic() {
    for (int i = 0; i < 20; i++) {
      TopicName name = new TopicName("race" + i);
      Future<Topic> used = topics().findOrCreate(ALICE, name);
      Future<Topic> declared = topics().create(ALICE, name, 1, SETTINGS);
      Future<Topic> usedAgain = topics().findOrCreate(ALICE, name);
      await(Future.join(used, declared, usedAgain).otherwiseEmpty());
      assertThat(used.result()).isNotNull().isEqualTo(usedAgain.result());
      assertThat(topics().find(ALICE.tenant(), name)).contains(used.result());
    }
  }

  @Test
  void whereNothingIsCreatedOnFirstUseATopicIsUnknown() {
    try (TestCore strict =
        new TestCore(CoreOptions.DEFAULT.withTopics(new TopicDefaults(false, 1, SETTINGS)))) {
      assertThatThrownBy(() -> await(strict.core().topics().findOrCreate(ALICE, ORDERS)))
          .isInstanceOf(Failure.UnknownTopic.class);
      assertThat(strict.core().topics().defaults(ALICE.tenant()).autoCreate()).isFalse();
    }
  }

  @Test
  void eachTenantHasDefaultsOfItsOwnAsTheyAreThen() {
    Map<Tenant, TopicDefaults> defaults = new ConcurrentHashMap<>();
    defaults.put(ALICE.tenant(), new TopicDefaults(true, 2, SETTINGS));
    defaults.put(STRANGER.tenant(), new TopicDefaults(false, 1, SETTINGS));
    try (TestCore own = new TestCore(CoreOptions.DEFAULT.withTopics(defaults::get))) {
      Topics topics = own.core().topics();
      assertThat(await(topics.findOrCreate(ALICE, ORDERS)).partitions()).isEqualTo(2);
      assertThatThrownBy(() -> await(topics.findOrCreate(STRANGER, ORDERS)))
          .isInstanceOf(Failure.UnknownTopic.class);
      defaults.put(STRANGER.tenant(), new TopicDefaults(true, 4, SETTINGS));
      assertThat(topics.defaults(STRANGER.tenant()).partitions()).isEqualTo(4);
      assertThat(await(topics.findOrCreate(STRANGER, ORDERS)).partitions()).isEqualTo(4);
    }
  }

  private Topics topics() {
    return test.core().topics();
  }
}
