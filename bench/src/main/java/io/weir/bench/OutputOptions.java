package io.weir.bench;

import io.weir.bench.server.Project;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where every benchmark writes, and its help. */
final class OutputOptions {
  @Option(
      names = "--directory",
      description =
          "A directory on a real disk; a temporary one is made below it (default: bench/target).")
  @Nullable Path directory;

  @Option(
      names = "--report",
      description = "Where the report goes, as Markdown (default: a dated file in bench/target).")
  @Nullable Path report;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this.")
  boolean help;

  Path directory(Project project) {
    return directory == null ? project.root().resolve("bench/target") : directory;
  }

  Path report(Project project, String fileName) {
    return report == null ? project.root().resolve("bench/target").resolve(fileName) : report;
  }
}
