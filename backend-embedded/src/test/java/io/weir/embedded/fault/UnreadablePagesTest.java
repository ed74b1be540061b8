package io.weir.embedded.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Pages of mapped files that cannot be read, in a process that must survive them. A file that is
 * cut under its mapping answers as a disk does that reports an error.
 */
class UnreadablePagesTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void endWhatMeetsThemAndNotTheProcess(UnreadablePagesProcess.Case which) throws Exception {
    Process process = start(which);
    String said;
    try (var out = process.inputReader()) {
      said = String.join("\n", out.lines().toList());
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said).endsWith("done");
  }

  private Process start(UnreadablePagesProcess.Case which) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + directory.resolve("crash"),
            "-cp",
            System.getProperty("java.class.path"),
            UnreadablePagesProcess.class.getName(),
            directory.resolve("log").toString(),
            which.name())
        .redirectErrorStream(true)
        .start();
  }
}
