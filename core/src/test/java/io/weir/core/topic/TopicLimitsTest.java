package io.weir.core.topic;

import static io.weir.core.TestCore.ALICE;
import static io.weir.core.TestCore.STRANGER;
import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.weir.backend.BackendException;
import io.weir.backend.TopicSettings;
import io.weir.core.CoreOptions;
import io.weir.core.FaultyBackend;
import io.weir.core.TestCore;
import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure;
import io.weir.core.limit.Limit;
import io.weir.core.limit.Limits;
import io.weir.core.tenant.Caller;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many topics a tenant may have. */
class TopicLimitsTest {
  private static final TopicName ORDERS = new TopicName("orders");
  private static final TopicSettings SETTINGS = TopicSettings.DEFAULT;

  private final AtomicLong most = new AtomicLong(Long.MAX_VALUE);
  private final FaultyBackend faulty = new FaultyBackend();
  private final TestCore test =
      new TestCore(
          CoreOptions.DEFAULT.withLimits(
              new Limits() {
                @Override
                public long most(Caller caller, Limit limit) {
                  return most.get();
                }
              }),
          faulty);

  @AfterEach
  void end() {
    faulty.release();
    test.close();
  }

  @Test
  void aTenantHasNoMoreTopicsThanItMay() {
    most.set(2);
    await(topics().create(ALICE, ORDERS, 1, SETTINGS));
    await(topics().findOrCreate(ALICE, new TopicName("second")));
    TopicName third = new TopicName("third");
    assertThatThrownBy(() -> await(topics().create(ALICE, third, 1, SETTINGS)))
        .isInstanceOf(Failure.LimitReached.class)
        .hasMessageContaining("2");
    assertThatThrownBy(() -> topics().checkCreate(ALICE, third, 1, SETTINGS))
        .isInstanceOf(Failure.LimitReached.class);
    assertThatThrownBy(() -> await(topics().findOrCreate(ALICE, third)))
        .isInstanceOf(Failure.LimitReached.class);
    await(topics().delete(ALICE, ORDERS));
    await(topics().create(ALICE, third, 1, SETTINGS));
    test.restart();
    assertThatThrownBy(() -> await(topics().create(ALICE, ORDERS, 1, SETTINGS)))
        .isInstanceOf(Failure.LimitReached.class);
    await(topics().create(STRANGER, ORDERS, 1, SETTINGS));
  }

  @Test
  void topicsThatAreBeingCreatedCountToo() {
    most.set(2);
    faulty.hold();
    List<Future<Topic>> creations =
        IntStream.range(0, 5)
            .mapToObj(i -> topics().create(ALICE, new TopicName("t" + i), 1, SETTINGS))
            .toList();
    faulty.release();
    await(Future.join(creations).otherwiseEmpty());
    assertThat(creations.stream().filter(Future::succeeded)).hasSize(2);
    assertThat(topics().list(ALICE, "", 10)).hasSize(2);
  }

  @Test
  void aCreationThatFailedTakesNoPlace() {
    most.set(1);
    for (int i = 0; i < 3; i++) {
      faulty.failNext("create", new BackendException.Full("no space"));
      assertThatThrownBy(() -> await(topics().create(ALICE, ORDERS, 1, SETTINGS)))
          .isInstanceOf(Failure.StorageFull.class);
    }
    await(topics().create(ALICE, ORDERS, 1, SETTINGS));
  }

  private Topics topics() {
    return test.core().topics();
  }
}
