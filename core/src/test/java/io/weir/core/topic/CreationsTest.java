package io.weir.core.topic;

import static io.weir.core.TestCore.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.core.failure.Failure;
import io.weir.core.limit.Limit;
import io.weir.core.limit.Limits;
import io.weir.core.tenant.Caller;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Topics on their way into being, of those who may have one. */
class CreationsTest {
  private final Creations creations =
      new Creations(
          new Limits() {
            @Override
            public long most(Caller caller, Limit limit) {
              return 1;
            }
          },
          new TopicTable());

  @Test
  void whatIsOnItsWayTakesAPlaceUntilItHasEnded() {
    Promise<Topic> creation = Promise.promise();
    Future<Topic> created = creations.within(ALICE, creation::future);
    assertThatThrownBy(() -> creations.check(ALICE)).isInstanceOf(Failure.LimitReached.class);
    creation.fail("no space");
    assertThat(created.failed()).isTrue();
    assertThatCode(() -> creations.check(ALICE)).doesNotThrowAnyException();
  }

  @Test
  void whoeverSeesThatOneHasEndedFindsItsPlaceFree() {
    Promise<Topic> creation = Promise.promise();
    AtomicReference<Future<Topic>> created = new AtomicReference<>();
    AtomicBoolean seenTooSoon = new AtomicBoolean();
    // Looks when the creation is over and nobody else has heard of that yet.
    Future<Topic> watched =
        creation.future().onComplete(over -> seenTooSoon.set(created.get().isComplete()));
    created.set(creations.within(ALICE, () -> watched));
    creation.fail("no space");
    assertThat(seenTooSoon).isFalse();
    assertThat(created.get().failed()).isTrue();
  }
}
