package io.weir.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.programs.Command;
import io.weir.tests.programs.Jvm;
import io.weir.tests.programs.Outcome;
import io.weir.tests.programs.Project;
import io.weir.tests.servers.WeirProcess;
import io.weir.tests.servers.WeirSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every shell example of every document runs, in order, on a fresh Weir, and prints what the
 * document says.
 */
@Tag("curl")
@Tag("kcat")
@Tag("amqp-tools")
class DocumentationTest {
  /** What the launcher does, without a build. */
  private static final String WEIR =
      "weir() { '%s' \"$@\"; }\n"
          .formatted(
              String.join(
                  "' '",
                  Jvm.command(List.of(), Jvm.weirClassPath(), "io.weir.gateway.Main").arguments()));

  @ParameterizedTest
  @MethodSource("documentsWithExamples")
  void examplesDoWhatTheDocumentSays(Path document) throws IOException {
    try (WeirProcess weir = new WeirSetup("docs").start()) {
      for (ShellExample example : examplesIn(Project.root().resolve(document))) {
        Outcome outcome = shell(weir, example.script());

        assertThat(outcome.exit()).as("%s:%d %s", document, example.line(), outcome).isZero();
        if (example.output() != null) {
          assertThat(outcome.text().strip())
              .as("%s:%d", document, example.line())
              .matches(example.pattern());
        }
      }
    }
  }

  /** Runs a script as a person would beside Weir's data, but for the ports and the launcher. */
  private static Outcome shell(WeirProcess weir, String script) {
    return Command.of(
            "sh",
            "-euc",
            WEIR
                + script
                    .replace("./weir ", "weir ")
                    .replace("http://127.0.0.1:8080", weir.http())
                    .replace("127.0.0.1:9092", weir.kafka())
                    .replace("127.0.0.1:5672", "127.0.0.1:" + weir.amqpPort())
                    .replace("http://127.0.0.1:15672", weir.admin()))
        .in(weir.data().getParent())
        .run();
  }

  @Test
  void theTourOfTheReadmeIsAmongThem() throws IOException {
    assertThat(documentsWithExamples()).contains(Path.of("README.md"));
  }

  private static List<Path> documentsWithExamples() throws IOException {
    Path root = Project.root();
    try (Stream<Path> docs = Files.walk(root.resolve("docs"))) {
      return Stream.concat(Stream.of(root.resolve("README.md")), docs.sorted())
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !examplesIn(file).isEmpty())
          .map(root::relativize)
          .toList();
    }
  }

  private static List<ShellExample> examplesIn(Path document) {
    try {
      return ShellExample.in(Files.readAllLines(document));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
