package io.weir.core.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.core.failure.Failure;
import io.weir.core.tenant.Tenant;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What an event loop has taken, of whom, and who waits for room. */
class InFlightTest {
  private static final Tenant ACME = new Tenant("acme");
  private static final Tenant OTHER = new Tenant("other");
  private static final Tenant THIRD = new Tenant("third");

  private final Deque<Runnable> later = new ArrayDeque<>();
  private final InFlight inFlight = new InFlight(100, later::add);

  @Test
  void whoeverComesWhenItIsFullIsRefusedUnlessNothingIsUnderWay() {
    assertThat(inFlight.refusal(ACME, 1000)).isNull();
    inFlight.begin(ACME, 1000);

    assertThat(inFlight.refusal(ACME, 1)).isInstanceOf(Failure.Throttled.class);
    assertThat(inFlight.refusal(OTHER, 1)).isInstanceOf(Failure.Throttled.class);
    inFlight.end(ACME, 1000);

    assertThat(inFlight.refusal(ACME, 1)).isNull();
  }

  @Test
  void aTenantTakesAsMuchAsItLeavesFree() {
    assertThat(taken(ACME, 1)).as("alone").isEqualTo(50);
    assertThat(taken(OTHER, 1)).as("who comes second").isEqualTo(25);
    end(ACME, 25);
    assertThat(taken(OTHER, 1)).as("once the first has less").isEqualTo(12);
    assertThat(taken(THIRD, 1)).isBetween(18, 19);
  }

  @Test
  void whoComesFindsRoomAtOnceWhileAnotherHasAllThatItMayHaveAndWaits() {
    taken(ACME, 10);
    Future<Void> more = inFlight.room(ACME, 10);
    assertThat(more.isComplete()).isFalse();

    assertThat(inFlight.room(OTHER, 40).succeeded()).isTrue();
    assertThat(inFlight.refusal(OTHER, 40)).isNull();
    assertThat(more.isComplete()).isFalse();
  }

  @Test
  void whoHasNothingOnItsWayMayTakeWhateverFits() {
    inFlight.begin(ACME, 10);
    assertThat(inFlight.room(OTHER, 90).succeeded()).isTrue();
    assertThat(inFlight.refusal(THIRD, 91)).isInstanceOf(Failure.Throttled.class);
  }

  @Test
  void whatWasGivenRoomAsAWholeIsNotRefusedInParts() {
    inFlight.begin(ACME, 10);
    assertThat(inFlight.room(OTHER, 80).succeeded()).isTrue();
    for (int i = 0; i < 8; i++) {
      assertThat(inFlight.refusal(OTHER, 10)).isNull();
      inFlight.begin(OTHER, 10);
    }
    assertThat(inFlight.refusal(OTHER, 1)).isInstanceOf(Failure.Throttled.class);
    assertThat(inFlight.refusal(THIRD, 10)).isNull();
  }

  @Test
  void whoWaitsForRoomGetsItInTheOrderOfAsking() {
    inFlight.begin(ACME, 90);
    Future<Void> large = inFlight.room(ACME, 80);
    Future<Void> small = inFlight.room(ACME, 5);
    large.onSuccess(room -> inFlight.begin(ACME, 80));

    assertThat(large.isComplete()).isFalse();
    assertThat(small.isComplete()).as("others are before it").isFalse();
    assertThat(inFlight.refusal(ACME, 1)).isInstanceOf(Failure.Throttled.class);

    end(ACME, 90);
    assertThat(large.isComplete()).as("not in the middle of what ends").isFalse();
    runLater();
    assertThat(large.succeeded()).isTrue();
    assertThat(small.isComplete()).as("it has more than is left").isFalse();
    end(ACME, 80);
    runLater();
    assertThat(small.succeeded()).isTrue();
  }

  @Test
  void tenantsThatWaitTakeTurnsHoweverMuchOneAsksFor() {
    inFlight.begin(THIRD, 100);
    Map<Tenant, Integer> served = new HashMap<>();
    for (int i = 0; i < 30; i++) {
      serve(ACME, 10, served);
    }
    for (int i = 0; i < 3; i++) {
      serve(OTHER, 10, served);
    }

    end(THIRD, 100);
    runLater();

    assertThat(served).containsEntry(ACME, 3).containsEntry(OTHER, 3);
  }

  @Test
  void whoAsksWhileOthersAreLetInIsLetInAfterThem() {
    inFlight.begin(ACME, 60);
    AtomicReference<Future<Void>> meanwhile = new AtomicReference<>();
    inFlight
        .room(ACME, 60)
        .onSuccess(
            room -> {
              meanwhile.set(inFlight.room(OTHER, 10));
              inFlight.begin(ACME, 60);
            });

    end(ACME, 60);
    runLater();

    assertThat(meanwhile.get().succeeded()).isTrue();
  }

  @Test
  void whoWaitsWithNothingOnItsWayIsNotPassedByAnybody() {
    int acme = taken(ACME, 1);
    int other = taken(OTHER, 1);
    Future<Void> large = inFlight.room(THIRD, 90);
    large.onSuccess(room -> inFlight.begin(THIRD, 90));

    for (int left = acme + other; left > 10; left--) {
      assertThat(large.isComplete()).isFalse();
      Tenant ending = left > other ? ACME : OTHER;
      assertThat(inFlight.refusal(ending, 1)).isInstanceOf(Failure.Throttled.class);
      assertThat(inFlight.room(ending, 1).isComplete()).isFalse();
      end(ending, 1);
      runLater();
    }

    assertThat(large.succeeded()).isTrue();
  }

  @Test
  void whoeverComesWhenTooManyOfItsTenantWaitIsNotKept() {
    inFlight.begin(ACME, 100);
    for (int i = 0; i < InFlight.MOST_WAITING; i++) {
      assertThat(inFlight.room(ACME, 1).isComplete()).isFalse();
    }

    assertThat(inFlight.room(ACME, 1).isComplete()).isTrue();
    assertThat(inFlight.refusal(ACME, 1)).isInstanceOf(Failure.Throttled.class);
    assertThat(inFlight.room(OTHER, 1).isComplete()).isFalse();
  }

  @Test
  void nobodyIsLeftWaitingWhenItCloses() {
    inFlight.begin(ACME, 60);
    Future<Void> room = inFlight.room(ACME, 50);
    Future<Void> others = inFlight.room(OTHER, 50);

    Future<Void> closed = inFlight.close();

    assertThat(room.succeeded()).isTrue();
    assertThat(others.succeeded()).isTrue();
    assertThat(inFlight.refusal(ACME, 50)).isInstanceOf(Failure.Unavailable.class);
    assertThat(closed.isComplete()).isFalse();
    end(ACME, 60);
    assertThat(closed.succeeded()).isTrue();
  }

  @Test
  void whoDoesNotWaitCostsNoMemory() {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    passThrough(50_000); // until all of it is compiled

    long before = threads.getCurrentThreadAllocatedBytes();
    passThrough(50_000);

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(50_000);
  }

  private void passThrough(int publications) {
    for (int i = 0; i < publications; i++) {
      Tenant tenant = i % 2 == 0 ? ACME : OTHER;
      inFlight.room(tenant, 10);
      if (inFlight.refusal(tenant, 10) == null) {
        inFlight.begin(tenant, 10);
      }
      inFlight.end(tenant, 10);
    }
  }

  @Test
  void tenantsThatAreGoneAreForgotten() {
    inFlight.begin(ACME, 10);
    Future<Void> waits = inFlight.room(ACME, 80);
    for (int i = 0; i < 10 * InFlight.MOST_IDLE; i++) {
      inFlight.refusal(new Tenant("t" + i), 1);
    }
    assertThat(inFlight.tenants()).isLessThanOrEqualTo(InFlight.MOST_IDLE);
    end(ACME, 10);
    runLater();
    assertThat(waits.succeeded()).isTrue();
  }

  /** How much a tenant gets in pieces before it is refused. */
  private int taken(Tenant tenant, int size) {
    int taken = 0;
    while (inFlight.refusal(tenant, size) == null) {
      inFlight.begin(tenant, size);
      taken += size;
    }
    return taken;
  }

  private void serve(Tenant tenant, int size, Map<Tenant, Integer> served) {
    inFlight
        .room(tenant, size)
        .onSuccess(
            room -> {
              inFlight.begin(tenant, size);
              served.merge(tenant, 1, Integer::sum);
            });
  }

  private void end(Tenant tenant, int size) {
    inFlight.end(tenant, size);
  }

  private void runLater() {
    while (!later.isEmpty()) {
      later.remove().run();
    }
  }
}
