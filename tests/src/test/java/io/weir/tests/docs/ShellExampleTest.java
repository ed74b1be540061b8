package io.weir.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShellExampleTest {
  private static final String DOCUMENT =
      """
      # Title

      ```sh
      echo one
      echo two
      ```

      ```text
      one
      t...
      ```

      ```yaml
      data: ./data
      ```

      ```sh
      true
      ```
      """;

  @Test
  void scriptsAreFoundWithTheOutputThatFollowsThem() {
    var examples = ShellExample.in(DOCUMENT.lines().toList());

    assertThat(examples)
        .containsExactly(
            new ShellExample(3, "echo one\necho two", "one\nt..."),
            new ShellExample(17, "true", null));
    assertThat("one\ntwo").matches(examples.getFirst().pattern());
    assertThat("one\nthree").matches(examples.getFirst().pattern());
    assertThat("one\nfour").doesNotMatch(examples.getFirst().pattern());
  }
}
