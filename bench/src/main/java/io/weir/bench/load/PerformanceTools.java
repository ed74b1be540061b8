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
   *
   * @param topics Kafka's own tool knows only one; several take turns in {@link SpreadProducer}
   */
  public Throughput produce(
      String bootstrap, List<String> topics, int records, int recordBytes, Batching batching) {
    return topics.size() == 1
        ? produce(bootstrap, topics.getFirst(), records, recordBytes, batching)
        : spread(bootstrap, topics, records, recordBytes, batching);
  }

  private Throughput produce(
      String bootstrap, String topic, int records, int recordBytes, Batching batching) {
    var properties = new ArrayList<>(List.of("--command-property", "acks=all"));
    batching.settings().forEach((name, value) -> properties.add(name + "=" + value));
    Child tool =
        run(
            project.toolsClassPath(),
            "org.apache.kafka.tools.ProducerPerformance",
            List.of("--topic", topic),
            List.of("--num-records", Integer.toString(records)),
            List.of("--record-size", Integer.toString(recordBytes)),
            List.of("--warmup-records", Integer.toString(records / 10)),
            List.of("--throughput", "-1"),
            List.of("--bootstrap-server", bootstrap),
            properties);
    return ToolOutput.ofProducer(tool.lines(), tool.coreShare())
        .orElseThrow(() -> unexpected(tool));
  }

  private Throughput spread(
      String bootstrap, List<String> topics, int records, int recordBytes, Batching batching) {
    Child tool =
        run(
            System.getProperty("java.class.path"),
            SpreadProducer.class.getName(),
            List.of(
                bootstrap,
                Integer.toString(records),
                Integer.toString(recordBytes),
                Integer.toString(batching.bytes())),
            topics);
    return ToolOutput.ofSpreadProducer(tool.lines(), tool.coreShare())
        .orElseThrow(() -> unexpected(tool));
  }

  /**
   * Reads so many records in a group of its own, from the beginning, with the consumer's defaults.
   *
   * @param topics one, or all that begin as the first does up to its last hyphen
   */
  public Throughput consume(String bootstrap, List<String> topics, int records) {
    String topic = topics.getFirst();
    Child tool =
        run(
            project.toolsClassPath(),
            "org.apache.kafka.tools.ConsumerPerformance",
            topics.size() == 1
                ? List.of("--topic", topic)
                : List.of("--include", topic.substring(0, topic.lastIndexOf('-')) + "-\\d+"),
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
  private Child run(String classPath, String mainClass, List<String>... arguments) {
    var rest = new ArrayList<>(List.of("-cp", classPath, mainClass));
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
