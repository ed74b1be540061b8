package io.weir.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Weir's gateway over its embedded log, as {@code ./weir run} runs it. */
public final class Weir implements Contender {
  /** The launcher's, besides those that every JVM gets here. */
  static final List<String> FLAGS =
      List.of("-XX:TrimNativeHeapInterval=5000", "-Xlog:cds*=off,aot*=off,trimnative=off");

  private final Project project;

  /** The gateway that the project's build made. */
  public Weir(Project project) {
    this.project = project;
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
    int kafka = LoopbackPort.free();
    int admin = LoopbackPort.free();
    Path configuration = directory.resolve("weir.yaml");
    try {
      Files.writeString(
          configuration,
          configuration(directory.resolve("data"), kafka, LoopbackPort.free(), admin));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return launch(configuration, kafka, admin);
  }

  /**
   * How to start it with a configuration.
   *
   * @param kafkaPort a Kafka port that the configuration has, and so for the admin port
   */
  public Launch launch(Path configuration, int kafkaPort, int adminPort) {
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
        kafkaPort,
        Optional.of(URI.create("http://127.0.0.1:" + adminPort + "/health/ready")));
  }

  @Override
  public Map<String, String> topicSettings(Durability durability) {
    return Map.of("weir.durability", durability.toString());
  }

  private static String configuration(Path data, int kafkaPort, int httpPort, int adminPort) {
    return """
        data: %s
        listeners:
          - name: bench
            bind: 127.0.0.1
            ports: { kafka: %d, http: %d, admin: %d }
            anonymous: default
        """
        .formatted(data, kafkaPort, httpPort, adminPort);
  }
}
