package io.weir.tests.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.programs.Maven;
import io.weir.tests.programs.OlderJdk;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Maven on a JDK that is too old for Weir finds one that is not, by itself, and leaves out no check
 * but that of the format, which could not even start on JDK 17.
 */
@Tag("older-jdk")
class OlderJdkTest {
  private static final int CLASS_FILES_OF_JAVA_25 = 69;

  @Test
  void itBuildsAndChecksThere() throws IOException {
    PlantedModule right = Violation.format().repaired();
    Violation wrong = Violation.nullAway();
    Path directory = PlantedBuild.plant("older-jdk", List.of(right, wrong.broken()));

    PlantedBuild build = PlantedBuild.verify(Maven.command(OlderJdk.home()), directory);

    assertThat(build.passes(right)).as(build::toString).isTrue();
    assertThat(
            classFileVersion(
                directory.resolve("format-repaired/target/classes/planted/Format.class")))
        .isEqualTo(CLASS_FILES_OF_JAVA_25);
    assertThat(build.fails(wrong.broken())).as(build::toString).isTrue();
    assertThat(build.outputOf(wrong.broken())).contains(wrong.words());
  }

  private static int classFileVersion(Path file) throws IOException {
    try (var in = new DataInputStream(Files.newInputStream(file))) {
      in.readInt(); // the magic number
      in.readUnsignedShort(); // the minor version
      return in.readUnsignedShort();
    }
  }
}
