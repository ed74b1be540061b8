package io.weir.core.metadata;

import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.weir.backend.Offsets;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import io.weir.core.CoreOptions;
import io.weir.core.CoreOptions.Bounds;
import io.weir.core.FaultyBackend;
import io.weir.core.TestCore;
import io.weir.core.failure.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetadataJournalTest {
  private static final int STATE_BYTES = 1 << 20;
  private static final JsonObject VALUE = new JsonObject().put("a", 1);
  private static final JsonObject LARGE = new JsonObject().put("a", "x".repeat(STATE_BYTES / 3));

  private final FaultyBackend faulty = new FaultyBackend();
  private final TestCore test =
      new TestCore(
          CoreOptions.DEFAULT.withBounds(new Bounds(STATE_BYTES, STATE_BYTES, 10)), faulty);
  private MetadataJournal journal = open();

  @AfterEach
  void end() {
    faulty.release();
    test.close();
  }

  @Test
  void entriesAreKeptOverwrittenAndForgotten() {
    await(journal.put("x/1", VALUE));
    await(journal.put("x/2", VALUE));
    await(journal.put("y/1", VALUE));
    await(journal.put("x/1", new JsonObject().put("a", 2)));
    await(journal.remove("x/2"));

    journal = open();
    assertThat(journal.keys("x/")).containsExactly("x/1");
    assertThat(journal.get("x/1").orElseThrow().getInteger("a")).isEqualTo(2);
    assertThat(journal.get("x/2")).isEmpty();
    assertThat(journal.get("y/1")).contains(VALUE);
  }

  @Test
  void severalEntriesAreWrittenInOneStep() {
    await(journal.put("x/1", VALUE));
    long before = offsets().highWatermark();
    Map<String, Optional<JsonObject>> changes = new LinkedHashMap<>();
    changes.put("x/1", Optional.empty());
    changes.put("x/2", Optional.of(VALUE));
    changes.put("x/3", Optional.of(VALUE));

    await(journal.putAll(changes));
    await(journal.putAll(Map.of()));

    assertThat(offsets().highWatermark()).isEqualTo(before + 3);
    journal = open();
    assertThat(journal.keys("x/")).containsExactlyInAnyOrder("x/2", "x/3");
  }

  @Test
  void theTopicIsKeptShort() {
    await(journal.put("kept", VALUE));
    for (int round = 0; round < 4; round++) {
      int n = round;
      await(
          Future.all(
              IntStream.range(0, MetadataJournal.SUPERSEDED)
                  .mapToObj(i -> journal.put("changed", new JsonObject().put("n", n * 10_000 + i)))
                  .toList()));
    }
    await(journal.put("changed", VALUE));
    Offsets offsets = offsets();
    assertThat(offsets.highWatermark()).isGreaterThan(4 * MetadataJournal.SUPERSEDED);
    assertThat(offsets.highWatermark() - offsets.logStart())
        .isLessThan(2 * MetadataJournal.SUPERSEDED);

    journal = open();
    assertThat(journal.get("kept")).contains(VALUE);
    assertThat(journal.get("changed")).contains(VALUE);
  }

  @Test
  void aRefreshWritesEverythingAgain() {
    await(journal.put("old", VALUE));
    long before = offsets().highWatermark();
    await(journal.refresh());
    assertThat(offsets().logStart()).isEqualTo(before);
    journal = open();
    assertThat(journal.get("old")).contains(VALUE);
  }

  @Test
  void aLongTopicIsShortenedWhenItIsOpened() {
    faulty.failNext("trim", FaultyBackend.unavailable()); // the first time, while it runs
    await(
        Future.all(
            IntStream.range(0, MetadataJournal.SUPERSEDED + 50)
                .mapToObj(i -> journal.put("changed", VALUE))
                .toList()));
    Awaitility.await().until(faulty.faults::isEmpty);
    assertThat(offsets().logStart()).isZero();
    journal = open();
    assertThat(offsets().logStart()).isGreaterThan(MetadataJournal.SUPERSEDED);
    assertThat(journal.get("changed")).contains(VALUE);
  }

  @Test
  void moreThanAStateLogTakesAtOnceIsWrittenAgainPieceByPiece() {
    for (int i = 0; i < 10; i++) {
      await(journal.put("large" + i, LARGE));
    }
    long before = offsets().highWatermark();
    await(journal.refresh());
    assertThat(offsets().logStart()).isEqualTo(before);
    journal = open();
    assertThat(journal.keys("large")).hasSize(10);
  }

  @Test
  void aRefreshThatIsRefusedAtOnceStandsInNobodysWay() {
    faulty.hold();
    List<Future<Void>> onTheirWay =
        IntStream.range(0, 3).mapToObj(i -> journal.put("large" + i, LARGE)).toList();
    assertThatThrownBy(() -> await(journal.refresh())).isInstanceOf(Failure.Throttled.class);
    faulty.release();
    await(Future.all(onTheirWay));
    await(journal.put("after", VALUE));
    journal = open();
    assertThat(journal.keys("")).contains("large0", "large2", "after");
  }

  @Test
  void afterAFailureTheNextChangeWritesEverythingAgain() {
    await(journal.put("before", VALUE));
    faulty.failNext("claim.append", FaultyBackend.unavailable());
    assertThatThrownBy(() -> await(journal.put("unlucky", VALUE)))
        .isInstanceOf(Failure.Unavailable.class);
    await(Future.all(journal.put("after", VALUE), journal.put("more", VALUE)));

    journal = open();
    assertThat(journal.keys("")).contains("before", "unlucky", "after", "more");
  }

  @Test
  void whatFailsBecauseOfAnEarlierFailureIsNotTakenForALostClaim() {
    faulty.failNext("claim.append", FaultyBackend.unavailable());
    List<Future<Void>> puts =
        IntStream.range(0, 50).mapToObj(i -> journal.put("unlucky" + i, VALUE)).toList();
    await(Future.join(puts).otherwiseEmpty());
    assertThat(puts.getFirst().cause()).isInstanceOf(Failure.Unavailable.class);
    await(journal.put("after", VALUE));

    journal = open();
    assertThat(journal.keys("")).hasSizeGreaterThanOrEqualTo(51).contains("after");
  }

  @Test
  void whoIsFencedStaysFenced() {
    MetadataJournal other = open();
    assertThatThrownBy(() -> await(journal.put("late", VALUE))).isInstanceOf(Failure.Fenced.class);
    assertThat(journal.refusal()).isPresent();
    assertThatThrownBy(() -> await(journal.put("later", VALUE))).isInstanceOf(Failure.Fenced.class);
    await(other.put("theirs", VALUE));
    assertThat(other.refusal()).isEmpty();
    assertThat(open().keys("")).contains("theirs").doesNotContain("late", "later");
  }

  @Test
  void aClosedJournalTakesNothing() {
    await(journal.close());
    assertThatThrownBy(() -> await(journal.put("late", VALUE)))
        .isInstanceOf(Failure.Unavailable.class);
    await(journal.close());
  }

  private MetadataJournal open() {
    return await(MetadataJournal.open(test.core().state()));
  }

  private Offsets offsets() {
    List<TopicDescription> topics = await(test.backend().topics().list());
    return await(test.backend().log().offsets(new TopicPartition(topics.getFirst().id(), 0)));
  }
}
