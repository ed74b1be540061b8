package io.weir.bench.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows of cells under a heading, the first column to the left and the others to the right. */
public final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  /** A table without rows. */
  public Table(String... heading) {
    rows.add(List.of(heading));
  }

  /** Adds a row, with a cell for each column. */
  public void add(String... cells) {
    if (cells.length != rows.getFirst().size()) {
      throw new IllegalArgumentException("not one cell per column: " + List.of(cells));
    }
    rows.add(List.of(cells));
  }

  /** In columns, for a terminal. */
  public String asText() {
    return lines("", "  ", "", false);
  }

  /** As a Markdown table. */
  public String asMarkdown() {
    return lines("| ", " | ", " |", true);
  }

  private String lines(String before, String between, String after, boolean ruled) {
    var lines = new ArrayList<String>();
    for (List<String> row : rows) {
      var cells = new ArrayList<String>();
      for (int column = 0; column < row.size(); column++) {
        cells.add(padded(row.get(column), column));
      }
      lines.add((before + String.join(between, cells) + after).stripTrailing());
      if (ruled && lines.size() == 1) {
        lines.add("|:--" + "|--:".repeat(row.size() - 1) + "|");
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private String padded(String cell, int column) {
    int width = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    String space = " ".repeat(width - cell.length());
    return column == 0 ? cell + space : space + cell;
  }

  /** A median with the interval around it, for a cell. */
  static String spread(double middle, Interval interval, int decimals) {
    return "%s (%s-%s)"
        .formatted(
            number(middle, decimals),
            number(interval.low(), decimals),
            number(interval.high(), decimals));
  }

  static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
