package io.weir.core.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.core.tenant.Tenant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds of the room of an event loop, whatever is asked of it and in whatever order. */
class InFlightPropertiesTest {
  private static final int BOUND = 100;

  private record Taken(Tenant tenant, int size) {}

  /** Something that happens. */
  sealed interface Step {
    /** Who can wait asks for room and takes it, in so many parts. */
    record Ask(int tenant, int size, int parts) implements Step {}

    /** Who cannot wait takes it, or not. */
    record Take(int tenant, int size) implements Step {}

    /** Something that was taken ends. */
    record End(int which) implements Step {}
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> tenants = Arbitraries.integers().between(0, 3);
    Arbitrary<Integer> sizes =
        Arbitraries.oneOf(
            Arbitraries.integers().between(1, 20), Arbitraries.integers().between(1, 150));
    Arbitrary<Integer> parts = Arbitraries.integers().between(1, 4);
    return Arbitraries.<Step>oneOf(
            Combinators.combine(tenants, sizes, parts).as(Step.Ask::new),
            Combinators.combine(tenants, sizes).as(Step.Take::new),
            Arbitraries.integers().between(0, 1_000).map(Step.End::new))
        .list()
        .ofMaxSize(200);
  }

  @Property
  void theBoundHoldsEverybodyIsServedAndAllIsGivenBack(@ForAll("steps") List<Step> steps) {
    Run run = new Run();
    for (Step step : steps) {
      switch (step) {
        case Step.Ask ask -> run.ask(tenant(ask.tenant), ask.size, ask.parts);
        case Step.Take take -> run.take(tenant(take.tenant), take.size);
        case Step.End end -> run.end(end.which);
      }
      run.assertThatTheBoundHolds();
    }

    int rounds = 0;
    while (!run.underWay.isEmpty()) {
      run.end(rounds++);
      run.assertThatTheBoundHolds();
    }
    assertThat(run.waits).allMatch(Future::succeeded);
    for (int tenant = 0; tenant < 4; tenant++) {
      assertThat(run.most(tenant(tenant))).as("what each may have alone").isEqualTo(BOUND / 2);
    }
  }

  @Property
  void whoComesFindsRoomWhateverOneOtherHasAndAsksFor(
      @ForAll("steps") List<Step> steps, @ForAll @IntRange(min = 1, max = BOUND / 2) int size) {
    Run run = new Run();
    for (Step step : steps) {
      switch (step) {
        case Step.Ask ask -> run.ask(tenant(0), share(ask.size), ask.parts);
        case Step.Take take -> run.take(tenant(0), share(take.size));
        case Step.End end -> run.end(end.which);
      }
    }
    assertThat(run.inFlight.room(tenant(1), size).succeeded()).isTrue();
    assertThat(run.inFlight.refusal(tenant(1), size)).isNull();
  }

  /** No larger than what a tenant may have in any case. */
  private static int share(int size) {
    return 1 + size % (BOUND / 2);
  }

  @Property
  void whoWaitsIsServedThoughOthersComeBackAtOnce(
      @ForAll("steps") List<Step> steps, @ForAll @IntRange(min = 1, max = BOUND) int size) {
    Run run = new Run();
    for (Step step : steps) {
      if (step instanceof Step.Ask ask) {
        run.again(tenant(1 + ask.tenant), ask.size % 40 + 1);
      }
    }
    int before = run.underWay.size();
    int waiting = run.waits.size();
    Tenant victim = tenant(0);
    Future<Void> room = run.inFlight.room(victim, size);

    // Each tenant is let in once before it at most, and then nobody until there is room.
    int ends = 0;
    while (!room.isComplete()) {
      assertThat(ends++).isLessThanOrEqualTo(before + waiting + 4);
      run.end(0);
    }
    assertThat(room.succeeded()).isTrue();
  }

  /** An event loop of its own. */
  private static final class Run {
    private final Deque<Runnable> later = new ArrayDeque<>();
    private final InFlight inFlight = new InFlight(BOUND, later::add);

    /** What was taken and has not ended. */
    private final List<Taken> underWay = new ArrayList<>();

    private final List<Future<Void>> waits = new ArrayList<>();

    /** Asks again as soon as it has been served. */
    private void again(Tenant tenant, int size) {
      if (waits.size() > 1_000) {
        return;
      }
      Future<Void> room = inFlight.room(tenant, size);
      waits.add(room);
      room.onSuccess(
          there -> {
            begin(tenant, size);
            later.add(() -> again(tenant, size));
          });
    }

    private void ask(Tenant tenant, int size, int parts) {
      Future<Void> room = inFlight.room(tenant, size);
      waits.add(room);
      room.onSuccess(
          there -> {
            int rest = size;
            for (int part = 1; part <= parts && rest > 0; part++) {
              int some = part == parts ? rest : Math.min(rest, size / parts + 1);
              if (size <= BOUND || part == 1) {
                assertThat(inFlight.refusal(tenant, some)).as("part %d of %d", part, size).isNull();
              }
              if (inFlight.refusal(tenant, some) == null) {
                begin(tenant, some);
              }
              rest -= some;
            }
          });
    }

    private void take(Tenant tenant, int size) {
      if (inFlight.refusal(tenant, size) == null) {
        long own = held(tenant);
        begin(tenant, size);
        assertThat(own == 0 || own + size <= BOUND - held())
            .as("%d beside %d of its own and %d in all", size, own, held())
            .isTrue();
      }
    }

    private void begin(Tenant tenant, int size) {
      inFlight.begin(tenant, size);
      underWay.add(new Taken(tenant, size));
    }

    private void end(int which) {
      if (!underWay.isEmpty()) {
        Taken ended = underWay.remove(which % underWay.size());
        inFlight.end(ended.tenant, ended.size);
        while (!later.isEmpty()) {
          later.remove().run();
        }
      }
    }

    /** How much a tenant is given bit by bit, which then ends. */
    private int most(Tenant tenant) {
      int most = 0;
      while (inFlight.refusal(tenant, 1) == null) {
        inFlight.begin(tenant, 1);
        most++;
      }
      for (int i = 0; i < most; i++) {
        inFlight.end(tenant, 1);
      }
      return most;
    }

    private void assertThatTheBoundHolds() {
      assertThat(held() <= BOUND || underWay.size() == 1)
          .as("%d bytes under way: %s", held(), underWay)
          .isTrue();
    }

    private long held() {
      return underWay.stream().mapToLong(Taken::size).sum();
    }

    private long held(Tenant tenant) {
      return underWay.stream()
          .filter(taken -> taken.tenant.equals(tenant))
          .mapToLong(Taken::size)
          .sum();
    }
  }

  private static Tenant tenant(int number) {
    return new Tenant("t" + number);
  }
}
