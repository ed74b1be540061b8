package io.weir.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {
  private static Table table() {
    var table = new Table("what", "weir", "kafka");
    table.add("time to ready, ms", "900", "4,000");
    table.add("RSS, MiB", "120", "");
    return table;
  }

  @Test
  void asTextHasColumnsWithNumbersToTheRight() {
    assertThat(table().asText())
        .isEqualTo(
            """
            what               weir  kafka
            time to ready, ms   900  4,000
            RSS, MiB            120
            """);
  }

  @Test
  void asMarkdownHasARuleUnderItsHeading() {
    assertThat(table().asMarkdown())
        .isEqualTo(
            """
            | what              | weir | kafka |
            |:--|--:|--:|
            | time to ready, ms |  900 | 4,000 |
            | RSS, MiB          |  120 |       |
            """);
  }

  @Test
  void aRowHasACellForEachColumn() {
    assertThatThrownBy(() -> table().add("alone")).isInstanceOf(IllegalArgumentException.class);
  }
}
