package io.weir.tests.servers;

import io.weir.tests.programs.Command;
import io.weir.tests.programs.Jvm;
import io.weir.tests.programs.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A Weir in a child process, as {@code weir run --config weir.yaml} starts it: its own directory,
 * its own ports, the same ones after a restart.
 */
public final class WeirProcess implements AutoCloseable {
  private final WeirSetup setup;
  private final Path directory;
  private final int kafkaPort = Ports.free();
  private final int amqpPort = Ports.free();
  private final int httpPort = Ports.free();
  private final int adminPort = Ports.free();
  private ServerProcess process;

  WeirProcess(WeirSetup setup) {
    this.setup = setup;
    this.directory = Project.newDirectory(setup.name());
    write("weir.yaml", setup.yaml(data().toString(), kafkaPort, amqpPort, httpPort, adminPort));
    setup.tenants().forEach(this::tenant);
  }

  /** Says something else of a tenant, in its file. */
  public void tenant(String tenant, String file) {
    write("tenants/" + tenant + ".yaml", file);
  }

  /** Takes a tenant's file away. */
  public void noTenant(String tenant) {
    try {
      Files.delete(directory.resolve("tenants/" + tenant + ".yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All at once, so that nobody who looks meanwhile reads half of it. */
  private void write(String file, String text) {
    try {
      Path written = directory.resolve(file);
      Files.createDirectories(written.getParent());
      Path whole = Files.writeString(directory.resolve("being-written"), text);
      Files.move(whole, written, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it on the data and the ports that it had, and waits until it serves. */
  public void restart() {
    launch();
    process.awaitReady(this::isReady);
  }

  /** Starts it, and does not wait. */
  public void launch() {
    process = ServerProcess.start("Weir", command(), directory, directory.resolve("log"));
  }

  /** How it is started. */
  public Command command() {
    Command command =
        Jvm.command(setup.jvmOptions(), Jvm.weirClassPath(), "io.weir.gateway.Main")
            .and("run", "--config", directory.resolve("weir.yaml").toString());
    Command under = setup.under();
    return under == null ? command : under.and(command.arguments().toArray(String[]::new));
  }

  private boolean isReady() {
    Command under = setup.under();
    if (under != null) {
      return under.and("curl", "-sf", admin() + "/health/ready").run().exit() == 0;
    }
    try {
      var connection =
          (HttpURLConnection) URI.create(admin() + "/health/ready").toURL().openConnection();
      connection.setConnectTimeout(1_000);
      connection.setReadTimeout(1_000);
      try {
        return connection.getResponseCode() == 200;
      } finally {
        connection.disconnect(); // or it is open, and counted, until the collector finds it
      }
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

  /** Where it listens for AMQP 0-9-1, on loopback. */
  public int amqpPort() {
    return amqpPort;
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

  public int adminPort() {
    return adminPort;
  }

  /** A figure of its page of metrics; of several lines of that name, their sum. */
  public long measured(String name) {
    try (var page = URI.create(admin() + "/metrics").toURL().openStream()) {
      return new String(page.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
          .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where its log lies. */
  public Path data() {
    return directory.resolve("data");
  }

  /** All that it has said, over all restarts. */
  public String log() {
    return process.log();
  }

  /** The process, which is another one after a restart. */
  public long pid() {
    return process.process().pid();
  }

  /** The memory it occupies now, in bytes, as the system counts it. */
  public long residentBytes() {
    try (var lines = Files.lines(Path.of("/proc/" + pid() + "/status"))) {
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

  @Override
  public void close() {
    process.kill();
  }
}
