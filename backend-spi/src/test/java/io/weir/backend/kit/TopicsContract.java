package io.weir.backend.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.backend.BackendException.TopicExists;
import io.weir.backend.BackendException.UnknownTopic;
import io.weir.backend.BackendException.Unsupported;
import io.weir.backend.Compaction;
import io.weir.backend.Isolation;
import io.weir.backend.Retention;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import io.weir.backend.TopicSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

abstract class TopicsContract extends Contract {

  @Test
  void aCreatedTopicIsListedAsItWasCreated() {
    TopicSettings settings =
        settings()
            .withRetention(new Retention(3_600_000, 1 << 30))
            .withCompaction(new Compaction(60_000, 3_600_000, 120_000, 0.25))
            .withMaxBatchBytes(5000);

    TopicDescription created = get(backend.topics().create("orders", 3, settings));

    assertThat(created.name()).isEqualTo("orders");
    assertThat(created.partitions()).isEqualTo(3);
    assertThat(created.settings()).isEqualTo(settings);
    assertThat(get(backend.topics().list())).containsOnlyOnce(created);
  }

  @Test
  void aNewTopicIsEmptyInAllItsPartitions() {
    TopicDescription topic = topic(3, settings());

    for (int i = 0; i < 3; i++) {
      assertThat(offsets(partition(topic, i)).logStart()).isZero();
      assertThat(offsets(partition(topic, i)).lastStable()).isZero();
      assertThat(offsets(partition(topic, i)).highWatermark()).isZero();
      assertThat(read(partition(topic, i), 0)).isEmpty();
    }
  }

  @Test
  void aPartitionPastTheLastIsUnknown() {
    TopicDescription topic = topic(2, settings());

    failure(UnknownTopic.class, backend.log().offsets(partition(topic, 2)));
    failure(UnknownTopic.class, backend.log().offsets(partition(topic, -1)));
  }

  @Test
  void aTakenNameIsRefusedAndTheTopicStaysAsItWas() {
    TopicDescription first = get(backend.topics().create("orders", 1, settings()));
    append(partition(first, 0), Batch.of("kept"));

    failure(TopicExists.class, backend.topics().create("orders", 2, settings()));

    assertThat(get(backend.topics().list())).containsOnlyOnce(first);
    assertThat(values(partition(first, 0))).containsExactly("kept");
  }

  @Test
  void ofManyThatCreateTheSameNameAtOnceOneWins() {
    List<Future<TopicDescription>> attempts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      attempts.add(backend.topics().create("contested", 1, settings()));
    }

    int won = 0;
    for (Future<TopicDescription> attempt : attempts) {
      Future<Object> settled =
          attempt.transform(r -> Future.succeededFuture(r.succeeded() ? r.result() : r.cause()));
      Object outcome = get(settled);
      assertThat(outcome).isInstanceOfAny(TopicDescription.class, TopicExists.class);
      won += outcome instanceof TopicDescription ? 1 : 0;
    }
    assertThat(won).isEqualTo(1);
    assertThat(get(backend.topics().list()).stream().filter(t -> t.name().equals("contested")))
        .hasSize(1);
  }

  static List<String> names() {
    return List.of(
        "a",
        "orders.v1_x-Y",
        "with space and\ttab",
        ".",
        "..",
        "../up/and\\down",
        "per%cent%2F",
        "quote\"'`$*?|<>&;",
        "nul\u0000and\nnewline",
        "größe-日本語-🌊",
        "CON",
        "x".repeat(320),
        "🌊".repeat(80),
        "/".repeat(320));
  }

  @ParameterizedTest
  @MethodSource("names")
  void anyTextOf1To320BytesIsAName(String name) throws Exception {
    assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1, 320);

    TopicDescription topic = get(backend.topics().create(name, 1, settings()));
    append(partition(topic, 0), Batch.of("there"));
    restart();

    assertThat(listed(name)).containsExactly(topic);
    assertThat(values(partition(topic, 0))).containsExactly("there");
  }

  @Test
  void namesThatLookAlikeAreDifferentTopics() {
    List<String> alike =
        List.of(
            "orders", "Orders", "orders ", "orders.", "orders%", "orders_", "o", "ö", "o\u0308");

    Set<UUID> ids = new HashSet<>();
    for (String name : alike) {
      TopicDescription topic = get(backend.topics().create(name, 1, settings()));
      ids.add(topic.id());
      append(partition(topic, 0), Batch.of(name));
    }

    assertThat(ids).hasSameSizeAs(alike);
    for (String name : alike) {
      assertThat(values(partition(listed(name).getFirst(), 0))).containsExactly(name);
    }
  }

  @Test
  void alterChangesSettingsAndKeepsWhatIsThere() throws Exception {
    TopicDescription topic = get(backend.topics().create("orders", 1, settings()));
    append(partition(topic, 0), Batch.of("before"));
    TopicSettings other =
        settings()
            .withRetention(new Retention(7_200_000, -1))
            .withCompaction(Compaction.DEFAULT.withMinLagMillis(7))
            .withMaxBatchBytes(70_000);

    TopicDescription altered = get(backend.topics().alter(topic.id(), 1, other));

    assertThat(altered).isEqualTo(new TopicDescription(topic.id(), "orders", 1, other));
    assertThat(listed("orders")).containsExactly(altered);
    restart();
    assertThat(listed("orders")).containsExactly(altered);
    assertThat(values(partition(topic, 0))).containsExactly("before");
  }

  @Test
  void alterAddsPartitionsThatAreEmptyAndWritable() {
    TopicDescription topic = topic(1, settings());
    append(partition(topic, 0), Batch.of("old"));

    TopicDescription grown = get(backend.topics().alter(topic.id(), 3, topic.settings()));

    assertThat(grown.partitions()).isEqualTo(3);
    assertThat(append(partition(topic, 2), Batch.of("new"))).isZero();
    assertThat(values(partition(topic, 0))).containsExactly("old");
    assertThat(values(partition(topic, 1))).isEmpty();
  }

  @Test
  void partitionsAreNeverTakenAway() {
    TopicDescription topic = topic(2, settings());

    failure(Unsupported.class, backend.topics().alter(topic.id(), 1, topic.settings()));

    assertThat(get(backend.topics().list())).containsOnlyOnce(topic);
  }

  @Test
  void aDeletedTopicIsGoneForEveryCall() {
    TopicDescription topic = topic(1, settings());
    TopicPartition partition = partition(topic, 0);
    append(partition, Batch.of("gone"));

    get(backend.topics().delete(topic.id()));

    assertThat(get(backend.topics().list())).doesNotContain(topic);
    assertUnknown(partition);
    failure(UnknownTopic.class, backend.topics().alter(topic.id(), 2, topic.settings()));
    failure(UnknownTopic.class, backend.topics().delete(topic.id()));
  }

  @Test
  void aTopicThatNeverWasIsUnknown() {
    assertUnknown(new TopicPartition(UUID.fromString("5f0c6ea1-3b1d-4b0e-9d7a-8d2f0c1b2a39"), 0));
  }

  @Test
  void theNameOfADeletedTopicIsFreeForAnEmptyOneWithAnotherId() throws Exception {
    Set<UUID> ids = new HashSet<>();
    for (int life = 0; life < 4; life++) {
      TopicDescription topic = get(backend.topics().create("phoenix", 1, settings()));
      assertThat(ids.add(topic.id())).as("an id is never given twice").isTrue();
      assertThat(append(partition(topic, 0), Batch.of("life " + life))).isZero();
      if (life == 2) {
        restart();
      }
      assertThat(values(partition(topic, 0))).containsExactly("life " + life);
      get(backend.topics().delete(topic.id()));
    }
  }

  @Test
  void creationsAndDeletionsSurviveARestartAndACrash() throws Exception {
    TopicDescription kept = get(backend.topics().create("kept", 2, settings()));
    TopicDescription gone = get(backend.topics().create("gone", 1, settings()));
    get(backend.topics().delete(gone.id()));

    restart();
    assertThat(listed("kept")).containsExactly(kept);
    assertThat(listed("gone")).isEmpty();

    TopicDescription late = get(backend.topics().create("late", 1, settings()));
    crash();
    assertThat(listed("kept")).containsExactly(kept);
    assertThat(listed("late")).containsExactly(late);
    assertThat(listed("gone")).isEmpty();
    assertUnknown(partition(gone, 0));
  }

  private List<TopicDescription> listed(String name) {
    return get(backend.topics().list()).stream().filter(t -> t.name().equals(name)).toList();
  }

  private void assertUnknown(TopicPartition partition) {
    failure(UnknownTopic.class, backend.log().offsets(partition));
    failure(UnknownTopic.class, appending(partition, Batch.of("lost")));
    failure(UnknownTopic.class, backend.log().appendAll(List.of(to(partition, Batch.of("lost")))));
    failure(UnknownTopic.class, backend.log().read(reading(partition, 0)));
    failure(
        UnknownTopic.class, backend.log().awaitAppend(partition, 0, Isolation.COMMITTED).future());
    failure(UnknownTopic.class, backend.log().offsetForTimestamp(partition, 0));
    failure(UnknownTopic.class, backend.log().offsetOfMaxTimestamp(partition));
    failure(UnknownTopic.class, backend.log().endOfEpoch(partition, 0));
    failure(UnknownTopic.class, backend.log().trim(partition, 0));
    failure(UnknownTopic.class, backend.log().claim(partition));
  }
}
