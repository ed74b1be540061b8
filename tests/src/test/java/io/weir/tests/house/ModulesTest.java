package io.weir.tests.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.programs.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.w3c.dom.Element;

/** Which modules there are, and what they all have in common. */
class ModulesTest {
  private static final String APACHE_2 =
      "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30";

  static final List<Pom> MODULES = Pom.root().modules();

  /** Weir's own code. */
  static final List<Pom> OWN = MODULES.stream().filter(Pom::hasParent).toList();

  /**
   * The class paths of other people's programs, which have no parent, to have their own versions.
   */
  static final List<Pom> PEERS = MODULES.stream().filter(pom -> !pom.hasParent()).toList();

  @Test
  void onlyPeersGoTheirOwnWay() {
    assertThat(PEERS)
        .extracting(Pom::module)
        .containsExactlyInAnyOrder(
            "tests/kafka-tools", "tests/spring-amqp", "bench/kafka-broker", "bench/perf-test");
  }

  @Test
  void everyPomIsOneOfThem() throws IOException {
    Path root = Project.root();
    assertThat(
            Sources.files(root).stream()
                .filter(file -> file.endsWith("pom.xml"))
                .map(file -> root.relativize(file.getParent()).toString()))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    // The root's, and that of what is fetched and run beside the build.
                    Stream.of("", "compat/rabbitmq-java-client"), MODULES.stream().map(Pom::module))
                .toList());
  }

  @Test
  void theyAreCompiledForJava25AndNoneForAnother() {
    assertThat(Pom.root().texts("properties/maven.compiler.release")).containsExactly("25");
    for (Pom module : MODULES) {
      for (String other :
          List.of(
              "release",
              "source",
              "target",
              "maven.compiler.release",
              "maven.compiler.source",
              "maven.compiler.target")) {
        assertThat(module.everywhere(other)).as("<%s> in %s", other, module).isEmpty();
      }
    }
  }

  @Test
  void theClassesOfAllThatRunAreThoseOfJava25() throws IOException {
    Map<String, Set<Integer>> versions = ClassFiles.versionsByModule();

    assertThat(versions.keySet())
        .containsExactlyInAnyOrderElementsOf(
            OWN.stream()
                .map(Pom::module)
                .filter(module -> !module.equals("bench")) // built after this one
                .filter(ModulesTest::hasClasses)
                .toList());
    assertThat(versions.values()).containsOnly(Set.of(ClassFiles.OF_JAVA_25));
  }

  private static boolean hasClasses(String module) {
    return Files.isDirectory(Project.root().resolve(module).resolve("src/main/java"));
  }

  @ParameterizedTest
  @FieldSource("OWN")
  void aModuleNamesNoVersionButItsParents(Pom module) {
    assertThat(module.everywhere("version").map(module::pathOf)).containsExactly("parent/version");
    assertThat(propertiesOf(module)).noneMatch(ModulesTest::isVersion);
    assertThat(module.texts("parent/version"))
        .containsExactlyElementsOf(Pom.root().texts("version").toList());
  }

  @Test
  void theRootHasAPlaceForEachVersion() {
    Pom root = Pom.root();
    assertThat(
            root.everywhere("version")
                .filter(ModulesTest::isLiteral)
                .map(root::pathOf)
                .filter(path -> !path.equals("version")))
        .isNotEmpty()
        .containsOnly("build/pluginManagement/plugins/plugin/version");
    assertThat(propertiesOf(root).filter(ModulesTest::isVersion)).hasSizeGreaterThan(20);
  }

  private static Stream<String> propertiesOf(Pom pom) {
    return pom.elements("properties").flatMap(Pom::children).map(Element::getTagName);
  }

  private static boolean isVersion(String property) {
    return property.endsWith(".version");
  }

  /** Neither a property nor the range of JDKs to build with. */
  private static boolean isLiteral(Element version) {
    String text = version.getTextContent().strip();
    return !text.startsWith("${") && !text.startsWith("[");
  }

  @ParameterizedTest
  @FieldSource("PEERS")
  void aPeersClassPathNamesItsReleaseOnceAndTheRestAsTheRootDoes(Pom peer) {
    assertThat(peer.texts("dependencies/dependency/version").distinct())
        .singleElement()
        .asString()
        .matches("[$][{][a-z-]+[.]version[}]");
    assertThat(peer.texts("version"))
        .containsExactlyElementsOf(Pom.root().texts("version").toList());
    Map<String, String> pinned = plugins(Pom.root(), "build/pluginManagement/plugins/plugin");
    Map<String, String> used = plugins(peer, "build/plugins/plugin");
    used.putAll(plugins(peer, "build/pluginManagement/plugins/plugin"));
    assertThat(used).isNotEmpty();
    assertThat(pinned).containsAllEntriesOf(used);
  }

  private static Map<String, String> plugins(Pom pom, String path) {
    return pom.elements(path)
        .collect(
            Collectors.toMap(
                plugin -> text(plugin, "artifactId"), plugin -> text(plugin, "version")));
  }

  private static String text(Element parent, String child) {
    return parent.getElementsByTagName(child).item(0).getTextContent().strip();
  }

  @Test
  void allIsUnderTheApacheLicense() throws Exception {
    byte[] license = Files.readAllBytes(Project.root().resolve("LICENSE"));
    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(license)))
        .as("the digest of https://www.apache.org/licenses/LICENSE-2.0.txt")
        .isEqualTo(APACHE_2);

    for (Pom stating : Stream.concat(Stream.of(Pom.root()), PEERS.stream()).toList()) {
      assertThat(stating.texts("licenses/license/name"))
          .as("%s", stating)
          .containsExactly("Apache-2.0");
      assertThat(stating.texts("licenses/license/url"))
          .containsExactly("https://www.apache.org/licenses/LICENSE-2.0");
    }
    for (Pom inheriting : OWN) {
      assertThat(inheriting.texts("parent/artifactId")).containsExactly("weir");
      assertThat(inheriting.everywhere("licenses")).as("%s", inheriting).isEmpty();
    }
  }

  @Test
  void everyBackendRunsTheKit() throws IOException {
    List<String> backends =
        OWN.stream()
            .map(Pom::module)
            .filter(module -> module.startsWith("backend-") && !module.equals("backend-spi"))
            .toList();
    assertThat(backends).contains("backend-embedded");
    for (String backend : backends) {
      try (Stream<Path> tests =
          Files.walk(Project.root().resolve(backend).resolve("src/test/java"))) {
        assertThat(tests.filter(Files::isRegularFile).filter(ModulesTest::runsTheKit))
            .as(backend)
            .isNotEmpty();
      }
    }
  }

  private static boolean runsTheKit(Path test) {
    try {
      return Files.readString(test).contains(" extends BackendContract {");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
