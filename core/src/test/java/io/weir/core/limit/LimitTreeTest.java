package io.weir.core.limit;

import static io.weir.core.limit.TestLimits.ACME;
import static io.weir.core.limit.TestLimits.OTHER;
import static io.weir.core.limit.TestLimits.bytes;
import static io.weir.core.limit.TestLimits.caller;
import static io.weir.core.limit.TestLimits.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.limit.Wait.Scope;
import io.weir.core.tenant.Caller;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LimitTreeTest {
  private static final Caller ANN = caller(ACME, "ann", "c1");
  private static final Caller BOB = caller(ACME, "bob", "c2");
  private static final Caller EVE = caller(OTHER, "ann", "c3");
  private static final long SECOND = 1_000_000_000;

  private final TestLimits limits = new TestLimits();
  private final LimitTree tree = limits.tree;

  @Test
  void withoutLimitsNobodyWaits() {
    assertThat(tree.tryPublish(ANN, 1_000_000, Long.MAX_VALUE)).isEqualTo(Wait.NONE);
    assertThat(tree.consume(ANN, 1_000_000, Long.MAX_VALUE)).isEqualTo(Wait.NONE);
    assertThat(tree.take(ANN, Limit.CONNECTIONS)).isEqualTo(Wait.NONE);
    assertThat(tree.most(ANN, Limit.TOPICS)).isGreaterThanOrEqualTo(Integer.MAX_VALUE);
    assertThat(tree.isFull(ANN)).isFalse();
  }

  @Test
  void pastTheBurstOneWaitsUntilTheRateHasMadeRoom() {
    limits.limit(TestLimits.publish(bytes(100, 300)));
    assertThat(tree.tryPublish(ANN, 1, 300)).isEqualTo(Wait.NONE);
    Wait wait = tree.tryPublish(ANN, 1, 50);
    assertThat(wait).isEqualTo(new Wait(500, Limit.PUBLISHED_BYTES, Scope.TENANT));
    limits.pass(SECOND / 2 - 1);
    assertThat(tree.tryPublish(ANN, 1, 50).isNeeded()).isTrue();
    limits.pass(1);
    assertThat(tree.tryPublish(ANN, 1, 50)).isEqualTo(Wait.NONE);
  }

  @Test
  void whatIsRefusedCostsNothing() {
    limits.limit(TestLimits.publish(new Rates(new Rate(10, 10), new Rate(100, 100))));
    for (int i = 0; i < 20; i++) {
      assertThat(tree.tryPublish(ANN, 1, 100).isNeeded()).isEqualTo(i > 0);
    }
    assertThat(tree.tryPublish(ANN, 9, 0)).isEqualTo(Wait.NONE);
  }

  @Test
  void whatIsRefusedOnceIsChargedNowhere() {
    Rates ten = messages(1, 10);
    NodeLimits node =
        new NodeLimits(
            bytes(1, 100), Rates.UNLIMITED, Rate.UNLIMITED, Rate.UNLIMITED, Integer.MAX_VALUE);
    UserLimits user = new UserLimits(ten, Rates.UNLIMITED, Rate.UNLIMITED, Integer.MAX_VALUE);
    ConnectionLimits each = new ConnectionLimits(ten, Rates.UNLIMITED, Rate.UNLIMITED);
    limits.limit(
        node,
        TestLimits.tenant(
            ten,
            Rates.UNLIMITED,
            Rate.UNLIMITED,
            Rate.UNLIMITED,
            Integer.MAX_VALUE,
            Map.of("ann", user),
            each));
    tree.take(ANN, Limit.CONNECTIONS);
    assertThat(tree.tryPublish(ANN, 1, 100)).isEqualTo(Wait.NONE);
    for (int i = 0; i < 20; i++) {
      assertWaits(tree.tryPublish(ANN, 1, 100), Scope.NODE);
    }
    assertThat(tree.tryPublish(ANN, 9, 0)).isEqualTo(Wait.NONE);
  }

  @Test
  void whatGoesOnInAnyCaseIsPaidForAfterwards() {
    limits.limit(TestLimits.publish(bytes(100, 100)));
    assertThat(tree.publish(ANN, 1, 400).millis()).isEqualTo(3_000);
    assertThat(tree.publish(BOB, 1, 100).millis()).isEqualTo(4_000);
    limits.pass(4 * SECOND);
    assertThat(tree.publish(ANN, 0, 0)).isEqualTo(Wait.NONE);
  }

  @Test
  void aThingLargerThanTheBurstPassesAfterAPause() {
    limits.limit(TestLimits.publish(bytes(100, 100)));
    assertThat(tree.tryPublish(ANN, 1, 500)).isEqualTo(Wait.NONE);
    limits.pass(4 * SECOND);
    assertThat(tree.tryPublish(ANN, 1, 500).millis()).isEqualTo(1_000);
    limits.pass(SECOND);
    assertThat(tree.tryPublish(ANN, 1, 500)).isEqualTo(Wait.NONE);
  }

  @Test
  void whoHasConsumedTooMuchHearsOfItBeforeTheNextRead() {
    limits.limit(TestLimits.rates(Rates.UNLIMITED, bytes(100, 100), Rate.UNLIMITED));
    assertThat(tree.consume(ANN, 0, 0)).isEqualTo(Wait.NONE);
    tree.consume(ANN, 3, 250);
    assertThat(tree.consume(ANN, 0, 0))
        .isEqualTo(new Wait(1_500, Limit.CONSUMED_BYTES, Scope.TENANT));
    assertThat(tree.tryPublish(ANN, 1, 1_000)).isEqualTo(Wait.NONE);
  }

  @Test
  void messagesAndRequestsCountToo() {
    limits.limit(TestLimits.rates(messages(2, 2), Rates.UNLIMITED, new Rate(1, 1)));
    assertThat(tree.tryPublish(ANN, 2, 1)).isEqualTo(Wait.NONE);
    assertWaits(tree.tryPublish(BOB, 1, 1), Limit.PUBLISHED_MESSAGES);
    assertThat(tree.tryRequest(ANN)).isEqualTo(Wait.NONE);
    assertWaits(tree.tryRequest(ANN), Limit.REQUESTS);
    assertThat(tree.request(ANN).millis()).isEqualTo(1_000);
  }

  @Test
  void aUserAndAConnectionHaveLimitsOfTheirOwn() {
    UserLimits slow =
        new UserLimits(bytes(100, 100), Rates.UNLIMITED, Rate.UNLIMITED, Integer.MAX_VALUE);
    ConnectionLimits each = new ConnectionLimits(messages(1, 1), Rates.UNLIMITED, Rate.UNLIMITED);
    limits.limit(
        TestLimits.tenant(
            Rates.UNLIMITED,
            Rates.UNLIMITED,
            Rate.UNLIMITED,
            Rate.UNLIMITED,
            Integer.MAX_VALUE,
            Map.of("ann", slow),
            each));
    tree.take(ANN, Limit.CONNECTIONS);
    tree.take(BOB, Limit.CONNECTIONS);
    assertThat(tree.tryPublish(ANN, 1, 100)).isEqualTo(Wait.NONE);
    assertWaits(tree.tryPublish(ANN, 0, 1), Scope.USER);
    assertWaits(tree.tryPublish(ANN, 1, 0), Scope.CONNECTION);
    assertThat(tree.tryPublish(BOB, 1, 1_000)).isEqualTo(Wait.NONE);
    Caller again = caller(ACME, "bob", "c4");
    tree.take(again, Limit.CONNECTIONS);
    assertThat(tree.tryPublish(again, 1, 1_000)).isEqualTo(Wait.NONE);
    assertWaits(tree.tryPublish(BOB, 1, 1), Scope.CONNECTION);
    tree.give(BOB, Limit.CONNECTIONS);
    assertThat(tree.tryPublish(BOB, 1, 1)).as("nothing is left of it").isEqualTo(Wait.NONE);
    tree.take(BOB, Limit.CONNECTIONS);
    assertThat(tree.tryPublish(BOB, 1, 1)).as("a new connection").isEqualTo(Wait.NONE);
  }

  @Test
  void theNodeLimitsAllTenantsTogether() {
    NodeLimits node =
        new NodeLimits(bytes(100, 100), Rates.UNLIMITED, Rate.UNLIMITED, Rate.UNLIMITED, 1);
    limits.limit(node, TenantLimits.UNLIMITED);
    assertThat(tree.tryPublish(ANN, 1, 100)).isEqualTo(Wait.NONE);
    assertWaits(tree.tryPublish(EVE, 1, 100), Scope.NODE);
    assertThat(tree.take(ANN, Limit.CONNECTIONS)).isEqualTo(Wait.NONE);
    assertWaits(tree.take(EVE, Limit.CONNECTIONS), Scope.NODE);
    tree.give(ANN, Limit.CONNECTIONS);
    assertThat(tree.take(EVE, Limit.CONNECTIONS)).isEqualTo(Wait.NONE);
  }

  @ParameterizedTest
  @EnumSource(names = {"QUEUES", "SESSIONS", "RETAINED"})
  void placesAreTakenAndGivenBack(Limit limit) {
    limits.limit(TestLimits.publish(Rates.UNLIMITED));
    long most = tree.most(ANN, limit);
    for (int i = 0; i < most; i++) {
      assertThat(tree.take(ANN, limit)).isEqualTo(Wait.NONE);
    }
    assertThat(tree.take(BOB, limit)).isEqualTo(new Wait(1_000, limit, Scope.TENANT));
    assertThat(tree.take(EVE, limit)).isEqualTo(Wait.NONE);
    tree.give(ANN, limit);
    assertThat(tree.take(BOB, limit)).isEqualTo(Wait.NONE);
  }

  @Test
  void nothingIsGivenBackThatWasNotTaken() {
    assertThatThrownBy(() -> tree.give(ANN, Limit.QUEUES))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> tree.take(ANN, Limit.TOPICS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aConnectionThatComesTooSoonTakesNoPlace() {
    limits.limit(TestLimits.connections(2, new Rate(1, 1)));
    assertThat(tree.take(ANN, Limit.CONNECTIONS)).isEqualTo(Wait.NONE);
    assertThat(tree.take(BOB, Limit.CONNECTIONS))
        .isEqualTo(new Wait(1_000, Limit.CONNECTION_RATE, Scope.TENANT));
    limits.pass(SECOND);
    assertThat(tree.take(BOB, Limit.CONNECTIONS)).isEqualTo(Wait.NONE);
    limits.pass(SECOND);
    assertWaits(tree.take(caller(ACME, "x", "c9"), Limit.CONNECTIONS), Limit.CONNECTIONS);
  }

  @Test
  void aUserHasItsOwnNumberOfConnections() {
    UserLimits one = new UserLimits(Rates.UNLIMITED, Rates.UNLIMITED, Rate.UNLIMITED, 1);
    limits.limit(TestLimits.users(Map.of("ann", one)));
    assertThat(tree.take(ANN, Limit.USER_CONNECTIONS)).isEqualTo(Wait.NONE);
    assertWaits(tree.take(ANN, Limit.USER_CONNECTIONS), Scope.USER);
    assertThat(tree.take(BOB, Limit.USER_CONNECTIONS)).isEqualTo(Wait.NONE);
    tree.give(ANN, Limit.USER_CONNECTIONS);
    assertThat(tree.take(ANN, Limit.USER_CONNECTIONS)).isEqualTo(Wait.NONE);
  }

  @Test
  void storageIsFullByWhatWasMeasuredAndPublishedSince() {
    limits.limit(TestLimits.publish(Rates.UNLIMITED));
    tree.publish(ANN, 1, 5_000);
    assertThat(tree.isFull(ANN)).as("nobody has measured yet").isFalse();
    assertThat(tree.kept(ACME)).isEmpty();
    tree.stored(ACME, 900, tree.published(ACME));
    tree.publish(ANN, 1, 60);
    assertThat(tree.isFull(ANN)).isFalse();
    tree.tryPublish(ANN, 1, 60);
    assertThat(tree.isFull(ANN)).isTrue();
    assertThat(tree.kept(ACME)).hasValue(1_020);
    tree.stored(ACME, 10, tree.published(ACME));
    assertThat(tree.isFull(ANN)).isFalse();
  }

  @Test
  void whatIsPublishedWhileStorageIsMeasuredCounts() {
    limits.limit(TestLimits.publish(Rates.UNLIMITED));
    long before = tree.published(ACME);
    tree.publish(ANN, 1, 600);
    tree.stored(ACME, 500, before);
    assertThat(tree.kept(ACME)).hasValue(1_100);
    assertThat(tree.isFull(ANN)).isTrue();
  }

  @Test
  void storageIsMeasuredOfThoseAloneWhoHaveALimit() {
    assertThat(tree.storageLimited()).isEmpty();
    limits.limit(TestLimits.publish(Rates.UNLIMITED));
    tree.publish(EVE, 1, 5_000);
    assertThat(tree.storageLimited()).containsExactly(ACME);
    tree.stored(ACME, 1_000, tree.published(ACME));
    assertThat(tree.isFull(ANN)).isTrue();

    tree.replace(NodeLimits.UNLIMITED, Map.of());
    assertThat(tree.storageLimited()).isEmpty();
    assertThat(tree.isFull(ANN)).isFalse();
    limits.limit(TestLimits.publish(Rates.UNLIMITED));
    assertThat(tree.isFull(ANN)).as("what was measured long ago says nothing").isFalse();
  }

  @Test
  void otherLimitsHoldAtOnceAndWhatWasUsedIsNotForgotten() {
    limits.limit(TestLimits.publish(bytes(100, 100)));
    tree.publish(ANN, 1, 300);
    limits.limit(TestLimits.publish(bytes(100, 100)));
    assertThat(tree.publish(ANN, 0, 0).millis()).isEqualTo(2_000);
    limits.limit(TestLimits.publish(bytes(200, 100)));
    assertThat(tree.publish(ANN, 0, 0).millis()).isEqualTo(1_000);
    limits.limit(TestLimits.publish(Rates.UNLIMITED));
    assertThat(tree.publish(ANN, 1, 10_000)).isEqualTo(Wait.NONE);
    limits.limit(TestLimits.publish(bytes(100, 100)));
    assertThat(tree.tryPublish(ANN, 1, 100)).isEqualTo(Wait.NONE);
    tree.replace(NodeLimits.UNLIMITED, Map.of());
    assertThat(tree.tryPublish(ANN, 1, 100)).isEqualTo(Wait.NONE);
  }

  @Test
  void connectionsThatAreThereGetNewLimitsToo() {
    tree.take(ANN, Limit.CONNECTIONS);
    tree.take(ANN, Limit.USER_CONNECTIONS);
    for (long rate : List.of(10L, 20L)) {
      ConnectionLimits each =
          new ConnectionLimits(messages(rate, rate), Rates.UNLIMITED, Rate.UNLIMITED);
      UserLimits user =
          new UserLimits(bytes(rate, rate), Rates.UNLIMITED, Rate.UNLIMITED, Integer.MAX_VALUE);
      limits.limit(
          TestLimits.tenant(
              Rates.UNLIMITED,
              Rates.UNLIMITED,
              Rate.UNLIMITED,
              Rate.UNLIMITED,
              Integer.MAX_VALUE,
              Map.of("ann", user),
              each));
      limits.pass(100 * SECOND);
      assertThat(tree.tryPublish(ANN, (int) rate, rate)).isEqualTo(Wait.NONE);
      assertWaits(tree.tryPublish(ANN, 1, 0), Scope.CONNECTION);
      assertWaits(tree.tryPublish(ANN, 0, 1), Scope.USER);
    }
  }

  @Test
  void weirItselfIsNotLimited() {
    limits.limit(TestLimits.publish(bytes(1, 1)));
    Caller weir = Caller.internal(ACME);
    assertThat(tree.tryPublish(weir, 1, 1_000)).isEqualTo(Wait.NONE);
    assertThat(tree.tryPublish(weir, 1, 1_000)).isEqualTo(Wait.NONE);
    assertThat(tree.most(weir, Limit.MESSAGE_BYTES)).isEqualTo(Long.MAX_VALUE);
    assertThat(tree.tryPublish(ANN, 1, 1)).isEqualTo(Wait.NONE);
  }

  private static void assertWaits(Wait wait, Scope of) {
    assertThat(wait.isNeeded()).isTrue();
    assertThat(wait.of()).isEqualTo(of);
  }

  private static void assertWaits(Wait wait, Limit limit) {
    assertThat(wait.isNeeded()).isTrue();
    assertThat(wait.limit()).isEqualTo(limit);
  }
}
