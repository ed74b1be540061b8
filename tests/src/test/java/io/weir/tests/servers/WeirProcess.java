package io.weir.tests.servers;

import io.weir.tests.programs.Jvm;
import io.weir.tests.programs.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Weir in a child process, as {@code weir run --config weir.yaml} starts it: its own directory, its own ports, the
 * same ones after a restart.
 */
public final class WeirProcess implements AutoCloseable {
  private static final List<String> OPTIONS = List.of("-Xmx256m", "-XX:+UseSerialGC");

  private final Path directory;
  private final int kafkaPort = Ports.free();
  private final int httpPort = Ports.free();
  private final int adminPort = Ports.free();
  private final List<String> options = new ArrayList<>(OPTIONS);
  private ServerProcess process;

  private WeirProcess(String name, List<String> options) {
    this.directory = Project.newDirectory(name);
    this.options.addAll(options);
    configure();
    this.process = launch();
    awaitReady();
  }

  /** Starts one with an empty data directory, and waits until it serves. */
  public static WeirProcess start() {
    return new WeirProcess("weir", List.of());
  }

  /** The same with more options for the JVM. */
  public static WeirProcess start(String name, String... options) {
    return new WeirProcess(name, List.of(options));
  }

  private void configure() {
    String yaml =
        """
        data: %s
        listeners:
          - name: local
            bind: 127.0.0.1
            ports: { kafka: %d, http: %d, admin: %d }
            anonymous: default
        """
            .formatted(data(), kafkaPort, httpPort, adminPort);
    try {
      Files.writeString(directory.resolve("weir.yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ServerProcess launch() {
    return ServerProcess.start(
        "Weir",
        Jvm.command(options, Jvm.weirClassPath(), "io.weir.gateway.Main")
            .and("run", "--config", directory.resolve("weir.yaml").toString()),
        directory,
        directory.resolve("log"));
  }

  private void awaitReady() {
    process.awaitReady(this::ready);
  }

  private boolean ready() {
    try {
      var connection =
          (HttpURLConnection) URI.create(admin() + "/health/ready").toURL().openConnection();
      connection.setConnectTimeout(1_000);
      connection.setReadTimeout(1_000);
      return connection.getResponseCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Its bootstrap address for Kafka clients. */
  public String kafka() {
    return "127.0.0.1:" + kafkaPort;
  }

  public int kafkaPort() {
    return kafkaPort;
  }

  /** The root of its HTTP interface, without a slash at the end. */
  public String http() {
    return "http://127.0.0.1:" + httpPort;
  }

  public int httpPort() {
    return httpPort;
  }

  /** The root of its admin port. */
  public String admin() {
    return "http://127.0.0.1:" + adminPort;
  }

  /** Where its log lies. */
  public Path data() {
    return directory.resolve("data");
  }

  public Path configuration() {
    return directory.resolve("weir.yaml");
  }

  /** All that it has said, over all restarts. */
  public String log() {
    return process.log();
  }

  public boolean isAlive() {
    return process.process().isAlive();
  }

  /** The memory it occupies now, in bytes, as the system counts it. */
  public long residentBytes() {
    try (var lines = Files.lines(Path.of("/proc/" + process.process().pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code kill -9}. */
  public void kill() {
    process.kill();
  }

  /** Stops it with a signal, such as TERM or INT; returns its exit code. */
  public int stop(String signal) {
    return process.stop(signal);
  }

  /** Starts it again on the same data and the same ports, and waits until it serves. */
  public void restart() {
    process = launch();
    awaitReady();
  }

  @Override
  public void close() {
    process.kill();
  }
}
