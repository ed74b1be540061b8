package io.weir.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables of {@code docs/mapping.md}, by the headings above them. */
final class MappingTable {
  private static final Path PAGE = Path.of("..", "docs", "mapping.md");
  private static final Pattern CODE = Pattern.compile("(`+)(.*)\\1");

  private MappingTable() {}

  /** The rows below a heading: the cells by their columns' names, code without its marks. */
  static List<Map<String, String>> rows(String heading) {
    List<Map<String, String>> rows = new ArrayList<>();
    List<String> columns = List.of();
    boolean isHere = false;
    for (String line : lines()) {
      if (line.startsWith("#")) {
        isHere = line.equals("## " + heading);
      } else if (isHere && line.startsWith("|") && columns.isEmpty()) {
        columns = cells(line);
      } else if (isHere && line.startsWith("|") && !line.startsWith("|---")) {
        Map<String, String> row = new LinkedHashMap<>();
        List<String> cells = cells(line);
        for (int i = 0; i < columns.size(); i++) {
          row.put(columns.get(i), cells.get(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(PAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> cells(String line) {
    return Pattern.compile("\\|")
        .splitAsStream(line.substring(1, line.lastIndexOf('|')))
        .map(String::trim)
        .map(MappingTable::withoutMarks)
        .toList();
  }

  private static String withoutMarks(String cell) {
    Matcher code = CODE.matcher(cell);
    return code.matches() ? code.group(2) : cell;
  }
}
