package io.weir.core.topic;

import static io.weir.core.TestCore.ALICE;
import static io.weir.core.TestCore.STRANGER;
import static io.weir.core.TestCore.message;
import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.backend.BackendException;
import io.weir.backend.TopicSettings;
import io.weir.backend.TopicStore;
import io.weir.core.CoreOptions;
import io.weir.core.Interposed;
import io.weir.core.TestCore;
import io.weir.core.address.Address;
import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure;
import io.weir.core.limit.ConnectionLimits;
import io.weir.core.limit.LimitTree;
import io.weir.core.limit.Limits;
import io.weir.core.limit.NodeLimits;
import io.weir.core.limit.Rate;
import io.weir.core.limit.Rates;
import io.weir.core.limit.TenantLimits;
import io.weir.core.publish.Receipt;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much tenants keep is known, of those whose storage is limited. */
class StorageRoundsTest {
  private static final long MOST = 10_000;
  private static final Tenant OTHER = STRANGER.tenant();
  private static final String BODY = "x".repeat(1_000);

  private final LimitTree limits = new LimitTree();
  private final TestCore test = new TestCore(CoreOptions.DEFAULT.withLimits(limits));

  /** What was asked for, in each question. */
  private List<List<UUID>> questions = new CopyOnWriteArrayList<>();

  /** How much somebody was said to keep. */
  private final List<Long> told = new CopyOnWriteArrayList<>();

  private final AtomicBoolean failing = new AtomicBoolean();

  /** The first answer comes once this has. */
  private Future<Void> answering = Future.succeededFuture();

  @AfterEach
  void end() {
    test.close();
  }

  @Test
  void aTenantThatKeepsAsMuchAsItMayPublishesNothingUntilItHasDeletedSome() {
    limit(Tenant.DEFAULT);
    await(publish(ALICE, "small"));
    await().until(() -> limits.kept(Tenant.DEFAULT).isPresent());
    assertThat(limits.kept(Tenant.DEFAULT).getAsLong()).isBetween(1_000L, 1_200L);

    for (int i = 0; i < 9; i++) {
      await(publish(ALICE, "large"));
    }
    assertThatThrownBy(() -> await(publish(ALICE, "large")))
        .isInstanceOf(Failure.LimitReached.class)
        .hasMessageContaining("10kB");
    for (int i = 0; i < 20; i++) {
      await(publish(STRANGER, "large"));
    }

    await(test.core().topics().delete(ALICE, new TopicName("large")));
    await().until(() -> !limits.isFull(ALICE));
    await(publish(ALICE, "large"));
  }

  @Test
  void onlyTopicsOfTenantsWithALimitAreAskedForAndAllOfThese() {
    limit(OTHER);
    create(ALICE, 5);
    List<UUID> theirs = create(STRANGER, 5);

    rounds(
        begun -> {
          await().until(() -> questions.size() >= 3);
          limit(Tenant.DEFAULT, OTHER);
          await().until(() -> questions.getLast().size() == 10);
        });

    assertThat(questions.getFirst()).containsExactlyInAnyOrderElementsOf(theirs);
  }

  @Test
  void veryManyTopicsAreAskedForInLotsThatTenantsShare() {
    create(ALICE, 1_300);
    create(STRANGER, 1_200);
    for (int i = 0; i < 13; i++) {
      await(publish(ALICE, "t" + 100 * i));
      await(publish(STRANGER, "t" + 90 * i));
    }
    limit(Tenant.DEFAULT, OTHER);

    rounds(
        begun ->
            await()
                .until(
                    () ->
                        limits.kept(Tenant.DEFAULT).isPresent() && limits.kept(OTHER).isPresent()));

    List<List<UUID>> round =
        questions.stream().limit(3).toList(); // the next may still be on its way
    assertThat(round).extracting(List::size).containsExactly(1_000, 1_000, 500);
    assertThat(round.stream().flatMap(List::stream)).doesNotHaveDuplicates();
    long each = limits.kept(OTHER).getAsLong() / 13;
    assertThat(each).isBetween(1_000L, 1_200L);
    assertThat(limits.kept(OTHER)).hasValue(13 * each);
    assertThat(told).as("half of it is never told").containsOnly(13 * each);
  }

  @Test
  void whatIsPublishedWhileItIsMeasuredCounts() {
    limit(Tenant.DEFAULT);
    create(ALICE, 1);
    Promise<Void> answered = Promise.promise();
    answering = answered.future();
    rounds(
        begun -> {
          await().until(() -> !questions.isEmpty());
          await(publish(ALICE, "t0"));
          failing.set(true); // so that nobody measures again
          answered.complete();
          await().until(() -> questions.size() > 1);
        });
    assertThat(limits.kept(Tenant.DEFAULT).getAsLong()).isGreaterThan(1_000);
  }

  @Test
  void aTenantWithoutTopicsKeepsNothing() {
    limit(Tenant.DEFAULT, OTHER);
    rounds(begun -> await().until(() -> limits.kept(OTHER).isPresent()));
    assertThat(limits.kept(OTHER)).hasValue(0);
    assertThat(limits.kept(Tenant.DEFAULT)).hasValue(0);
  }

  @Test
  void whileNobodyCanSayWhatWasKnownHoldsAndThenItIsMeasuredAgain() {
    limit(Tenant.DEFAULT);
    create(ALICE, 1);
    await(publish(ALICE, "t0"));
    rounds(
        begun -> {
          await().until(() -> limits.kept(Tenant.DEFAULT).isPresent());
          long before = limits.kept(Tenant.DEFAULT).getAsLong();
          failing.set(true);
          int asked = questions.size();
          await().until(() -> questions.size() >= asked + 3);
          assertThat(limits.kept(Tenant.DEFAULT)).hasValue(before);

          failing.set(false);
          await(test.core().topics().delete(ALICE, new TopicName("t0")));
          await().until(() -> limits.kept(Tenant.DEFAULT).getAsLong() == 0);
        });
  }

  @Test
  void afterItsEndNothingIsAskedAnyMore() {
    limit(Tenant.DEFAULT);
    create(ALICE, 1);
    rounds(begun -> await().until(() -> questions.size() >= 2));
    List<List<UUID>> former = questions;
    int most = former.size() + 1; // which may have been on its way

    questions = new CopyOnWriteArrayList<>();
    rounds(begun -> await().until(() -> questions.size() >= 10));

    assertThat(former).hasSizeLessThanOrEqualTo(most);
  }

  /** Goes round, with hardly a pause. */
  private void rounds(Consumer<StorageRounds> meanwhile) {
    List<List<UUID>> own = questions;
    TopicStore store =
        Interposed.before(
            TopicStore.class,
            test.backend().topics(),
            (method, arguments, onward) -> {
              if (method.getName().equals("sizes")) {
                own.add(asked(arguments[0]));
                if (failing.get()) {
                  return Future.failedFuture(new BackendException.Unavailable("not now"));
                }
              }
              Object answer = onward.call();
              return answer instanceof Future<?> future ? answering.compose(now -> future) : answer;
            });
    Limits heard =
        Interposed.before(
            Limits.class,
            limits,
            (method, arguments, onward) -> {
              if (method.getName().equals("stored")) {
                told.add((Long) arguments[1]);
              }
              return onward.call();
            });
    StorageRounds rounds = StorageRounds.begin(test.vertx, store, test.core().topics(), heard, 10);
    try {
      meanwhile.accept(rounds);
    } finally {
      rounds.end();
    }
  }

  @SuppressWarnings("unchecked")
  private static List<UUID> asked(Object topics) {
    return List.copyOf((List<UUID>) topics);
  }

  private void limit(Tenant... tenants) {
    Map<Tenant, TenantLimits> all = new HashMap<>();
    for (Tenant tenant : tenants) {
      all.put(tenant, storage());
    }
    limits.replace(NodeLimits.UNLIMITED, all);
  }

  private static TenantLimits storage() {
    return new TenantLimits(
        Rates.UNLIMITED,
        Rates.UNLIMITED,
        Rate.UNLIMITED,
        Rate.UNLIMITED,
        Integer.MAX_VALUE,
        Integer.MAX_VALUE,
        MOST,
        Integer.MAX_VALUE,
        Integer.MAX_VALUE,
        Integer.MAX_VALUE,
        Integer.MAX_VALUE,
        Map.of(),
        ConnectionLimits.UNLIMITED);
  }

  private List<UUID> create(Caller caller, int count) {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TopicName name = new TopicName("t" + i);
      ids.add(await(test.core().topics().create(caller, name, 1, TopicSettings.DEFAULT)).id());
    }
    return ids;
  }

  private Future<Receipt> publish(Caller caller, String address) {
    return test.core().publisher().publish(caller, Address.parse(address), message(BODY));
  }
}
