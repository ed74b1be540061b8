package io.weir.tests.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.programs.Command;
import io.weir.tests.programs.Outcome;
import io.weir.tests.programs.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher builds a fresh checkout and runs what it built. */
class LaunchedWeirTest {
  @TempDir private static Path parent;
  private static Checkout checkout;
  private static Outcome first;

  @TempDir private Path elsewhere;

  @BeforeAll
  static void callItTheFirstTimeThroughALinkFromElsewhere() throws IOException {
    checkout = Checkout.below(Files.createDirectory(parent.resolve("a fresh clone")));
    Path link =
        Files.createSymbolicLink(parent.resolve("link"), checkout.directory().resolve("weir"));
    first = checkout.launcher(link).and("version").in(parent).run();
  }

  @Test
  void theFirstCallBuildsAndSaysSo() {
    assertThat(first.succeeded().errors())
        .startsWith("weir: building gateway")
        .contains("Weir Gateway [9/9]");
    assertThat(first.lines()).singleElement().asString().startsWith("weir ").contains("on Java ");
  }

  @Test
  void theNextCallSaysTheSameAndDoesNotBuild() {
    Outcome next = checkout.weir("version").in(elsewhere).succeed();

    assertThat(next.errors()).isEmpty();
    assertThat(next.lines()).isEqualTo(first.lines());
  }

  @Test
  void checkNamesTheFaultsOfAConfiguration() throws IOException {
    Files.writeString(elsewhere.resolve("my weir.yaml"), "date: ./x\n");

    Outcome outcome = checkout.weir("check", "--config", "my weir.yaml").in(elsewhere).run();

    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.errors()).startsWith("my weir.yaml:1:1").contains("data");
  }

  @Test
  void whatItDoesNotKnowIsAnsweredWithWhatThereIs() {
    Outcome outcome = checkout.weir("nonsense").in(elsewhere).run();

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.errors())
        .contains("nonsense", "run ", "check ", "version ", "weir test", "weir bench");
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void runGreetsAndStopsWhenItIsTold(String signal) throws IOException {
    try (Running weir = run().start()) {
      assertThat(weir.awaitOutput("/metrics").outputSoFar())
          .containsPattern("is ready after [0-9.]+ s\\. Everything is in memory")
          .containsPattern("  http +127\\.0\\.0\\.1:\\d+ +curl ")
          .containsPattern("  kafka +127\\.0\\.0\\.1:\\d+ +\\S+")
          .as("the ports where it listens unless it is told otherwise")
          .doesNotContain(":8080", ":9092", ":15672");

      Command.of("kill", "-" + signal, Long.toString(weir.process().pid())).succeed();

      Outcome outcome = weir.end().succeeded();
      assertThat(outcome.text() + outcome.errors()).doesNotContain("WARN", "ERROR", "Exception");
    }
    try (var left = Files.list(elsewhere)) {
      assertThat(left).isEmpty();
    }
  }

  private Command run() {
    Command command = checkout.weir("run", "--ephemeral").in(elsewhere);
    for (String protocol : new String[] {"http", "kafka", "amqp", "admin"}) {
      command = command.and("--listen", protocol + "=127.0.0.1:0");
    }
    return command.heedingInterrupt();
  }

  @Test
  void aSourceThatDoesNotCompileIsShown() throws IOException {
    Checkout broken = Checkout.below(elsewhere);
    Path source =
        broken.directory().resolve("backend-spi/src/main/java/io/weir/record/Broken.java");
    Files.writeString(
        source, "package io.weir.record;\n\nclass Broken { int missing = nothing; }\n");

    Outcome outcome = broken.weir("version").run();

    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.lines()).isEmpty();
    assertThat(outcome.errors())
        .contains("Broken.java:[3,", "cannot find symbol")
        .contains("weir: the build failed; all of its output is in " + broken.directory());
  }
}
