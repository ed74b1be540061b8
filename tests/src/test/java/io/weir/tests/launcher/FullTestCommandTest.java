package io.weir.tests.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.programs.Command;
import io.weir.tests.programs.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./weir test --full}: suite by suite, with dated results, and resumable. */
class FullTestCommandTest {
  private static final List<String> SUITES =
      List.of(
          "everything",
          "kills",
          "queue-kills",
          "log-kills",
          "simulation",
          "topics",
          "backlog",
          "fuzz",
          "heap",
          "soak");

  /** What a Maven does that runs a test, and fails where it is told to run one of these. */
  private static final String TESTS =
      """
      case "$*" in %s) exit 1 ;; esac
      mkdir -p tests/target/quick/surefire-reports
      cat >tests/target/quick/surefire-reports/TEST-SoakTest.xml <<'END'
      <testsuite><testcase name="lasts" classname="io.weir.SoakTest" time="1.0"/></testsuite>
      END
      """;

  @TempDir private Path root;
  private Machine machine;

  @BeforeEach
  void setUp() throws IOException {
    machine = new Machine(root);
    machine.jdk(machine.at("/usr/lib/jvm/temurin-25"), 25);
    machine.jdk(machine.at("/usr/lib/jvm/java-17"), 17);
    for (String program :
        List.of(
            "amqp-publish",
            "curl",
            "haproxy",
            "ip",
            "kcat",
            "node",
            "npm",
            "python3",
            "rabbitmq-server")) {
      machine.program(program, "");
    }
    // Whoever is not root installs nothing.
    machine.program("id", "echo 1000");
    machine.edit(".gitignore", "target/\n");
    git("init", "-q");
    commit();
    allPass();
  }

  @Test
  void itRunsEverySuiteAndWritesWhatCameOfIt() throws IOException {
    machine.weir("test", "--full").succeeded();

    assertThat(machine.mavenCalls()).hasSameSizeAs(SUITES);
    assertThat(machine.mavenCalls().getFirst()).endsWith(" --fail-at-end verify");
    assertThat(machine.mavenCalls().getLast()).contains(" -Dtest=SoakTest ", "soak.seconds=");
    assertThat(rows())
        .zipSatisfy(
            SUITES,
            (row, suite) ->
                assertThat(row)
                    .matches(
                        "\\| "
                            + suite
                            + " \\| .* \\(seed \\d+\\) \\| passed \\| 1 passed, 0 failed, 0 skipped"
                            + " \\| \\d{4}-\\d\\d-\\d\\d \\| "
                            + head()
                            + " \\| \\d+ min \\| JDK 25, .* cores \\|"));
  }

  @Test
  void whatPassedIsNotRunAgain() throws IOException {
    machine.weir("test", "--full").succeeded();
    int calls = machine.mavenCalls().size();
    commit();

    Outcome again = machine.weir("test", "--full").succeeded();

    assertThat(machine.mavenCalls()).hasSize(calls);
    assertThat(again.errors().lines())
        .hasSameSizeAs(SUITES)
        .allMatch(line -> line.endsWith(": passed already, and nothing has changed since"));
  }

  @Test
  void itGoesOnPastASuiteThatFailsAndBeginsThereTheNextTime() throws IOException {
    machine.maven(TESTS.formatted("*.CrashTest*"));
    Outcome first = machine.weir("test", "--full");
    allPass();
    int calls = machine.mavenCalls().size();

    Outcome second = machine.weir("test", "--full");

    assertThat(first.exit()).isEqualTo(1);
    assertThat(first.errors()).contains("\nweir: kills: failed, 0 passed, 0 failed, 0 skipped, ");
    assertThat(second.exit()).isZero();
    assertThat(machine.mavenCalls().subList(calls, machine.mavenCalls().size()))
        .hasSize(2)
        .allMatch(call -> call.contains("CrashTest"));
    assertThat(rows()).hasSameSizeAs(SUITES).allMatch(row -> row.contains(" | passed | "));
  }

  @Test
  void aSuiteOfWhichNothingRanHasNotPassed() throws IOException {
    machine.maven("");

    assertThat(machine.weir("test", "--full").exit()).isEqualTo(1);
    assertThat(rows()).hasSameSizeAs(SUITES).allMatch(row -> row.contains(" | failed | 0 passed"));
  }

  @Test
  void whateverChangesIsTestedAgain() throws IOException {
    machine.weir("test", "--full").succeeded();
    int calls = machine.mavenCalls().size();
    machine.edit("core/src/main/java/Core.java", "class Core { int field; }");
    commit();

    machine.weir("test", "--full").succeeded();

    assertThat(machine.mavenCalls()).hasSize(2 * calls);
    assertThat(rows()).hasSameSizeAs(SUITES).allMatch(row -> row.contains(" | " + head() + " | "));
  }

  @Test
  void documentsMatterToTheFirstSuiteOnly() throws IOException {
    machine.weir("test", "--full").succeeded();
    int calls = machine.mavenCalls().size();
    machine.edit("docs/operations.md", "# Operations");
    commit();

    machine.weir("test", "--full").succeeded();

    assertThat(machine.mavenCalls()).hasSize(calls + 1);
    assertThat(machine.mavenCalls().getLast()).endsWith(" --fail-at-end verify");
  }

  @Test
  void suitesThatAreNamedRunAndNoOthers() throws IOException {
    machine.weir("test", "--full", "fuzz", "kills").succeeded();

    assertThat(machine.mavenCalls())
        .satisfiesExactly(
            first -> assertThat(first).contains("CrashTest"),
            second -> assertThat(second).contains("FuzzTest"));
    assertThat(rows())
        .satisfiesExactly(
            first -> assertThat(first).startsWith("| kills | "),
            second -> assertThat(second).startsWith("| fuzz | "));
  }

  @Test
  void aSuiteThatThereIsNotIsRefusedAndTheOthersAreNamed() throws IOException {
    Outcome outcome = machine.weir("test", "--full", "fuzzing");

    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.errors())
        .isEqualTo(
            "weir: there is no suite fuzzing; there are: %s%n".formatted(String.join(" ", SUITES)));
    assertThat(machine.mavenCalls()).isEmpty();
  }

  @Test
  void resultsNameACommitSoThereMustBeOne() throws IOException {
    machine.edit("core/src/main/java/Core.java", "class Core { int field; }");

    Outcome outcome = machine.weir("test", "--full");

    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.errors())
        .isEqualTo(
            """
            weir: test --full dates its results with a commit; commit these first:
             M core/src/main/java/Core.java
            """);
    assertThat(machine.mavenCalls()).isEmpty();
  }

  @Test
  void noProgramIsToBeMissing() throws IOException {
    machine.remove("kcat");

    Outcome outcome = machine.weir("test", "--full");

    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.errors()).startsWith("weir: programs that the tests need are missing: kcat");
    assertThat(machine.mavenCalls()).isEmpty();
  }

  private void allPass() throws IOException {
    machine.maven(TESTS.formatted("nothing"));
  }

  private List<String> rows() throws IOException {
    return Files.readAllLines(machine.project().resolve("docs/compat/full.md")).stream()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| suite "))
        .toList();
  }

  private String head() {
    return git("rev-parse", "--short", "HEAD").text().strip();
  }

  private void commit() {
    git("add", "-A");
    git("-c", "user.name=t", "-c", "user.email=t@localhost", "commit", "-q", "-m", "state");
  }

  private Outcome git(String... arguments) {
    return Command.of("git").and(arguments).in(machine.project()).succeed();
  }
}
