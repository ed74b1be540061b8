package io.weir.bench;

import io.weir.bench.server.ApacheKafka;
import io.weir.bench.server.BenchException;
import io.weir.bench.server.KafkaContender;
import io.weir.bench.server.Project;
import io.weir.bench.server.Weir;
import java.util.List;
import picocli.CommandLine.Option;

/** Who is compared. */
final class ContenderOptions {
  @Option(
      names = "--contenders",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "weir,kafka",
      description =
          "Which two are compared: weir, kafka, or one of them twice to see what chance alone gives"
              + " (default: ${DEFAULT-VALUE}).")
  List<String> contenders = List.of();

  KafkaContender first(Project project) {
    return contender(0, project);
  }

  KafkaContender second(Project project) {
    return contender(1, project);
  }

  /** The name of a contender in tables: one that meets itself gets a letter. */
  String name(int index) {
    boolean twice = contenders.getFirst().equals(contenders.getLast());
    return contenders.get(index) + (twice ? "-" + (char) ('a' + index) : "");
  }

  private KafkaContender contender(int index, Project project) {
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
