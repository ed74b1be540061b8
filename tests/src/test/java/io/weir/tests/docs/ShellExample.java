package io.weir.tests.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A shell script in a Markdown document: a fence marked {@code sh}. A fence marked {@code text}
 * right after it is what it prints, where {@code ...} stands for anything within a line.
 *
 * @param line of the document on which it begins, from 1
 * @param output what it prints, or null where the document does not say
 */
record ShellExample(int line, String script, @Nullable String output) {
  private static final String FENCE = "```";

  /** All of a document, in order. */
  static List<ShellExample> in(List<String> markdown) {
    List<ShellExample> examples = new ArrayList<>();
    for (int i = 0; i < markdown.size(); i++) {
      if (!markdown.get(i).startsWith(FENCE)) {
        continue;
      }
      int end = endOf(markdown, i);
      String text = String.join("\n", markdown.subList(i + 1, end));
      if (markdown.get(i).equals(FENCE + "sh")) {
        examples.add(new ShellExample(i + 1, text, outputAfter(markdown, end)));
      }
      i = end;
    }
    return examples;
  }

  private static @Nullable String outputAfter(List<String> markdown, int end) {
    int next = end + 1;
    while (next < markdown.size() && markdown.get(next).isBlank()) {
      next++;
    }
    return next < markdown.size() && markdown.get(next).equals(FENCE + "text")
        ? String.join("\n", markdown.subList(next + 1, endOf(markdown, next)))
        : null;
  }

  private static int endOf(List<String> markdown, int start) {
    for (int i = start + 1; i < markdown.size(); i++) {
      if (markdown.get(i).equals(FENCE)) {
        return i;
      }
    }
    throw new IllegalArgumentException("the fence in line " + (start + 1) + " has no end");
  }

  /** The output as a regular expression. */
  String pattern() {
    StringBuilder pattern = new StringBuilder();
    for (String part : String.valueOf(output).split("\\.\\.\\.", -1)) {
      pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(part));
    }
    return pattern.toString();
  }
}
