package io.weir.tests.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.programs.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./weir}: what it needs, when it builds, what it passes on. */
class LauncherTest {
  private static final String BUILDING = "weir: building gateway";
  private static final String PREPARING = "weir: preparing quick starts";

  @TempDir private Path root;
  private Machine machine;

  @BeforeEach
  void setUp() throws IOException {
    machine = new Machine(root);
  }

  private Path ready() throws IOException {
    machine.maven("");
    return machine.jdk(machine.at("/usr/lib/jvm/temurin-25"), 25);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/usr/lib/jvm/temurin-25-jdk-amd64",
        "/home/.sdkman/candidates/java/25.0.1-tem",
        "/home/.jdks/temurin-25.0.1",
        "/opt/homebrew/opt/openjdk/libexec/openjdk.jdk/Contents/Home",
        "/usr/local/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home",
        "/home/linuxbrew/.linuxbrew/opt/openjdk/libexec",
        "/Library/Java/JavaVirtualMachines/temurin-25.jdk/Contents/Home",
      })
  void aJdkIsFoundWherePeopleInstallIt(String place) throws IOException {
    machine.maven("");
    Path jdk = machine.jdk(machine.at(place), 25);

    assertRunsOn(jdk);
  }

  @Test
  void aJdkIsFoundByJavaHome() throws IOException {
    ready();
    Path jdk = machine.jdk(machine.at("/my/jdk"), 26);

    machine.environment("JAVA_HOME", jdk.toString());

    assertRunsOn(jdk);
  }

  @Test
  void aJdkIsFoundByALinkOnThePath() throws IOException {
    ready();
    Path jdk = machine.jdk(machine.at("/my/jdk"), 25);

    machine.link("java", jdk.resolve("bin/java"));

    assertRunsOn(jdk);
  }

  @Test
  void aJdkIsFoundBySdkmansOwnDirectory() throws IOException {
    machine.maven("").environment("SDKMAN_DIR", machine.at("/sdk").toString());

    assertRunsOn(machine.jdk(machine.at("/sdk/candidates/java/25-open"), 25));
  }

  @Test
  void aJdkIsFoundByJavaHomeOfMacOs() throws IOException {
    machine.maven("");
    Path jdk = machine.jdk(machine.at("/somewhere/jdk"), 25);
    Path tool = machine.at("/usr/libexec/java_home");
    Files.createDirectories(tool.getParent());
    Files.writeString(tool, "#!/bin/sh\n[ \"$*\" = '-v 25+' ] && echo '" + jdk + "'\n");
    assertThat(tool.toFile().setExecutable(true)).isTrue();

    assertRunsOn(jdk);
  }

  @Test
  void aJdkThatIsTooOldIsPassedOver() throws IOException {
    Path jdk = ready();
    machine.jdk(machine.at("/usr/lib/jvm/java-17"), 17);
    machine.environment("JAVA_HOME", machine.jdk(machine.at("/my/jdk"), 24).toString());

    assertRunsOn(jdk);
  }

  @Test
  void aRuntimeWithoutACompilerIsPassedOver() throws IOException {
    Path jdk = ready();
    Path runtime = machine.jdk(machine.at("/my/jre"), 25);
    Files.delete(runtime.resolve("bin/javac"));
    machine.environment("JAVA_HOME", runtime.toString());

    assertRunsOn(jdk);
  }

  private void assertRunsOn(Path jdk) {
    assertThat(machine.weir("version").succeeded().lines()).startsWith("java of " + jdk);
  }

  @Test
  void withoutAJdkOneSentenceSaysWhatToInstall() throws IOException {
    machine.maven("");
    machine.jdk(machine.at("/usr/lib/jvm/java-17"), 17);

    Outcome outcome = machine.weir("run");

    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.lines()).isEmpty();
    assertThat(outcome.errors().lines())
        .singleElement()
        .asString()
        .startsWith("weir: no JDK 25 or newer found: install one")
        .contains("Eclipse Temurin", "JAVA_HOME");
    assertThat(machine.mavenCalls()).isEmpty();
  }

  @Test
  void withoutMavenOneSentenceSaysWhatToInstall() throws IOException {
    machine.jdk(machine.at("/usr/lib/jvm/temurin-25"), 25);

    Outcome outcome = machine.weir("run");

    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.lines()).isEmpty();
    assertThat(outcome.errors().lines())
        .singleElement()
        .asString()
        .startsWith("weir: Apache Maven is needed to build and was not found: install it");
  }

  @Test
  void mavenIsFoundByMavenHome() throws IOException {
    ready();
    Path maven = machine.at("/my/maven");
    Files.createDirectories(maven.resolve("bin"));
    Files.move(machine.at("/bin/mvn"), maven.resolve("bin/mvn"));
    machine.environment("MAVEN_HOME", maven.toString());

    machine.weir("version").succeeded();

    assertThat(machine.mavenCalls()).hasSize(1);
  }

  @Test
  void mavenIsNotNeededWhenNothingIsToBeBuilt() throws IOException {
    ready();
    machine.weir("version").succeeded();

    machine.remove("mvn");

    machine.weir("version").succeeded();
  }

  @Test
  void itBuildsOnFirstUseAndSaysSo() throws IOException {
    Path jdk = ready();
    machine.maven("echo '[INFO] Building Weir Core 0.1.0-SNAPSHOT              [1/8]'");

    Outcome outcome = machine.weir("version").succeeded();

    assertThat(outcome.errors().lines().map(String::strip))
        .containsExactly(BUILDING + " with JDK 25 in " + jdk, "Weir Core [1/8]");
    assertThat(machine.mavenCalls())
        .singleElement()
        .asString()
        .contains("-Dquick", "-pl gateway -am package");
  }

  @Test
  void mavenRunsOnTheJdkThatWasFound() throws IOException {
    Path jdk = ready();
    machine.environment("JAVA_HOME", machine.jdk(machine.at("/my/jdk"), 17).toString());
    machine.maven("echo \"$JAVA_HOME\" >maven.jdk");

    machine.weir("version").succeeded();

    assertThat(machine.project().resolve("maven.jdk")).hasContent(jdk.toString());
  }

  @Test
  void itDoesNotBuildAgainWhenNothingChanged() throws IOException {
    ready();
    machine.weir("version").succeeded();
    machine.letTimePass();

    Outcome second = machine.weir("version").succeeded();

    assertThat(second.errors()).isEmpty();
    assertThat(machine.mavenCalls()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pom.xml",
        "core/pom.xml",
        "core/peer/pom.xml",
        "core/src/main/java/Core.java",
        "core/src/main/java/New.java"
      })
  void itBuildsAgainWhenWhatItIsMadeOfChanged(String file) throws IOException {
    ready();
    machine.weir("version").succeeded();
    machine.letTimePass();

    machine.edit(file, "changed");

    assertThat(machine.weir("version").succeeded().errors()).startsWith(BUILDING);
    assertThat(machine.mavenCalls()).hasSize(2);
  }

  @Test
  void itBuildsAgainWhenASourceIsGone() throws IOException {
    ready();
    machine.weir("version").succeeded();
    machine.letTimePass();

    Files.delete(machine.project().resolve("core/src/main/java/Core.java"));

    assertThat(machine.weir("version").succeeded().errors()).startsWith(BUILDING);
  }

  @Test
  void itDoesNotBuildForATest() throws IOException {
    ready();
    machine.weir("version").succeeded();
    machine.letTimePass();

    machine.edit("core/src/test/java/CoreTest.java", "changed");

    assertThat(machine.weir("version").succeeded().errors()).isEmpty();
  }

  @Test
  void itBuildsAgainWhenTheProjectWasMoved() throws IOException {
    ready();
    machine.weir("version").succeeded();
    machine.letTimePass();
    Path moved = Files.move(machine.project(), machine.at("/moved"));

    Outcome outcome = machine.run(moved.resolve("weir"), machine.home(), "version").succeeded();

    assertThat(outcome.errors()).startsWith(BUILDING);
    assertThat(outcome.text()).contains(moved + "/gateway/target/quick/weir.jar");
  }

  @Test
  void aBuildThatFailsShowsTheEndOfItsOutputAndWhereAllOfItIs() throws IOException {
    ready();
    machine.maven(
        "for i in 1 2 3 4 5 6; do for j in 0 1 2 3 4 5 6 7 8 9; do echo \"line $i$j\"; done; done; exit 1");

    Outcome outcome = machine.weir("version");

    Path log = machine.project().resolve("gateway/target/quick/build.log");
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.lines()).isEmpty();
    assertThat(outcome.errors().lines())
        .contains("line 69", "line 30")
        .doesNotContain("line 29")
        .endsWith("weir: the build failed; all of its output is in " + log);
    assertThat(Files.readAllLines(log)).hasSize(60).startsWith("line 10");
  }

  @Test
  void whatFailedToBuildIsBuiltNextTime() throws IOException {
    ready();
    machine.maven("exit 1");
    assertThat(machine.weir("version").exit()).isEqualTo(1);
    machine.letTimePass();

    machine.maven("");

    assertThat(machine.weir("version").succeeded().errors()).startsWith(BUILDING);
  }

  @Test
  void argumentsReachTheProgramAsTheyAre() throws IOException {
    ready();

    Outcome outcome = machine.weir("check", "--config", "my weir.yaml", "", "$HOME *", "a\"b'c");

    assertThat(outcome.succeeded().lines())
        .endsWith("[check]", "[--config]", "[my weir.yaml]", "[]", "[$HOME *]", "[a\"b'c]");
  }

  @Test
  void theJvmGetsTheFlagsThatWeirNeedsAndThoseThatAreAskedFor() throws IOException {
    ready();
    machine.environment("WEIR_JAVA_OPTS", "-Xmx64m -Dname=value");

    assertThat(machine.weir("version").succeeded().lines())
        .contains(
            "[--enable-native-access=ALL-UNNAMED]",
            "[--sun-misc-unsafe-memory-access=allow]",
            "[-Xmx64m]",
            "[-Dname=value]");
  }

  @Test
  void whatRunsIsPreparedForQuickStartsOnceForEachJdk() throws IOException {
    Path jdk = ready();

    Outcome first = machine.weir("run").succeeded();
    assertThat(first.errors()).contains(PREPARING);
    assertThat(first.lines()).contains(cache());
    Outcome second = machine.weir("run").succeeded();
    assertThat(second.errors()).isEmpty();
    assertThat(second.lines()).isEqualTo(first.lines());

    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.2\"\n");
    assertThat(machine.weir("run").succeeded().errors()).contains(PREPARING);
  }

  @Test
  void whatWasPreparedForOtherJarsIsPreparedAgain() throws IOException {
    ready();
    machine.weir("run").succeeded();

    Path libraries = Files.createDirectory(quick().resolve("lib"));
    Files.writeString(libraries.resolve("other.jar"), "newer");

    assertThat(machine.weir("run").succeeded().errors()).contains(PREPARING);
  }

  @Test
  void whatDoesNotRunIsNotPrepared() throws IOException {
    ready();

    Outcome version = machine.weir("version").succeeded();

    assertThat(version.errors()).doesNotContain(PREPARING);
    assertThat(version.lines()).doesNotContain(cache());
  }

  private String cache() {
    return "[-XX:AOTCache=" + quick().resolve("weir.aot") + "]";
  }

  private Path quick() {
    return machine.project().resolve("gateway/target/quick");
  }

  @Test
  void theExitCodeIsThatOfTheProgram() throws IOException {
    Path jdk = ready();
    Files.writeString(jdk.resolve("bin/java"), "#!/bin/sh\nexit 42\n");

    assertThat(machine.weir("version").exit()).isEqualTo(42);
  }

  @Test
  void itIsFoundThroughSymbolicLinks() throws IOException {
    ready();
    Path absolute =
        Files.createSymbolicLink(machine.at("/absolute"), machine.project().resolve("weir"));
    Path relative = Files.createSymbolicLink(machine.at("/relative"), Path.of("absolute"));

    for (Path link : new Path[] {absolute, relative}) {
      assertThat(machine.run(link, machine.home(), "version").succeeded().text())
          .contains(machine.project() + "/gateway/target/quick/weir.jar");
    }
  }
}
