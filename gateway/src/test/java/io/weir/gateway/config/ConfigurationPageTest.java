package io.weir.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the examples of {@code docs/configuration.md}, and holds its reference against the types.
 */
class ConfigurationPageTest {
  private static final String PAGE = Examples.text(Examples.DOCS.resolve("configuration.md"));

  /**
   * A fault, and what is said of it: a block of YAML marked as broken, and the block of text after
   * it.
   */
  record Fault(String yaml, String said) {}

  static List<String> examples() {
    return blocks("```yaml\n(.*?)```").map(groups -> groups.get(0)).toList();
  }

  static List<Fault> faults() {
    return blocks("```yaml broken\n(.*?)```.*?```text\n(.*?)```")
        .map(groups -> new Fault(groups.get(0), groups.get(1)))
        .toList();
  }

  static List<String> variables() {
    return blocks("(?m)^    (WEIR_[A-Z0-9_]+=\\S*)$").map(groups -> groups.get(0)).toList();
  }

  @Test
  void thePageHasExamplesOfEveryKind() {
    assertThat(examples()).hasSizeGreaterThan(2);
    assertThat(faults()).isNotEmpty();
    assertThat(variables()).hasSizeGreaterThan(2);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleIsReadAndValidates(String yaml) {
    assertThat(Examples.read(yaml)).isNotNull();
    assertThat(JsonSchemaTest.validate(yaml)).isEmpty();
  }

  static List<String> tenants() {
    return blocks("```yaml tenant\n(.*?)```").map(groups -> groups.get(0)).toList();
  }

  @ParameterizedTest
  @MethodSource("tenants")
  void everyTenantIsReadAndValidates(String yaml) {
    assertThat(TenantExamples.readOne(yaml)).isNotNull();
    assertThat(JsonSchemaTest.validateTenant(yaml)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void everyFaultIsSaidAsThePageSays(Fault fault) {
    ConfigException refused =
        catchThrowableOfType(ConfigException.class, () -> Examples.read(fault.yaml()));
    assertThat(refused.faults()).isEqualTo(fault.said().lines().toList());
  }

  @ParameterizedTest
  @MethodSource("variables")
  void everyVariableChangesSomething(String assignment) {
    String[] parts = assignment.split("=", 2);
    assertThat(Examples.read("", Map.of(parts[0], parts[1]))).isNotEqualTo(WeirConfig.standard());
  }

  @Test
  void theReferenceSaysWhatTheTypesSay() throws IOException {
    assertReference("## Reference", WeirConfig.class, "configuration-reference.md");
  }

  @Test
  void theReferenceOfTenantsSaysWhatTheTypesSay() throws IOException {
    assertReference("## Reference of a tenant's file", TenantFile.class, "tenant-reference.md");
  }

  private static void assertReference(String heading, Class<?> root, String proposed)
      throws IOException {
    String ownSection = PAGE.substring(PAGE.indexOf(heading + "\n") + heading.length());
    int end = ownSection.indexOf("\n## ");
    List<String> rows =
        (end < 0 ? ownSection : ownSection.substring(0, end))
            .lines()
            .filter(line -> line.startsWith("| `"))
            .toList();
    List<String> reference = reference("", root);
    Path proposal = Path.of("target", proposed);
    Files.createDirectories(proposal.getParent());
    Files.write(proposal, reference);
    assertThat(rows)
        .as("the reference in docs/configuration.md; what it should be lies in gateway/" + proposal)
        .isEqualTo(reference);
  }

  private static List<String> reference(String prefix, Class<?> type) {
    List<String> rows = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Setting setting = Binder.setting(component);
      String name =
          prefix + (component.isAnnotationPresent(Rest.class) ? "*" : Binder.keyOf(component));
      Class<?> inner = inner(component.getGenericType());
      boolean isList = component.getType() == List.class;
      String standard = setting.standard().isEmpty() ? "" : "`" + setting.standard() + "`";
      boolean shown = !setting.standard().equals("{}") || inner == null;
      rows.add("| `%s` | %s | %s |".formatted(name, shown ? standard : "", setting.about()));
      if (inner != null) {
        rows.addAll(reference(name + (isList ? "[]." : "."), inner));
      }
    }
    return rows;
  }

  /** The record whose settings stand below this one, if there is one. */
  private static Class<?> inner(Type type) {
    Type last =
        type instanceof ParameterizedType generic
            ? generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1]
            : type;
    boolean isRecord =
        last instanceof Class<?> plain && plain.isRecord() && ScalarType.of(plain) == null;
    return isRecord ? (Class<?>) last : null;
  }

  private static Stream<List<String>> blocks(String pattern) {
    return Pattern.compile(pattern, Pattern.DOTALL)
        .matcher(PAGE)
        .results()
        .map(
            match -> {
              List<String> groups = new ArrayList<>();
              for (int i = 1; i <= match.groupCount(); i++) {
                groups.add(match.group(i));
              }
              return groups;
            });
  }
}
