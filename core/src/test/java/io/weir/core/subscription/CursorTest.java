package io.weir.core.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.subscription.CursorRecord.FailureCount;
import io.weir.core.subscription.CursorRecord.SettledRange;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is settled, and what is said of it to be written down. */
class CursorTest {
  private final Cursor cursor = new Cursor(10);

  @Test
  void theFloorMovesOverWhatIsSettledWithoutAGap() {
    cursor.settle(11, 13);
    assertThat(cursor.floor()).isEqualTo(10);
    assertThat(cursor.isSettled(10)).isFalse();
    assertThat(cursor.isSettled(12)).isTrue();
    assertThat(cursor.nextUnsettled(11)).isEqualTo(13);

    cursor.settle(10, 11);

    assertThat(cursor.floor()).isEqualTo(13);
    assertThat(cursor.settledRanges()).isEmpty();
  }

  @Test
  void itKnowsHowMuchIsNotSettled() {
    cursor.settle(12, 15);
    cursor.settle(20, 30);

    assertThat(cursor.unsettledBefore(10)).isZero();
    assertThat(cursor.unsettledBefore(13)).isEqualTo(2);
    assertThat(cursor.unsettledBefore(25)).isEqualTo(2 + 5);
    assertThat(cursor.unsettledBefore(40)).isEqualTo(2 + 5 + 10);
  }

  @Test
  void whatIsSettledAgainChangesNothing() {
    cursor.settle(10, 20);
    cursor.delta(1);

    cursor.settle(5, 20);

    assertThat(cursor.hasChanged()).isFalse();
    assertThat(cursor.floor()).isEqualTo(20);
  }

  @Test
  void aDeltaSaysWhatChangedSinceTheLastAndNoMore() {
    cursor.settle(12, 13);
    cursor.count(15, 2);
    assertThat(cursor.delta(1))
        .isEqualTo(
            new CursorRecord(
                1, 10, 10, List.of(new SettledRange(12, 13)), List.of(new FailureCount(15, 2))));

    cursor.settle(10, 11);
    cursor.settle(13, 14);
    cursor.mark(50);

    assertThat(cursor.delta(2))
        .isEqualTo(new CursorRecord(2, 11, 50, List.of(new SettledRange(13, 14)), List.of()));
    assertThat(cursor.hasChanged()).isFalse();
  }

  @Test
  void whatTheFloorSaysTheDeltaDoesNotSayTwice() {
    cursor.settle(11, 13);
    cursor.count(20, 1);
    cursor.settle(10, 11);
    cursor.settle(20, 21);

    assertThat(cursor.delta(1))
        .isEqualTo(new CursorRecord(1, 13, 13, List.of(new SettledRange(20, 21)), List.of()));
  }

  @Test
  void aSnapshotSaysEverything() {
    cursor.settle(12, 13);
    cursor.count(15, 2);
    cursor.delta(1);
    cursor.settle(17, 18);

    assertThat(cursor.snapshot(2))
        .isEqualTo(
            new CursorRecord(
                2,
                10,
                10,
                List.of(new SettledRange(12, 13), new SettledRange(17, 18)),
                List.of(new FailureCount(15, 2))));
    assertThat(cursor.hasChanged()).isFalse();
  }

  @Test
  void failuresOfWhatIsSettledAreForgotten() {
    cursor.count(12, 3);
    assertThat(cursor.count(12)).isEqualTo(3);

    cursor.settle(12, 13);

    assertThat(cursor.count(12)).isZero();
    assertThat(cursor.snapshot(1).counts()).isEmpty();
  }

  @Test
  void failuresOfWhatALaterDeltaSettlesAreForgottenToo() {
    Cursor other =
        Cursor.of(new CursorRecord(1, 10, 10, List.of(), List.of(new FailureCount(12, 3))));

    other.apply(new CursorRecord(2, 10, 10, List.of(new SettledRange(12, 13)), List.of()));

    assertThat(other.count(12)).isZero();
  }

  @Test
  void theMarkIsNeverBeforeTheFloorAndMayBeTakenBack() {
    cursor.mark(100);
    assertThat(cursor.mark()).isEqualTo(100);
    cursor.mark(50);
    assertThat(cursor.mark()).isEqualTo(50);

    cursor.settle(10, 60);

    assertThat(cursor.mark()).isEqualTo(60);
  }
}
