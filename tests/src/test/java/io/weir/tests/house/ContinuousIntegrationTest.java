package io.weir.tests.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.programs.Command;
import io.weir.tests.programs.Outcome;
import io.weir.tests.programs.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code .ci/run}, in a project whose launcher only says what it was told. */
class ContinuousIntegrationTest {
  private static final Pattern TEST_COMMAND =
      Pattern.compile("(?m)^    (\\./weir .*?) {2,}builds and runs every test$");

  @TempDir private Path project;

  @Test
  void itRunsExactlyTheTestCommandOfTheReadme() throws IOException {
    var command = TEST_COMMAND.matcher(Files.readString(Project.root().resolve("README.md")));
    assertThat(command.find()).as("the README's test command").isTrue();
    launcher("echo \"./weir $*\"\n");

    assertThat(ci().succeeded().lines()).containsExactly(command.group(1));
  }

  @Test
  void itFailsWhenTheTestsFail() throws IOException {
    launcher("exit 3\n");

    assertThat(ci().exit()).isEqualTo(3);
  }

  @Test
  void itLetsNoTestBeLeftOut() throws IOException {
    launcher("echo $CI\n");

    assertThat(ci().succeeded().lines()).containsExactly("true");
  }

  private void launcher(String script) throws IOException {
    Path launcher = Files.writeString(project.resolve("weir"), "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectory(project.resolve(".ci"));
    Files.copy(Project.root().resolve(".ci/run"), project.resolve(".ci/run"));
  }

  /** From another directory, without what the surroundings say of CI. */
  private Outcome ci() throws IOException {
    Path elsewhere = Files.createDirectory(project.resolve("elsewhere"));
    return Command.of("env", "-u", "CI", "bash", project.resolve(".ci/run").toString())
        .in(elsewhere)
        .run();
  }
}
