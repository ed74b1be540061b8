package io.weir.tests.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.programs.Project;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/architecture.md} describes the house as it stands. */
class ArchitectureTest {
  private static final String PAGE = Sources.text(Project.root().resolve("docs/architecture.md"));

  /** A line of the list of modules begins with a directory. */
  private static final Pattern MODULE = Pattern.compile("(?m)^    ([a-z]+(?:[-/][a-z]+)*)/ ");

  /** A row of the table of packages. */
  private static final Pattern PACKAGE = Pattern.compile("(?m)^\\| `(io\\.weir[.a-z0-9]*)` \\|");

  private static final String SERVICE =
      "src/main/resources/META-INF/services/io.weir.protocol.Protocol";

  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern LINK = Pattern.compile("\\{@link\\s+\\*?\\s*(io\\.weir[.\\w]*)");

  @Test
  void everyModuleIsDescribedAndEveryOneDescribedIsThere() {
    assertThat(found(MODULE, PAGE)).containsExactlyInAnyOrderElementsOf(Sources.modules());
  }

  @Test
  void everyPackageIsDescribedAndEveryOneDescribedIsThere() {
    assertThat(found(PACKAGE, PAGE)).containsExactlyInAnyOrderElementsOf(Sources.packages());
  }

  @Test
  void everyTypeThatThePageNamesIsThere() {
    List<String> named =
        found(CODE, PAGE).stream().filter(code -> code.matches("([a-z]+\\.)*[A-Z]\\w+")).toList();
    assertThat(named).contains("Message", "ConnectionBounds", "Failure");
    assertThat(named).allMatch(ArchitectureTest::isType, "is a type of Weir's or of java.util");
  }

  private static boolean isType(String name) {
    return Sources.types().stream().anyMatch(type -> type.equals(name) || type.endsWith("." + name))
        || ofJava(name).isPresent();
  }

  private static Optional<Class<?>> ofJava(String name) {
    try {
      return Optional.of(Class.forName("java.util." + name));
    } catch (ClassNotFoundException notThere) {
      return Optional.empty();
    }
  }

  @Test
  void everyProtocolHasThePlacesThatThePageSaysAllHave() {
    assertThat(protocols())
        .contains("io.weir.http", "io.weir.kafka")
        .allSatisfy(
            root ->
                assertThat(Sources.packages()).contains(root + ".connection", root + ".mapping"));
  }

  /** The packages of the protocols that a gateway finds. */
  private static List<String> protocols() {
    return Sources.modules().stream()
        .map(module -> Project.root().resolve(module).resolve(SERVICE))
        .filter(Files::exists)
        .flatMap(file -> Sources.text(file).lines())
        .map(entry -> entry.substring(0, entry.lastIndexOf('.')))
        .toList();
  }

  @Test
  void everyPackageHasATourThatPointsToWhatIsThere() {
    assertThat(Sources.packagesWithTour()).containsExactlyInAnyOrderElementsOf(Sources.packages());
    assertThat(Sources.tours())
        .allSatisfy(
            tour -> {
              assertThat(tour).contains("@NullMarked");
              assertThat(found(LINK, tour)).allMatch(ArchitectureTest::isTypeOfWeir, "is a type");
            });
  }

  /** Top-level, or nested in one that is. */
  private static boolean isTypeOfWeir(String name) {
    List<String> types = Sources.types();
    return types.contains(name) || types.contains(name.substring(0, name.lastIndexOf('.')));
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }
}
