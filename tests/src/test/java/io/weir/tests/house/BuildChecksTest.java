package io.weir.tests.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.programs.Maven;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Each check that should fail the build does, for its own reason and for no other. */
class BuildChecksTest {
  static final List<Violation> VIOLATIONS = Violation.all();

  private static PlantedBuild checked;
  private static PlantedBuild quick;

  @BeforeAll
  static void build() throws IOException {
    Stream<PlantedModule> planted =
        VIOLATIONS.stream()
            .flatMap(violation -> Stream.of(violation.broken(), violation.repaired()));
    Path directory =
        PlantedBuild.plant("checks", Stream.concat(Violation.SEEN.stream(), planted).toList());
    checked = PlantedBuild.verify(Maven.command(), directory);
    quick = PlantedBuild.verify(Maven.command("-Dquick"), directory);
  }

  @ParameterizedTest
  @FieldSource("VIOLATIONS")
  void aViolationFailsTheBuildInTheWordsOfItsCheck(Violation violation) {
    assertThat(checked.fails(violation.broken())).as(checked::toString).isTrue();
    assertThat(checked.outputOf(violation.broken())).contains(violation.words());
  }

  @ParameterizedTest
  @FieldSource("VIOLATIONS")
  void theSameWithoutTheViolationPasses(Violation violation) {
    assertThat(checked.passes(violation.repaired())).as(checked::toString).isTrue();
  }

  @ParameterizedTest
  @FieldSource("VIOLATIONS")
  void aQuickBuildLetsTheViolationPass(Violation violation) {
    assertThat(quick.passes(violation.broken())).as(quick::toString).isTrue();
  }
}
