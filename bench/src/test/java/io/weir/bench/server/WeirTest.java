package io.weir.bench.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class WeirTest {
  @Test
  void itRunsWithTheFlagsOfTheLauncher() throws Exception {
    String launcher = Files.readString(Project.ofThisBuild().root().resolve("weir"));

    assertThat(launcher)
        .contains(String.join(" ", JavaCommand.FLAGS))
        .contains(Weir.FLAGS)
        .contains("-XX:AOTCache=");
  }
}
