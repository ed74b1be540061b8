package io.weir.tests.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.AppendWait;
import io.weir.backend.Backend;
import io.weir.backend.BackendProvider;
import io.weir.backend.Claim;
import io.weir.backend.Maintenance;
import io.weir.backend.PartitionLog;
import io.weir.backend.ProducerStore;
import io.weir.backend.TopicStore;
import io.weir.tests.programs.Project;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The decision record that maps the contract of a log onto clusters has all of it. */
class BackendMappingTest {
  private static final List<Class<?>> CONTRACT =
      List.of(
          BackendProvider.class,
          Maintenance.class,
          Backend.class,
          TopicStore.class,
          PartitionLog.class,
          ProducerStore.class,
          Claim.class,
          AppendWait.class);

  /** {@code | `Claim.append` | requests | notes |}, in which nothing is empty. */
  private static final Pattern ROW =
      Pattern.compile("\\| `(\\w+\\.\\w+)` \\| ([^|]*\\w[^|]*) \\| ([^|]*\\w[^|]*) \\|");

  @ParameterizedTest
  @ValueSource(strings = {"Apache Kafka", "Apache RocketMQ"})
  void everyMethodHasOneRow(String cluster) throws IOException {
    List<String> rows = tableBelow("### Onto an " + cluster + " cluster");

    assertThat(rows).allSatisfy(row -> assertThat(row).matches(ROW));
    assertThat(
            rows.stream().map(ROW::matcher).filter(row -> row.matches()).map(row -> row.group(1)))
        .containsExactlyInAnyOrderElementsOf(methods());
  }

  private static List<String> methods() {
    return CONTRACT.stream()
        .flatMap(
            type ->
                Arrays.stream(type.getMethods())
                    .filter(method -> Modifier.isAbstract(method.getModifiers()))
                    .map(Method::getName)
                    .map(method -> type.getSimpleName() + "." + method))
        .toList();
  }

  /** The rows of the table in a section, without the head. */
  private static List<String> tableBelow(String heading) throws IOException {
    try (Stream<String> lines =
        Files.lines(Project.root().resolve("docs/adr/0001-backend-spi.md"))) {
      return lines
          .dropWhile(line -> !line.equals(heading))
          .skip(1)
          .takeWhile(line -> !line.startsWith("#"))
          .filter(line -> line.startsWith("|"))
          .skip(2)
          .toList();
    }
  }
}
