package io.weir.tests.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.programs.Maven;
import io.weir.tests.programs.OlderJdk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Maven on a JDK that is too old for Weir finds one that is not, by itself, and leaves out no check
 * but that of the format, which could not even start on JDK 17.
 */
@Tag("older-jdk")
class OlderJdkTest {
  private static final int FIRST_THAT_RUNS_THE_FORMATTER = 21;

  static final Violation FORMAT = Violation.format();
  static final List<Violation> OTHERS =
      Violation.all().stream().filter(violation -> !violation.equals(FORMAT)).toList();

  private static Path directory;
  private static PlantedBuild build;

  @BeforeAll
  static void build() throws IOException {
    Stream<PlantedModule> planted =
        Violation.all().stream()
            .flatMap(violation -> Stream.of(violation.broken(), violation.repaired()));
    directory =
        PlantedBuild.plant("older-jdk", Stream.concat(Violation.SEEN.stream(), planted).toList());
    build = PlantedBuild.verify(Maven.command(OlderJdk.home()), directory);
  }

  @Test
  void itBuildsForJava25() throws IOException {
    assertThat(build.passes(FORMAT.repaired())).as(build::toString).isTrue();
    assertThat(
            ClassFiles.version(
                directory.resolve("format-repaired/target/classes/planted/Format.class")))
        .isEqualTo(ClassFiles.OF_JAVA_25);
  }

  @ParameterizedTest
  @FieldSource("OTHERS")
  void everyOtherCheckIsMade(Violation violation) {
    assertThat(build.fails(violation.broken())).as(build::toString).isTrue();
    assertThat(build.outputOf(violation.broken())).contains(violation.words());
    assertThat(build.passes(violation.repaired())).as(build::toString).isTrue();
  }

  @Test
  void theFormatIsCheckedWhereTheFormatterRuns() {
    boolean checked = OlderJdk.version() >= FIRST_THAT_RUNS_THE_FORMATTER;

    assertThat(build.passes(FORMAT.broken())).as(build::toString).isEqualTo(!checked);
  }
}
