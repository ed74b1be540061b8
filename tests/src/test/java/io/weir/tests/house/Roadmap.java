package io.weir.tests.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checklist of {@code docs/roadmap.md}, held against the source tree.
 *
 * <p>A line reads {@code - [x] what works — `TestClass#method`, `OtherTest`}; lines that are not
 * done need no test.
 */
record Roadmap(List<Line> lines) {
  /** One line of the checklist: its number in the file, from 1, and the tests that it names. */
  record Line(int number, boolean done, String text, List<String> tests) {}

  private static final Pattern ITEM = Pattern.compile(" {0,3}- \\[([ x])] (.*)");
  private static final Pattern TESTS = Pattern.compile(" — ((?:`[^`]+`(?:, )?)+)$");
  private static final Pattern TEST = Pattern.compile("`([^`]+)`");

  static Roadmap parse(List<String> markdown) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < markdown.size(); i++) {
      Matcher item = ITEM.matcher(markdown.get(i));
      if (item.matches()) {
        lines.add(
            new Line(i + 1, item.group(1).equals("x"), item.group(2), testsOf(item.group(2))));
      }
    }
    return new Roadmap(lines);
  }

  private static List<String> testsOf(String text) {
    Matcher tests = TESTS.matcher(text);
    return tests.find()
        ? TEST.matcher(tests.group(1)).results().map(match -> match.group(1)).toList()
        : List.of();
  }

  /** What is wrong with it, one sentence for each fault. */
  List<String> faults(Path sources) {
    List<Path> tests = testSources(sources);
    List<String> faults = new ArrayList<>();
    for (Line line : lines) {
      if (line.done() && line.tests().isEmpty()) {
        faults.add("line " + line.number() + " is done but names no test: " + line.text());
      }
      for (String test : line.tests()) {
        if (!exists(test, tests)) {
          faults.add("line " + line.number() + " names a test that does not exist: " + test);
        }
      }
    }
    return faults;
  }

  private static boolean exists(String test, List<Path> sources) {
    String[] parts = test.split("#", 2);
    return sources.stream()
        .filter(source -> source.getFileName().toString().equals(parts[0] + ".java"))
        .anyMatch(source -> parts.length == 1 || declares(source, parts[1]));
  }

  /**
   * Whether a method of that name is declared: a type, a name and an opening parenthesis, not a
   * call.
   */
  private static boolean declares(Path source, String method) {
    Pattern declaration =
        Pattern.compile(
            "^\\s+(?!return|throw|new|else|assert)(?:[\\w<>\\[\\].,?]+\\s+)+"
                + Pattern.quote(method)
                + "\\s*\\(",
            Pattern.MULTILINE);
    try {
      return declaration.matcher(Files.readString(source)).find();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> testSources(Path root) {
    try {
      return Sources.files(root).stream()
          .filter(file -> isTestSource(root.relativize(file)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isTestSource(Path path) {
    return path.toString().endsWith(".java") && path.toString().contains("src/test/java/");
  }
}
