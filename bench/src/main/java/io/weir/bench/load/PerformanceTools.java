package io.weir.bench.load;

import io.weir.bench.server.BenchException;
import io.weir.bench.server.Child;
import io.weir.bench.server.JavaCommand;
import io.weir.bench.server.Project;
import io.weir.bench.server.Workplace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Kafka's producer and consumer performance tools, each run in a JVM of its own with the heap of
 * Kafka's scripts.
 */
public final class PerformanceTools {
  private static final List<String> FLAGS =
      List.of("-Xmx512M", "-Duser.language=en", "-Duser.country=US");
  private static final Duration TIME_LIMIT = Duration.ofMinutes(3);

  private final Project project;
  private final Workplace workplace;

  /** The tools whose class path the project's build resolved. */
  public PerformanceTools(Project project, Workplace workplace) {
    this.project = project;
    this.workplace = workplace;
  }

  /**
   * Writes records as fast as it can, with {@code acks=all} and otherwise the producer's defaults.
   * A tenth of the records is its warm-up, which its figures leave out.
   */
  public Throughput produce(String bootstrap, String topic, int records, int recordBytes) {
    Child tool =
        run(
            "org.apache.kafka.tools.ProducerPerformance",
            List.of("--topic", topic),
            List.of("--num-records", Integer.toString(records)),
            List.of("--record-size", Integer.toString(recordBytes)),
            List.of("--warmup-records", Integer.toString(records / 10)),
            List.of("--throughput", "-1"),
            List.of("--bootstrap-server", bootstrap),
            List.of("--command-property", "acks=all"));
    return ToolOutput.ofProducer(tool.lines(), tool.coreShare())
        .orElseThrow(() -> unexpected(tool));
  }

  /**
   * Reads so many records in a group of its own, from the beginning, with the consumer's defaults.
   */
  public Throughput consume(String bootstrap, String topic, int records) {
    Child tool =
        run(
            "org.apache.kafka.tools.ConsumerPerformance",
            List.of("--topic", topic),
            List.of("--num-records", Integer.toString(records)),
            List.of("--group", topic),
            List.of("--hide-header"),
            List.of("--timeout", "30000"),
            List.of("--bootstrap-server", bootstrap));
    Throughput read =
        ToolOutput.ofConsumer(tool.lines(), tool.coreShare()).orElseThrow(() -> unexpected(tool));
    if (read.records() < records) {
      throw new BenchException(
          "Read %d of %d records of %s".formatted(read.records(), records, topic));
    }
    return read;
  }

  @SafeVarargs
  private Child run(String mainClass, List<String>... arguments) {
    var rest = new ArrayList<>(List.of("-cp", project.toolsClassPath(), mainClass));
    for (List<String> argument : arguments) {
      rest.addAll(argument);
    }
    return Child.run(
        workplace,
        JavaCommand.of(FLAGS, rest.toArray(String[]::new)),
        workplace.path("tool.out"),
        TIME_LIMIT);
  }

  private static BenchException unexpected(Child tool) {
    return new BenchException("No figures in what it wrote:\n" + String.join("\n", tool.lines()));
  }
}
