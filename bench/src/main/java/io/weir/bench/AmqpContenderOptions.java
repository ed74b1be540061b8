package io.weir.bench;

import io.weir.bench.server.BenchException;
import io.weir.bench.server.Contender;
import io.weir.bench.server.Project;
import io.weir.bench.server.RabbitMq;
import io.weir.bench.server.Weir;
import java.util.List;
import picocli.CommandLine.Option;

/** Who is compared under clients of RabbitMQ. */
final class AmqpContenderOptions {
  @Option(
      names = "--contenders",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "weir,rabbitmq",
      description =
          "Which two are compared: weir, rabbitmq, or one of them twice to see what chance alone"
              + " gives (default: ${DEFAULT-VALUE}).")
  List<String> contenders = List.of();

  /** The first or the second of them. */
  Contender contender(int index, Project project) {
    if (contenders.size() != 2) {
      throw new BenchException("--contenders takes two names, such as weir,rabbitmq");
    }
    return switch (contenders.get(index)) {
      case "weir" -> Weir.ofAmqp(project);
      case "rabbitmq" -> new RabbitMq();
      default ->
          throw new BenchException(
              "--contenders knows weir and rabbitmq, not " + contenders.get(index));
    };
  }

  /** The name of a contender in tables: one that meets itself gets a letter. */
  String name(int index) {
    boolean twice = contenders.getFirst().equals(contenders.getLast());
    return contenders.get(index) + (twice ? "-" + (char) ('a' + index) : "");
  }
}
