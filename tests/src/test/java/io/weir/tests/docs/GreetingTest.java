package io.weir.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.programs.Command;
import io.weir.tests.programs.Jvm;
import io.weir.tests.programs.Project;
import io.weir.tests.programs.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Weir as a newcomer starts it: in a directory of his own, with nothing configured (but free
 * ports).
 */
@Tag("curl")
@Tag("kcat")
class GreetingTest {
  private static final Pattern LINE = Pattern.compile("  (\\w+) +(127\\.0\\.0\\.1:\\d+) +(\\S.*)");

  /** What the greeting shows of a protocol. */
  private record Shown(String protocol, String address, String example) {}

  @Test
  void theExamplesOfTheGreetingWork() {
    Path directory = Project.newDirectory("newcomer");
    try (Running weir = weir(directory).start()) {
      weir.awaitOutput("is ready");
      Map<String, Shown> shown = shownIn(weir.awaitOutput("/metrics").outputSoFar());

      assertThat(shown).containsOnlyKeys("http", "kafka", "amqp", "admin");
      assertThat(shown.get("amqp").example()).contains(shown.get("amqp").address());
      for (String protocol : List.of("http", "kafka", "admin")) {
        Shown line = shown.get(protocol);
        assertThat(line.example()).contains(line.address());
        Command.of("sh", "-euc", line.example()).succeed();
      }
      assertThat(directory.resolve("data")).isDirectory();
    }
  }

  @Test
  void whatIsEphemeralLeavesNothingBehind() throws Exception {
    Path directory = Project.newDirectory("ephemeral");
    try (Running weir = weir(directory).and("--ephemeral").start()) {
      Shown http = shownIn(weir.awaitOutput("/metrics").outputSoFar()).get("http");
      Command.of(
              "curl",
              "-sS",
              "--fail-with-body",
              "-d",
              "hello",
              "http://" + http.address() + "/topics/orders")
          .succeed();

      weir.process().destroy();
      assertThat(weir.end().exit()).isZero();
    }
    try (var left = Files.list(directory)) {
      assertThat(left).isEmpty();
    }
  }

  private static Command weir(Path directory) {
    return Jvm.command(
            List.of("-Xmx256m", "-XX:+UseSerialGC"), Jvm.weirClassPath(), "io.weir.gateway.Main")
        .and("run")
        .and(
            "--listen",
            "http=127.0.0.1:0",
            "--listen",
            "kafka=127.0.0.1:0",
            "--listen",
            "amqp=127.0.0.1:0",
            "--listen",
            "admin=127.0.0.1:0")
        .in(directory);
  }

  private static Map<String, Shown> shownIn(String greeting) {
    return greeting
        .lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .map(line -> new Shown(line.group(1), line.group(2), line.group(3)))
        .collect(Collectors.toMap(Shown::protocol, Function.identity()));
  }
}
