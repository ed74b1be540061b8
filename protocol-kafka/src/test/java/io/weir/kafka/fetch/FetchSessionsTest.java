package io.weir.kafka.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Principal;
import io.weir.core.tenant.Tenant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class FetchSessionsTest {
  private static final Caller ALICE =
      new Caller(new Tenant("acme"), Principal.named("alice"), "kafka", "kafka-1");
  private static final Caller EVE =
      new Caller(new Tenant("other"), Principal.named("alice"), "kafka", "kafka-2");

  private final AtomicLong clock = new AtomicLong(1_000_000);
  private final FetchSessions sessions = new FetchSessions(2, 10, clock::get);

  private static FetchTarget target(int partition) {
    return new FetchTarget(
        new FetchTarget.Key("topic", Uuid.ZERO_UUID, partition), 0, 1000, -1, -1);
  }

  private static List<FetchTarget> targets(int count) {
    return IntStream.range(0, count).mapToObj(FetchSessionsTest::target).toList();
  }

  private static List<PartitionRead> reads(int count) {
    return targets(count).stream()
        .map(target -> PartitionRead.refused(target, Errors.UNKNOWN_TOPIC_OR_PARTITION))
        .toList();
  }

  private int create(int partitions) {
    return sessions.create(ALICE, false, reads(partitions));
  }

  private FetchContext next(Caller caller, int id, int epoch) {
    return sessions.open(caller, id, epoch, false, List.of(), List.of());
  }

  @Test
  void aSessionIsItsOwnersAlone() {
    int id = create(3);
    assertThat(next(EVE, id, 1))
        .isEqualTo(new FetchContext.Refused(Errors.FETCH_SESSION_ID_NOT_FOUND));
    assertThat(next(ALICE, id, 1).targets()).hasSize(3);
  }

  @Test
  void withoutRoomThereIsNoSession() {
    assertThat(create(3)).isNotZero();
    assertThat(create(3)).isNotZero();
    assertThat(create(3)).isZero();
  }

  @Test
  void anIdleSessionGivesItsPlaceToANewOne() {
    int idle = create(3);
    clock.addAndGet(FetchSessions.IDLE_MILLIS);
    int used = create(3);
    clock.addAndGet(1);
    assertThat(create(1)).isNotZero();
    assertThat(next(ALICE, idle, 1)).isInstanceOf(FetchContext.Refused.class);
    assertThat(next(ALICE, used, 1)).isInstanceOf(FetchContext.Continuing.class);
  }

  @Test
  void aSmallSessionGivesItsPlaceToALargerOneOnceItIsOldEnough() {
    int small = create(1);
    int large = create(3);
    assertThat(create(2)).isZero();
    clock.addAndGet(FetchSessions.IDLE_MILLIS + 1);
    next(ALICE, small, 1);
    next(ALICE, large, 1);
    assertThat(create(2)).isNotZero();
    assertThat(next(ALICE, small, 2)).isInstanceOf(FetchContext.Refused.class);
    assertThat(next(ALICE, large, 2)).isInstanceOf(FetchContext.Continuing.class);
  }

  @Test
  void thePartitionsOfAllSessionsAreBounded() {
    assertThat(create(8)).isNotZero();
    assertThat(create(3)).isZero();
    int id = create(2);
    assertThat(id).isNotZero();
    FetchContext grown = sessions.open(ALICE, id, 1, false, targets(3), List.of());
    assertThat(grown).isEqualTo(new FetchContext.Refused(Errors.FETCH_SESSION_ID_NOT_FOUND));
    assertThat(create(2)).as("its place is free again").isNotZero();
  }

  @Test
  void aSessionThatForgetsEverythingEnds() {
    int id = create(1);
    FetchContext context = sessions.open(ALICE, id, 1, false, List.of(), List.of(target(0).key()));
    assertThat(context).isEqualTo(new FetchContext.Alone(List.of()));
    assertThat(next(ALICE, id, 2)).isInstanceOf(FetchContext.Refused.class);
  }

  @Test
  void namesAndIdsDoNotMix() {
    int id = create(1);
    assertThat(sessions.open(ALICE, id, 1, true, targets(1), List.of()))
        .isEqualTo(new FetchContext.Refused(Errors.FETCH_SESSION_TOPIC_ID_ERROR));
    assertThat(sessions.open(ALICE, id, 1, true, List.of(), List.of()))
        .as("what it would be told has no ids either")
        .isEqualTo(new FetchContext.Refused(Errors.FETCH_SESSION_TOPIC_ID_ERROR));
  }

  @Test
  void anErrorIsToldEachTimeAndNoDataIsToldOnce() {
    int id = create(2);
    FetchContext context = next(ALICE, id, 1);
    assertThat(context.tell(reads(2)).mentioned()).hasSize(2);
    assertThat(context.tell(reads(2)).mentioned()).hasSize(2);
  }
}
