package io.weir.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedMethod;

import io.weir.backend.Capabilities.Feature;
import io.weir.backend.kit.BackendContract;
import io.weir.backend.kit.BackendFixture;
import io.weir.testing.Patience;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.platform.engine.discovery.NestedMethodSelector;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The kit can be failed: each flaw of the reference backend is noticed by the test it names. */
class FlawedBackendTest {
  /** As long as this is waited for what a flaw keeps from coming. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static volatile Flaw present = Flaw.NONE;

  /** What the tests below run; found by nobody else. */
  static class Subject extends BackendContract {
    @Override
    protected BackendFixture newFixture() {
      return new ReferenceFixture(EnumSet.allOf(Feature.class), present);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void aFlawIsNoticed(Flaw flaw) {
    TestExecutionSummary sound = run(flaw.noticedBy, Flaw.NONE);
    TestExecutionSummary flawed = run(flaw.noticedBy, flaw);

    assertThat(sound.getTestsSucceededCount()).isPositive().isEqualTo(sound.getTestsFoundCount());
    assertThat(flawed.getTestsFailedCount()).isPositive();
  }

  private static TestExecutionSummary run(String test, Flaw flaw) {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    present = flaw;
    try (LauncherSession session = LauncherFactory.openSession()) {
      if (flaw != Flaw.NONE) {
        Awaitility.setDefaultTimeout(PATIENCE);
      }
      session
          .getLauncher()
          .execute(
              LauncherDiscoveryRequestBuilder.request().selectors(selectors(test)).build(),
              summary);
    } finally {
      Patience.asUsual();
    }
    present = Flaw.NONE;
    return summary.getSummary();
  }

  private static List<NestedMethodSelector> selectors(String test) {
    return Arrays.stream(BackendContract.class.getDeclaredClasses())
        .flatMap(
            theme ->
                Arrays.stream(theme.getSuperclass().getDeclaredMethods())
                    .filter(method -> method.getName().equals(test))
                    .map(method -> selectNestedMethod(List.of(Subject.class), theme, method)))
        .toList();
  }
}
