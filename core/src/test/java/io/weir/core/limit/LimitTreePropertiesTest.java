package io.weir.core.limit;

import static io.weir.core.limit.TestLimits.ACME;
import static io.weir.core.limit.TestLimits.OTHER;
import static io.weir.core.limit.TestLimits.caller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.tenant.Caller;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What holds of every rate, whatever comes, by a clock that is told. */
class LimitTreePropertiesTest {
  private static final Caller ANN = caller(ACME, "ann", "c1");
  private static final Caller EVE = caller(OTHER, "eve", "c2");
  private static final double SECOND = 1e9;

  /** So many bytes are asked for after so long. */
  record Ask(long afterNanos, int bytes) {}

  @Provide
  Arbitrary<List<Ask>> asks() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 2_000_000_000),
            Arbitraries.oneOf(
                Arbitraries.integers().between(1, 100), Arbitraries.integers().between(1, 5_000)))
        .as(Ask::new)
        .list()
        .ofMaxSize(60);
  }

  @Provide
  Arbitrary<Rate> rates() {
    return Combinators.combine(
            Arbitraries.longs().between(1, 3_000), Arbitraries.longs().between(1, 2_000))
        .as(Rate::new);
  }

  /** What passed, and when, counted from the moment that a rate began to hold. */
  private static void run(
      TestLimits limits, List<Ask> asks, Rate rate, List<long[]> passed, AtomicLong now) {
    for (Ask ask : asks) {
      limits.pass(ask.afterNanos);
      now.addAndGet(ask.afterNanos);
      if (!limits.tree.tryPublish(ANN, 1, ask.bytes).isNeeded()) {
        passed.add(new long[] {now.get(), ask.bytes});
      }
    }
    assertNoMoreThan(rate, passed);
  }

  /** Over each span from one passing to another, both included. */
  private static void assertNoMoreThan(Rate rate, List<long[]> passed) {
    for (int from = 0; from < passed.size(); from++) {
      long sum = 0;
      long largest = 0;
      for (int to = from; to < passed.size(); to++) {
        sum += passed.get(to)[1];
        largest = Math.max(largest, passed.get(to)[1]);
        double seconds = (passed.get(to)[0] - passed.get(from)[0]) / SECOND;
        assertThat((double) sum)
            .isLessThanOrEqualTo(
                rate.perSecond() * seconds + Math.max(rate.burst(), largest) + 1e-3);
      }
    }
  }

  @Property
  void noMorePassesThanTheRateAndABurst(
      @ForAll("asks") List<Ask> asks, @ForAll("rates") Rate rate) {
    TestLimits limits = new TestLimits();
    limits.limit(TestLimits.publish(new Rates(Rate.UNLIMITED, rate)));
    run(limits, asks, rate, new ArrayList<>(), new AtomicLong());
  }

  @Property
  void theSameHoldsAfterTheLimitsAreReplaced(
      @ForAll("asks") List<Ask> before,
      @ForAll("rates") Rate first,
      @ForAll("asks") List<Ask> after,
      @ForAll("rates") Rate second) {
    TestLimits limits = new TestLimits();
    limits.limit(TestLimits.publish(new Rates(Rate.UNLIMITED, first)));
    AtomicLong now = new AtomicLong();
    List<long[]> passed = new ArrayList<>();
    run(limits, before, first, passed, now);
    limits.limit(TestLimits.publish(new Rates(Rate.UNLIMITED, second)));
    run(limits, after, second, new ArrayList<>(), now);
  }

  @Property
  void replacedBetweenAnyTwoByTheSameALimitHoldsOverAll(
      @ForAll("asks") List<Ask> asks, @ForAll("rates") Rate rate) {
    TestLimits limits = new TestLimits();
    List<long[]> passed = new ArrayList<>();
    AtomicLong now = new AtomicLong();
    for (Ask ask : asks) {
      limits.limit(TestLimits.publish(new Rates(Rate.UNLIMITED, rate)));
      run(limits, List.of(ask), rate, passed, now);
    }
  }

  @Property
  void whoComesBackWhenToldPasses(@ForAll("asks") List<Ask> asks, @ForAll("rates") Rate rate) {
    TestLimits limits = new TestLimits();
    limits.limit(TestLimits.publish(new Rates(Rate.UNLIMITED, rate)));
    for (Ask ask : asks) {
      limits.pass(ask.afterNanos);
      Wait wait = limits.tree.tryPublish(ANN, 1, ask.bytes);
      if (wait.isNeeded()) {
        limits.pass(TimeUnit.MILLISECONDS.toNanos(wait.millis()));
        assertThat(limits.tree.tryPublish(ANN, 1, ask.bytes)).isEqualTo(Wait.NONE);
      }
    }
  }

  @Property
  void aTenantAtItsLimitDelaysNoOther(@ForAll("asks") List<Ask> asks, @ForAll("rates") Rate rate) {
    TestLimits beside = new TestLimits();
    TestLimits alone = new TestLimits();
    for (TestLimits limits : List.of(beside, alone)) {
      // The node has room for the tenant's share, and for all that the other asks.
      NodeLimits node =
          new NodeLimits(
              TestLimits.bytes(rate.perSecond() + 6_000, rate.burst() + 5_000 + 300_000),
              Rates.UNLIMITED,
              Rate.UNLIMITED,
              Rate.UNLIMITED,
              1);
      TenantLimits acme = TestLimits.publish(new Rates(Rate.UNLIMITED, rate));
      limits.tree.replace(node, Map.of(ACME, acme));
    }
    for (Ask ask : asks) {
      beside.pass(ask.afterNanos);
      alone.pass(ask.afterNanos);
      for (int i = 0; i < 50; i++) {
        beside.tree.tryPublish(ANN, 1, ask.bytes);
      }
      assertThat(beside.tree.tryPublish(EVE, 1, ask.bytes))
          .isEqualTo(alone.tree.tryPublish(EVE, 1, ask.bytes));
    }
  }

  @Test
  void threadsThatTryAtOnceGetNoMoreTogether() throws Exception {
    int burst = 400_000;
    TestLimits limits = new TestLimits();
    limits.limit(TestLimits.publish(TestLimits.bytes(1, burst)));
    AtomicLong passed = new AtomicLong();
    CyclicBarrier start = new CyclicBarrier(4);
    List<Callable<Void>> threads =
        Collections.nCopies(
            4,
            () -> {
              start.await();
              long mine = 0;
              while (!limits.tree.tryPublish(ANN, 1, 1).isNeeded()) {
                mine++;
              }
              passed.addAndGet(mine);
              return null;
            });
    try (var executor = Executors.newFixedThreadPool(4)) {
      for (Future<Void> done : executor.invokeAll(threads)) {
        done.get();
      }
    }
    assertThat(passed.get()).isEqualTo(burst);
  }

  @Test
  void aRateLetsSomethingPass() {
    assertThatThrownBy(() -> new Rate(0, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
