package io.weir.bench;

import io.weir.bench.result.Chapter;
import io.weir.bench.result.Machine;
import io.weir.bench.server.BenchException;
import io.weir.bench.server.Project;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/** The result of a run: a table for who watches, and a Markdown file to keep. */
final class Report {
  private static final double BUSY = 0.7;

  private final String title;
  private final ZonedDateTime date = ZonedDateTime.now(ZoneOffset.UTC);
  private final List<String> circumstances = new ArrayList<>();
  private final List<Chapter> chapters = new ArrayList<>();

  /**
   * Begins a report; the machine's load is looked at now.
   *
   * @param subjects what is measured, a line each
   */
  Report(String title, Project project, Path directory, String... subjects) {
    this.title = title;
    circumstances.addAll(Machine.description(directory).lines().toList());
    double load = Machine.load();
    circumstances.add(
        String.format(
            Locale.ROOT,
            "- load average at the start: %.1f%s",
            load,
            load > BUSY ? " (the machine was busy: do not trust these figures)" : ""));
    circumstances.add("- commit: " + project.commit());
    for (String subject : new LinkedHashSet<>(List.of(subjects))) {
      circumstances.add("- " + subject);
    }
  }

  /** Adds a line on how it was measured. */
  void note(String line) {
    circumstances.add("- " + line);
  }

  /** Prints a chapter, and keeps it for the file. */
  void add(Chapter chapter, PrintStream out) {
    chapters.add(chapter);
    out.printf("%n%s%n%n%s%n", chapter.title(), chapter.table().asText());
    chapter.verdict().forEach(out::println);
  }

  /** A file name with the date of this run. */
  String fileName(String prefix) {
    return prefix + "-" + date.format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmm")) + ".md";
  }

  /** Writes the file. */
  void write(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, markdown());
    } catch (IOException e) {
      throw new BenchException("Cannot write the report " + file, e);
    }
  }

  private String markdown() {
    var text = new StringBuilder();
    String day = date.format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'"));
    text.append("### ").append(title).append(", ").append(day).append("\n\n");
    circumstances.forEach(line -> text.append(line).append('\n'));
    for (Chapter chapter : chapters) {
      text.append("\n#### ").append(chapter.title()).append("\n\n");
      text.append(chapter.table().asMarkdown()).append('\n');
      chapter.verdict().forEach(sentence -> text.append("- ").append(sentence).append('\n'));
    }
    return text.toString();
  }
}
