package io.weir.tests.programs;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a program left behind.
 *
 * @param exit its exit code
 * @param output the bytes of its standard output
 * @param errors the text of its standard error
 */
public record Outcome(String command, int exit, byte[] output, String errors) {

  /** The standard output as UTF-8. */
  public String text() {
    return new String(output, StandardCharsets.UTF_8);
  }

  public List<String> lines() {
    return text().lines().toList();
  }

  /** This, if the program ended well; otherwise a failure with all that it said. */
  public Outcome succeeded() {
    if (exit != 0) {
      throw new AssertionError(toString());
    }
    return this;
  }

  @Override
  public String toString() {
    return command
        + "\nexit code "
        + exit
        + "\n--- output\n"
        + end(text())
        + "\n--- errors\n"
        + end(errors);
  }

  private static String end(String text) {
    return text.length() > 8000 ? "..." + text.substring(text.length() - 8000) : text.strip();
  }
}
