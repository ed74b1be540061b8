package io.weir.tests.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.programs.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./weir test}: the whole build, and what it says at its end. */
class TestCommandTest {
  /** What Surefire writes of eleven tests that pass, and three that do not. */
  private static final String REPORT =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuite name="io.weir.core.CoreTest" time="1,300.4" tests="14" errors="1" skipped="1" failures="1">
        <properties><property name="user.dir" value="/x"/></properties>
        <testcase name="quick1" classname="io.weir.core.CoreTest" time="0.001"/>
        <testcase name="quick2" classname="io.weir.core.CoreTest" time="0.002"/>
        <testcase name="third" classname="io.weir.core.CoreTest" time="9.5"/>
        <testcase name="second" classname="io.weir.core.CoreTest" time="10.25">
          <system-out><![CDATA[<testcase name="not one" classname="x" time="99"/> <failure>]]></system-out>
        </testcase>
        <testcase name="first{String}[1]" classname="io.weir.core.CoreTest" time="1,234.5"/>
        <testcase name="fails" classname="io.weir.core.CoreTest" time="0.5">
          <failure message="no" type="java.lang.AssertionError"><![CDATA[java.lang.AssertionError: no
      	at io.weir.core.CoreTest.fails(CoreTest.java:1)]]></failure>
          <system-err><![CDATA[oh
      <error>]]></system-err>
        </testcase>
        <testcase name="breaks" classname="io.weir.core.CoreTest" time="0.4">
          <error type="java.lang.NullPointerException"/>
        </testcase>
        <testcase name="isLeftOut" classname="io.weir.core.CoreTest" time="0">
          <skipped message="why"/>
        </testcase>
        <testcase name="t1" classname="io.weir.core.CoreTest" time="0.31"/>
        <testcase name="t2" classname="io.weir.core.CoreTest" time="0.32"/>
        <testcase name="t3" classname="io.weir.core.CoreTest" time="0.33"/>
        <testcase name="t4" classname="io.weir.core.CoreTest" time="0.34"/>
        <testcase name="t5" classname="io.weir.core.CoreTest" time="0.35"/>
        <testcase name="t6" classname="io.weir.core.CoreTest" time="0.36"/>
      </testsuite>
      """;

  private static final String WRITE_REPORT =
      """
      mkdir -p core/target/surefire-reports
      cat >core/target/surefire-reports/TEST-io.weir.core.CoreTest.xml <<'END'
      %s
      END
      """
          .formatted(REPORT);

  @TempDir private Path root;
  private Machine machine;

  @BeforeEach
  void setUp() throws IOException {
    machine = new Machine(root);
    machine.jdk(machine.at("/usr/lib/jvm/temurin-25"), 25);
    machine.jdk(machine.at("/usr/lib/jvm/java-17"), 17);
    for (String program : List.of("curl", "haproxy", "ip", "kcat", "node", "npm", "python3")) {
      machine.program(program, "");
    }
    // Whoever is not root installs nothing.
    machine.program("id", "echo 1000");
  }

  @Test
  void itEndsWithTheTenSlowestTestsAndTheTotals() throws IOException {
    machine.maven(WRITE_REPORT);

    assertThat(machine.weir("test").succeeded().text())
        .endsWith(
            """

            The ten slowest tests:
             1234.500 s  CoreTest.first{String}[1]
               10.250 s  CoreTest.second
                9.500 s  CoreTest.third
                0.500 s  CoreTest.fails
                0.400 s  CoreTest.breaks
                0.360 s  CoreTest.t6
                0.350 s  CoreTest.t5
                0.340 s  CoreTest.t4
                0.330 s  CoreTest.t3
                0.320 s  CoreTest.t2

            11 passed, 2 failed, 1 skipped
            """);
  }

  @Test
  void itRunsTheBuildWithAllItsChecksAndTests() throws IOException {
    machine.maven(WRITE_REPORT);

    machine.weir("test").succeeded();

    assertThat(machine.mavenCalls())
        .singleElement()
        .asString()
        .endsWith(" -DexcludedGroups= verify")
        .contains("--fail-at-end")
        .doesNotContain("quick", "skip");
  }

  @Test
  void itRunsMavenOnTheJdkThatWasFound() throws IOException {
    machine.environment("JAVA_HOME", machine.at("/usr/lib/jvm/java-17").toString());
    machine.maven(WRITE_REPORT + "echo \"$JAVA_HOME\" >maven.jdk");

    machine.weir("test").succeeded();

    assertThat(machine.project().resolve("maven.jdk"))
        .hasContent(machine.at("/usr/lib/jvm/temurin-25").toString());
  }

  @Test
  void itFailsWhenTheBuildFailsAndStillSaysTheTotals() throws IOException {
    machine.maven(WRITE_REPORT + "exit 1");

    Outcome outcome = machine.weir("test");

    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.text()).endsWith("\n11 passed, 2 failed, 1 skipped\n");
  }

  @Test
  void testsOfAnEarlierRunAreNotCounted() throws IOException {
    machine.maven(WRITE_REPORT);
    machine.weir("test").succeeded();
    machine.maven("exit 1");

    assertThat(machine.weir("test").text()).endsWith("\n0 passed, 0 failed, 0 skipped\n");
  }

  @Test
  void testsWhoseProgramIsMissingAreNamed() throws IOException {
    machine.maven(WRITE_REPORT).remove("kcat");
    machine.remove("npm");
    Files.delete(machine.at("/usr/lib/jvm/java-17/release"));

    assertThat(machine.weir("test").succeeded().text())
        .contains(
            "\nNot run, because their programs are missing: tests tagged kcat,kafkajs,older-jdk\n");
    assertThat(machine.mavenCalls())
        .singleElement()
        .asString()
        .endsWith(" -DexcludedGroups=kcat,kafkajs,older-jdk verify");
  }

  @Test
  void testsThatTheMachineDoesNotAllowAreNamedToo() throws IOException {
    machine.maven(WRITE_REPORT).program("ip", "exit 1");

    assertThat(machine.weir("test").succeeded().text()).contains("tests tagged netns\n");
  }

  @Test
  void asRootOnDebianItInstallsWhatIsMissing() throws IOException {
    Path log = machine.at("/apt.calls");
    machine.debian();
    machine.program("id", "echo 0").maven(WRITE_REPORT);
    machine.program("python3", "exit 1").program("python3 with kafka", "");
    machine.program(
        "apt-get",
        "echo \"$*\" >>'%s'; if [ $1 = install ]; then mv '%s' '%s'; fi"
            .formatted(log, machine.at("/bin/python3 with kafka"), machine.at("/bin/python3")));

    Outcome outcome = machine.weir("test").succeeded();

    assertThat(Files.readAllLines(log))
        .last()
        .asString()
        .startsWith("install ")
        .endsWith(" python3 python3-kafka");
    assertThat(outcome.text()).doesNotContain("Not run");
  }

  @Test
  void whatCannotBeInstalledIsSaidAndLeftOut() throws IOException {
    machine.debian();
    machine.program("id", "echo 0").maven(WRITE_REPORT).remove("kcat");
    machine.program("apt-get", "echo 'E: no network'; exit 100");

    Outcome outcome = machine.weir("test").succeeded();

    assertThat(outcome.errors())
        .contains("E: no network", "weir: that did not work; all of its output is in ");
    assertThat(outcome.text()).contains("tests tagged kcat\n");
  }

  @Test
  void continuousIntegrationIsNotToMissAProgram() throws IOException {
    machine.maven(WRITE_REPORT).environment("CI", "true").remove("kcat");

    Outcome outcome = machine.weir("test");

    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.errors().lines())
        .singleElement()
        .asString()
        .startsWith("weir: programs that the tests need are missing: kcat");
    assertThat(machine.mavenCalls()).isEmpty();
  }

  @Test
  void itTakesNoOtherArguments() throws IOException {
    machine.maven(WRITE_REPORT);

    Outcome outcome = machine.weir("test", "core");

    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.errors())
        .isEqualTo("weir: test takes no arguments but --full, and got: core\n");
    assertThat(machine.mavenCalls()).isEmpty();
  }
}
