package io.weir.tests.http;

import io.weir.tests.programs.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of {@code docs/mapping.md}. */
public final class MappingTable {
  private MappingTable() {}

  /** The rows of the first table under a heading, as cells by their column. */
  public static List<Map<String, String>> rows(String heading) {
    List<String> lines = lines();
    int line = lines.indexOf("## " + heading);
    while (!lines.get(line).startsWith("|")) {
      line++;
    }
    List<String> columns = cells(lines.get(line));
    List<Map<String, String>> rows = new ArrayList<>();
    for (line += 2; line < lines.size() && lines.get(line).startsWith("|"); line++) {
      List<String> cells = cells(lines.get(line));
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        row.put(columns.get(i), cells.get(i));
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    for (String cell : line.substring(1, line.length() - 1).split("\\|", -1)) {
      String text = cell.strip();
      cells.add(text.startsWith("`") ? text.substring(1, text.length() - 1) : text);
    }
    return cells;
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(Project.root().resolve("docs/mapping.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
