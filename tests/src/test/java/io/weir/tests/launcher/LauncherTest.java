package io.weir.tests.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.programs.Command;
import io.weir.tests.programs.Outcome;
import io.weir.tests.programs.Project;
import io.weir.tests.programs.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {
  private static final Pattern HTTP = Pattern.compile("  http +127\\.0\\.0\\.1:(\\d+) ");

  @TempDir private Path elsewhere;

  /** Here, and not in a test, the time that a build takes. */
  @BeforeAll
  static void build() {
    Command.of(launcher().toString(), "version").within(Duration.ofMinutes(5)).succeed();
  }

  @Test
  void whatIsBuiltIsNotBuiltAgain() {
    Outcome version = weir("version").succeed();

    assertThat(version.text()).startsWith("weir ");
    assertThat(version.errors()).isEmpty();
  }

  @Test
  void itIsFoundThroughALinkFromAnywhere() throws IOException {
    Path link = Files.createSymbolicLink(elsewhere.resolve("w"), launcher());

    assertThat(Command.of(link.toString(), "version").in(elsewhere).succeed().text())
        .isEqualTo(weir("version").succeed().text());
  }

  @Test
  void aFaultInTheConfigurationIsSaidWithItsPlace() throws IOException {
    Files.writeString(elsewhere.resolve("weir.yaml"), "data: ./data\nlisteners: many\n");

    Outcome check = weir("check", "--config", "weir.yaml").in(elsewhere).run();

    assertThat(check.exit()).isEqualTo(1);
    assertThat(check.errors().lines()).singleElement().asString().startsWith("weir.yaml:2:12: ");
  }

  @Test
  void aConfigurationWithoutFaultsIsSaidToBeGood() throws IOException {
    Files.writeString(elsewhere.resolve("weir.yaml"), "data: ./data\n");

    assertThat(weir("check", "--config", "weir.yaml").in(elsewhere).run().exit()).isZero();
  }

  @Test
  @Tag("curl")
  void itRunsUntilItIsInterrupted() throws Exception {
    try (Running weir =
        weir("run", "--listen", "http=127.0.0.1:0", "--listen", "kafka=127.0.0.1:0")
            .and("--listen", "admin=127.0.0.1:0")
            .in(elsewhere)
            .start()) {
      String greeting = weir.awaitOutput("admin  ").outputSoFar();
      Matcher http = HTTP.matcher(greeting);
      assertThat(http.find()).as(greeting).isTrue();
      Command.of("curl", "-sS", "--fail-with-body", "-d", "hello")
          .and("http://127.0.0.1:" + http.group(1) + "/topics/orders")
          .succeed();
      assertThat(elsewhere.resolve("data")).isDirectory();

      Command.of("kill", "-INT", Long.toString(weir.process().pid())).succeed();
      assertThat(weir.end().exit()).isZero();
    }
  }

  @Test
  void whatItDoesNotKnowItExplains() {
    Outcome outcome = weir("fly").run();

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.errors()).contains("fly", "run", "check", "version");
  }

  private static Command weir(String... arguments) {
    return Command.of(launcher().toString()).and(arguments);
  }

  private static Path launcher() {
    return Project.root().resolve("weir");
  }
}
