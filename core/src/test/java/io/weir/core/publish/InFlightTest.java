package io.weir.core.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.core.failure.Failure;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/** What an event loop has taken, and who waits for room. */
class InFlightTest {
  private final Deque<Runnable> later = new ArrayDeque<>();
  private final InFlight inFlight = new InFlight(100, later::add);

  @Test
  void whoeverComesWhenItIsFullIsRefusedUnlessNothingIsUnderWay() {
    assertThat(inFlight.refusal(1000)).isNull();
    inFlight.begin(1000);

    assertThat(inFlight.refusal(1)).isInstanceOf(Failure.Throttled.class);
    inFlight.end(1000);

    assertThat(inFlight.refusal(1)).isNull();
  }

  @Test
  void whoWaitsForRoomGetsItInTheOrderOfAsking() {
    inFlight.begin(90);
    Future<Void> large = inFlight.room(80);
    Future<Void> small = inFlight.room(5);
    large.onSuccess(room -> inFlight.begin(80));

    assertThat(large.isComplete()).isFalse();
    assertThat(small.isComplete()).as("others are before it").isFalse();

    inFlight.end(90);
    assertThat(large.isComplete()).as("not in the middle of what ends").isFalse();
    runLater();
    assertThat(large.succeeded()).isTrue();
    assertThat(small.succeeded()).isTrue();
    assertThat(inFlight.room(30).isComplete()).as("the first has taken its room").isFalse();
  }

  @Test
  void whoeverComesWhenTooManyWaitIsNotKept() {
    inFlight.begin(100);
    for (int i = 0; i < InFlight.MOST_WAITING; i++) {
      assertThat(inFlight.room(1).isComplete()).isFalse();
    }

    assertThat(inFlight.room(1).isComplete()).isTrue();
    assertThat(inFlight.refusal(1)).isInstanceOf(Failure.Throttled.class);
  }

  @Test
  void nobodyIsLeftWaitingWhenItCloses() {
    inFlight.begin(100);
    Future<Void> room = inFlight.room(50);

    Future<Void> closed = inFlight.close();

    assertThat(room.succeeded()).isTrue();
    assertThat(inFlight.refusal(50)).isInstanceOf(Failure.Unavailable.class);
    assertThat(closed.isComplete()).isFalse();
    inFlight.end(100);
    assertThat(closed.succeeded()).isTrue();
  }

  private void runLater() {
    while (!later.isEmpty()) {
      later.remove().run();
    }
  }
}
