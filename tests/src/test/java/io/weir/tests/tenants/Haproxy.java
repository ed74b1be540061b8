package io.weir.tests.tenants;

import io.weir.tests.programs.Command;
import io.weir.tests.programs.Project;
import io.weir.tests.programs.Running;
import io.weir.tests.servers.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** HAProxy in a child process, with frontends and backends of its user's. */
final class Haproxy implements AutoCloseable {
  /** The address that it connects from, and names for connections that tell of it. */
  private static final String COMMON =
      """
      global
        log stdout format raw daemon
      defaults
        mode tcp
        log global
        option dontlognull
        timeout connect 5s
        timeout client 60s
        timeout server 60s
        timeout check 5s
        unique-id-format haproxy-%%pid-%%rt-%%cp
        log-format "ended %%ID of %%f"
        default-server source 127.0.0.3
      frontend statistics
        mode http
        bind 127.0.0.1:%d
        stats enable
        stats uri /
      """;

  private final int statistics = Ports.free();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Running running;

  /**
   * Starts it, and waits until it serves.
   *
   * @param sections of its configuration, beside those that all have
   */
  Haproxy(String sections) throws IOException {
    Path file = Project.newDirectory("haproxy").resolve("haproxy.cfg");
    Files.writeString(file, COMMON.formatted(statistics) + sections);
    running = Command.of("haproxy", "-db", "-f", file.toString()).start();
    // Nothing outlives the tests.
    Runtime.getRuntime().addShutdownHook(new Thread(running.process()::destroyForcibly));
    Awaitility.await("HAProxy to serve")
        .atMost(Duration.ofSeconds(30))
        .failFast(
            () -> {
              if (!running.process().isAlive()) {
                throw new AssertionError(running.end().toString());
              }
            })
        .until(() -> !page().isEmpty());
  }

  /** What it has logged: a line for each connection that has ended. */
  List<String> log() {
    return running.outputSoFar().lines().toList();
  }

  /** What its health checks make of a server: {@code UP} or {@code DOWN}, and more. */
  String health(String backend) {
    return page().stream()
        .filter(line -> line.startsWith(backend + ",weir,"))
        .map(line -> line.split(",", -1)[STATUS])
        .findFirst()
        .orElseThrow(() -> new AssertionError("no backend " + backend));
  }

  /** The column of the table of statistics (its management guide, 9.1). */
  private static final int STATUS = 17;

  private List<String> page() {
    try {
      URI uri = URI.create("http://127.0.0.1:" + statistics + "/;csv");
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
          .body()
          .lines()
          .toList();
    } catch (IOException notYet) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
    running.close();
  }
}
