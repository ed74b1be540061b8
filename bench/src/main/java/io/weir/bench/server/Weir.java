package io.weir.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/** Weir's gateway over its embedded log, as {@code ./weir run} runs it. */
public final class Weir implements KafkaContender {
  /** The launcher's, besides those that every JVM gets here. */
  static final List<String> FLAGS =
      List.of("-XX:TrimNativeHeapInterval=5000", "-Xlog:cds*=off,aot*=off,trimnative=off");

  private final Project project;
  private final String protocol;
  private final IntPredicate answers;

  /** The gateway that the project's build made, for clients of Kafka. */
  public Weir(Project project) {
    this(project, "kafka", LoopbackPort::answersKafka);
  }

  private Weir(Project project, String protocol, IntPredicate answers) {
    this.project = project;
    this.protocol = protocol;
    this.answers = answers;
  }

  /** The gateway that the project's build made, for clients of RabbitMQ. */
  public static Weir ofAmqp(Project project) {
    return new Weir(project, "amqp", LoopbackPort::answersAmqp);
  }

  @Override
  public String name() {
    return "weir";
  }

  @Override
  public String description() {
    String flags = String.join(" ", JavaCommand.ownFlags());
    return "Weir "
        + project.commit()
        + ", the launcher's flags"
        + (flags.isEmpty() ? "" : ", " + flags);
  }

  @Override
  public Launch prepare(Path directory, Workplace workplace) {
    int port = LoopbackPort.free();
    int admin = LoopbackPort.free();
    Path configuration = directory.resolve("weir.yaml");
    try {
      Files.writeString(
          configuration,
          configuration(directory.resolve("data"), port, LoopbackPort.free(), admin));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return launch(configuration, port, admin);
  }

  /**
   * How to start it with a configuration.
   *
   * @param port a port for its clients that the configuration has, and so for the admin port
   */
  public Launch launch(Path configuration, int port, int adminPort) {
    URI health = URI.create("http://127.0.0.1:" + adminPort + "/health/ready");
    List<String> flags =
        Stream.of(FLAGS, project.aotFlags(), JavaCommand.ownFlags()).flatMap(List::stream).toList();
    return new Launch(
        JavaCommand.of(
            flags,
            "-jar",
            project.gatewayJar().toString(),
            "run",
            "--config",
            configuration.toString()),
        Map.of(),
        port,
        output -> answers.test(port) && LoopbackPort.isHealthy(health));
  }

  @Override
  public Map<String, String> topicSettings(Durability durability) {
    return Map.of("weir.durability", durability.toString());
  }

  private String configuration(Path data, int port, int httpPort, int adminPort) {
    return """
        data: %s
        listeners:
          - name: bench
            bind: 127.0.0.1
            ports: { %s: %d, http: %d, admin: %d }
            anonymous: default
        """
        .formatted(data, protocol, port, httpPort, adminPort);
  }
}
