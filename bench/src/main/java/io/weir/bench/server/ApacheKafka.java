package io.weir.bench.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * An Apache Kafka broker that is its own controller, with the JVM flags of the scripts it ships
 * with and its default settings, but for those that a cluster of one needs.
 */
public final class ApacheKafka implements KafkaContender {
  /** As kafka-server-start.sh and kafka-run-class.sh set them. */
  private static final List<String> FLAGS =
      List.of(
          "-Xmx1G",
          "-Xms1G",
          "-XX:+UseG1GC",
          "-XX:MaxGCPauseMillis=20",
          "-XX:InitiatingHeapOccupancyPercent=35",
          "-XX:+ExplicitGCInvokesConcurrent",
          "-Djava.awt.headless=true");

  private final Project project;

  /** The broker whose class path the project's build resolved. */
  public ApacheKafka(Project project) {
    this.project = project;
  }

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public String description() {
    return "Apache Kafka " + version() + ", " + String.join(" ", FLAGS);
  }

  @Override
  public Launch prepare(Path directory, Workplace workplace) {
    int port = LoopbackPort.free();
    Path settings = directory.resolve("server.properties");
    try {
      Files.writeString(settings, properties(port, LoopbackPort.free(), directory.resolve("log")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    format(settings, directory.resolve("format.out"), workplace);
    return new Launch(
        java("kafka.Kafka", settings.toString()),
        Map.of(),
        port,
        output -> LoopbackPort.answersKafka(port));
  }

  @Override
  public Map<String, String> topicSettings(Durability durability) {
    return switch (durability) {
      case ASYNC -> Map.of();
      case SYNC -> Map.of("flush.messages", "1");
    };
  }

  private static String properties(int port, int controllerPort, Path log) {
    return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%2$d
        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
        controller.listener.names=CONTROLLER
        log.dirs=%3$s
        offsets.topic.replication.factor=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        group.initial.rebalance.delay.ms=0
        log.segment.delete.delay.ms=1000
        """
        .formatted(port, controllerPort, log);
  }

  private void format(Path settings, Path output, Workplace workplace) {
    String cluster = UUID.randomUUID().toString();
    List<String> command =
        java("kafka.tools.StorageTool", "format", "-t", cluster, "-c", settings.toString());
    Child.run(workplace, command, output, Child.ONE_MINUTE);
  }

  private List<String> java(String... mainAndArguments) {
    String[] rest = new String[mainAndArguments.length + 2];
    rest[0] = "-cp";
    rest[1] = project.brokerClassPath();
    System.arraycopy(mainAndArguments, 0, rest, 2, mainAndArguments.length);
    return JavaCommand.of(FLAGS, rest);
  }

  private String version() {
    for (String jar : project.brokerClassPath().split(File.pathSeparator, -1)) {
      String file = Path.of(jar).getFileName().toString();
      if (file.startsWith("kafka_2.13-")) {
        return file.substring("kafka_2.13-".length(), file.length() - ".jar".length());
      }
    }
    throw new BenchException("No kafka_2.13 jar on the broker's class path");
  }
}
