package io.weir.backend.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Future;
import io.weir.backend.AppendResult;
import io.weir.backend.BackendException;
import io.weir.backend.BackendException.Unavailable;
import io.weir.backend.BackendException.UnknownTopic;
import io.weir.backend.Durability;
import io.weir.backend.Isolation;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is there after the end of a backend, and what an ended backend answers. */
abstract class DurabilityContract extends Contract {

  @ParameterizedTest
  @EnumSource(names = {"SYNC", "ASYNC"})
  void everythingAcknowledgedIsThereAfterARestart(Durability durability) throws Exception {
    declares(durability);
    assertThatAcknowledgedRecordsSurvive(durability, this::restart);
  }

  @ParameterizedTest
  @EnumSource(names = {"SYNC", "ASYNC"})
  void everythingAcknowledgedIsThereAfterTheProcessIsKilled(Durability durability)
      throws Exception {
    declares(durability);
    assertThatAcknowledgedRecordsSurvive(durability, this::crash);
  }

  @Test
  void whatWasUnderWayAtACrashIsWholeAndInOrderOrNotThere() throws Exception {
    TopicPartition partition = partition();
    for (int i = 0; i < 50; i++) {
      append(partition, Batch.of("v" + i));
    }
    for (int i = 50; i < 150; i++) {
      appending(partition, Batch.of("v" + i));
    }

    crash();

    List<String> there = values(partition);
    assertThat(there).hasSizeBetween(50, 150);
    for (int i = 0; i < there.size(); i++) {
      assertThat(there.get(i)).isEqualTo("v" + i);
    }
    assertThat(end(partition)).isEqualTo(there.size());
  }

  @Test
  void whatAReaderSawBeforeACrashKeepsItsOffset() throws Exception {
    TopicPartition partition = partition();
    List<Future<AppendResult>> underWay = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      underWay.add(appending(partition, Batch.of("v" + i)));
    }
    get(underWay.get(30));
    List<Stored> seen = readAll(partition);

    crash();
    append(partition, Batch.of("later"));

    assertThat(readAll(partition)).startsWith(seen.toArray(new Stored[0]));
  }

  @Test
  void memoryIsEmptyUnderANewIdInEachLife() throws Exception {
    declares(Durability.MEMORY);
    TopicDescription first =
        get(backend.topics().create("volatile", 2, settings().withDurability(Durability.MEMORY)));
    append(partition(first, 1), Batch.of("gone"));
    assertThat(values(partition(first, 1))).containsExactly("gone");

    restart();
    TopicDescription second = named("volatile");
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(second)
        .isEqualTo(new TopicDescription(second.id(), "volatile", 2, first.settings()));
    assertThat(append(partition(second, 1), Batch.of("gone too"))).isZero();
    failure(UnknownTopic.class, backend.log().offsets(partition(first, 1)));

    crash();
    TopicDescription third = named("volatile");
    assertThat(List.of(first.id(), second.id())).doesNotContain(third.id());
    assertThat(values(partition(third, 1))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void anUndeclaredDurabilityIsRefused(Durability durability) {
    boolean declared = backend.capabilities().durabilities().contains(durability);
    Future<TopicDescription> creation =
        backend.topics().create("picky", 1, settings().withDurability(durability));
    if (declared) {
      assertThat(get(creation).settings().durability()).isEqualTo(durability);
    } else {
      failure(BackendException.Unsupported.class, creation);
    }
  }

  @Test
  void appendsTakenBeforeTheEndAreCompleted() throws Exception {
    TopicPartition partition = partition();
    List<Future<AppendResult>> taken = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      taken.add(appending(partition, Batch.of("v" + i)));
    }

    restart();

    int durable = 0;
    for (Future<AppendResult> append : taken) {
      Object outcome =
          get(append.transform(r -> Future.succeededFuture(r.succeeded() ? "ok" : r.cause())));
      assertThat(outcome).isInstanceOfAny(String.class, Unavailable.class);
      durable += outcome instanceof String ? 1 : 0;
    }
    assertThat(values(partition)).hasSizeGreaterThanOrEqualTo(durable);
  }

  @Test
  void anEndedBackendIsUnavailable() {
    TopicPartition partition = partition();

    get(backend.close());
    get(backend.close());

    failure(Unavailable.class, appending(partition, Batch.of("late")));
    failure(Unavailable.class, backend.log().appendAll(List.of(to(partition, Batch.of("late")))));
    failure(Unavailable.class, backend.log().read(reading(partition, 0)));
    failure(Unavailable.class, backend.log().offsets(partition));
    failure(
        Unavailable.class, backend.log().awaitAppend(partition, 0, Isolation.UNCOMMITTED).future());
    failure(Unavailable.class, backend.log().claim(partition));
    failure(Unavailable.class, backend.log().trim(partition, 0));
    failure(Unavailable.class, backend.topics().list());
    failure(Unavailable.class, backend.topics().sizes(List.of(partition.topic())));
    failure(Unavailable.class, backend.topics().create("late", 1, settings()));
    failure(Unavailable.class, backend.producers().newProducer());
    assertThat(backend.capabilities().durabilities()).isNotEmpty();
  }

  private void assertThatAcknowledgedRecordsSurvive(Durability durability, Ending ending)
      throws Exception {
    TopicDescription topic = topic(3, settings().withDurability(durability));
    for (int life = 0; life < 3; life++) {
      for (int i = 0; i < 60; i++) {
        append(partition(topic, i % 3), Batch.of(life + "/" + i / 3));
      }

      ending.happens();

      for (int p = 0; p < 3; p++) {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 20 * (life + 1); i++) {
          expected.add(i / 20 + "/" + i % 20);
        }
        assertThat(values(partition(topic, p))).isEqualTo(expected);
        assertThat(end(partition(topic, p))).isEqualTo(expected.size());
      }
    }
  }

  private TopicDescription named(String name) {
    return get(backend.topics().list()).stream()
        .filter(topic -> topic.name().equals(name))
        .findAny()
        .orElseThrow();
  }

  private void declares(Durability durability) {
    assumeTrue(
        backend.capabilities().durabilities().contains(durability),
        () -> "the backend does not declare " + durability);
  }
}
