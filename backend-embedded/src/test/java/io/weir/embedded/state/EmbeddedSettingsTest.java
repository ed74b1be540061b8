package io.weir.embedded.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EmbeddedSettingsTest {
  private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| (\\d+) \\| .+ \\|");

  @Test
  void theTableOfTheConfigurationPageHasEachWithItsStandardValue() throws Exception {
    Map<String, Object> table = new HashMap<>();
    for (MatchResult row : rows()) {
      table.put(row.group(1), Long.valueOf(row.group(2)));
    }

    assertThat(table).isEqualTo(standards());
  }

  @Test
  void everyStandardValueCanBeSet() throws Exception {
    Map<String, Object> entries = standards();

    assertThat(EmbeddedSettings.of(entries)).isEqualTo(EmbeddedSettings.DEFAULT);
  }

  private static Map<String, Object> standards() throws ReflectiveOperationException {
    Map<String, Object> standards = new HashMap<>();
    for (var component : EmbeddedSettings.class.getRecordComponents()) {
      Number value = (Number) component.getAccessor().invoke(EmbeddedSettings.DEFAULT);
      standards.put(component.getName(), value.longValue());
    }
    return standards;
  }

  private static List<MatchResult> rows() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "configuration.md"));
    String section = page.substring(0, page.indexOf("## Reference"));
    return Arrays.stream(section.split("\n"))
        .map(ROW::matcher)
        .filter(row -> row.matches())
        .map(row -> row.toMatchResult())
        .toList();
  }
}
