package io.weir.bench;

import io.weir.bench.server.ApacheKafka;
import io.weir.bench.server.BenchException;
import io.weir.bench.server.Contender;
import io.weir.bench.server.Project;
import io.weir.bench.server.Weir;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every benchmark can be told. */
final class CommonOptions {
  @Option(
      names = "--contenders",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "weir,kafka",
      description =
          "Which two are compared: weir, kafka, or one of them twice to see what chance alone gives"
              + " (default: ${DEFAULT-VALUE}).")
  List<String> contenders = List.of();

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

  Contender first(Project project) {
    return contender(0, project);
  }

  Contender second(Project project) {
    return contender(1, project);
  }

  /** The name of a contender in tables: one that meets itself gets a letter. */
  String name(int index) {
    boolean twice = contenders.getFirst().equals(contenders.getLast());
    return contenders.get(index) + (twice ? "-" + (char) ('a' + index) : "");
  }

  private Contender contender(int index, Project project) {
    if (contenders.size() != 2) {
      throw new BenchException("--contenders takes two names, such as weir,kafka");
    }
    return switch (contenders.get(index)) {
      case "weir" -> new Weir(project);
      case "kafka" -> new ApacheKafka(project);
      default ->
          throw new BenchException(
              "--contenders knows weir and kafka, not " + contenders.get(index));
    };
  }
}
