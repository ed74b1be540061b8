package io.weir.tests.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was said to a server and what it said, and where that was not as written. */
final class Transcript {
  private static final int WIDTH = 100;

  private final List<String> lines = new ArrayList<>();
  private @Nullable String fault;

  Transcript(String server) {
    lines.add("--- " + server);
  }

  void add(String line) {
    lines.add(line);
  }

  /** After this nothing more was said. */
  void fault(String what) {
    fault = what;
    lines.add("*** " + what);
  }

  boolean isAsWritten() {
    return fault == null;
  }

  /** All of them, each in a column. */
  static String beside(List<Transcript> transcripts) {
    List<List<String>> columns = transcripts.stream().map(Transcript::folded).toList();
    int height = columns.stream().mapToInt(List::size).max().orElse(0);
    StringBuilder page = new StringBuilder("\n");
    for (int row = 0; row < height; row++) {
      int at = row;
      page.append(
              columns.stream()
                  .map(column -> at < column.size() ? column.get(at) : "")
                  .map(cell -> cell + " ".repeat(WIDTH - cell.length()))
                  .collect(Collectors.joining(" | "))
                  .stripTrailing())
          .append('\n');
    }
    return page.toString();
  }

  private List<String> folded() {
    return lines.stream().flatMap(String::lines).flatMap(line -> folded(line).stream()).toList();
  }

  private static List<String> folded(String line) {
    List<String> parts = new ArrayList<>();
    for (int at = 0; at < line.length() || at == 0; at += WIDTH) {
      parts.add(line.substring(at, Math.min(line.length(), at + WIDTH)));
    }
    return parts;
  }
}
