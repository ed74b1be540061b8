package io.weir.embedded.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Who goes too fast waits, until the log is closed. */
class PaceTest {
  private final Pace pace = new Pace(1);

  @Test
  void whoHasTakenMoreThanASecondsWorthWaitsAndEndsWithTheLog() throws InterruptedException {
    pace.await(1_000_000); // it is paid for by who comes next
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread next =
        new Thread(
            () -> {
              try {
                pace.await(1);
              } catch (CancellationException e) {
                failure.set(e);
              }
            });
    next.start();
    await().until(() -> next.getState() == Thread.State.TIMED_WAITING);

    pace.end();

    next.join();
    assertThat(failure.get()).isNotNull();
    assertThatThrownBy(() -> pace.await(0)).isInstanceOf(CancellationException.class);
  }
}
