package io.weir.tests.servers;

import io.weir.tests.programs.Jvm;
import io.weir.tests.programs.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * One Apache Kafka broker, with what a Kafka broker does where nobody has configured it: the
 * measure of what Weir answers to the same clients. But what is too old to be kept stays: the
 * suites write messages of 1970.
 */
public final class KafkaBroker implements AutoCloseable {
  private static final List<String> OPTIONS = List.of("-Xmx384m", "-XX:+UseSerialGC");

  private final ServerProcess process;
  private final int port;

  private KafkaBroker(ServerProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Formats a new data directory and starts a broker on it. */
  public static KafkaBroker start() {
    Path directory = Project.newDirectory("kafka");
    int port = Ports.free();
    int controller = Ports.free();
    Path properties =
        write(directory, "server.properties", properties(directory, port, controller));
    Jvm.command(OPTIONS, classPath(), "kafka.tools.StorageTool")
        .and("format", "-t", Uuid.randomUuid().toString(), "-c", properties.toString())
        .succeed();
    ServerProcess process =
        ServerProcess.start(
            "the Kafka broker",
            Jvm.command(OPTIONS, classPath(), "kafka.Kafka").and(properties.toString()),
            directory,
            directory.resolve("log"));
    process.awaitReady(() -> answers("127.0.0.1:" + port));
    return new KafkaBroker(process, port);
  }

  /** Its bootstrap address. */
  public String kafka() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.kill();
  }

  private static String classPath() {
    try {
      return Files.readString(Project.root().resolve("bench/kafka-broker/target/classpath"))
          .strip();
    } catch (IOException e) {
      throw new UncheckedIOException("the build of bench/kafka-broker writes this file", e);
    }
  }

  private static Path write(Path directory, String name, String text) {
    try {
      return Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean answers(String bootstrap) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      // Also makes it ready for groups, whose topic is created when one is first asked for.
      admin.listConsumerGroupOffsets("none").all().get(10, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException | TimeoutException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String properties(Path directory, int port, int controller) {
    return """
    process.roles=broker,controller
    node.id=1
    controller.quorum.voters=1@127.0.0.1:%2$d
    listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
    advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
    controller.listener.names=CONTROLLER
    log.dirs=%3$s
    offsets.topic.replication.factor=1
    offsets.topic.num.partitions=3
    transaction.state.log.replication.factor=1
    transaction.state.log.min.isr=1
    transaction.state.log.num.partitions=3
    share.coordinator.state.topic.replication.factor=1
    share.coordinator.state.topic.min.isr=1
    share.coordinator.state.topic.num.partitions=3
    group.initial.rebalance.delay.ms=0
    log.initial.task.delay.ms=86400000
    """
        .formatted(port, controller, directory.resolve("data"));
  }
}
