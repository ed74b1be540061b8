package io.weir.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A running server: where it listens and what its process uses. */
public final class Server implements AutoCloseable {
  private static final Duration TIME_TO_START = Duration.ofMinutes(5);
  private static final int POLL_MILLIS = 5;

  private final Workplace workplace;
  private final Process process;
  private final Path output;
  private final int kafkaPort;
  private final Duration timeToReady;

  private Server(
      Workplace workplace, Process process, Path output, int kafkaPort, Duration timeToReady) {
    this.workplace = workplace;
    this.process = process;
    this.output = output;
    this.kafkaPort = kafkaPort;
    this.timeToReady = timeToReady;
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @param directory that it runs in; its output goes to {@code server.out} there
   * @throws BenchException if it ends, or is not ready within five minutes
   */
  public static Server start(Launch launch, Workplace workplace, Path directory) {
    Path output = directory.resolve("server.out");
    var builder = new ProcessBuilder(launch.command()).redirectErrorStream(true);
    builder.redirectOutput(output.toFile()).directory(directory.toFile());
    long start = System.nanoTime();
    Process process = workplace.start(builder);
    try {
      while (!isReady(launch)) {
        if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
          throw new BenchException("The server ended at its start:\n" + Child.tail(output));
        }
        if (System.nanoTime() - start > TIME_TO_START.toNanos()) {
          throw new BenchException("The server was not ready in time:\n" + Child.tail(output));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted", e);
    }
    Duration timeToReady = Duration.ofNanos(System.nanoTime() - start);
    return new Server(workplace, process, output, launch.kafkaPort(), timeToReady);
  }

  /** From the start of the process to the first answer on every port that was asked. */
  public Duration timeToReady() {
    return timeToReady;
  }

  /** Host and port for Kafka clients. */
  public String bootstrap() {
    return "127.0.0.1:" + kafkaPort;
  }

  /** The CPU time that all its threads have used since its start. */
  public Duration cpu() {
    requireAlive();
    return Duration.ofNanos(ProcessCpu.nanos(process.pid()));
  }

  /** The process's id. */
  public long pid() {
    return process.pid();
  }

  /** The memory that it has resident, in bytes, pages of files that it maps included. */
  public long residentBytes() {
    return figures().residentBytes();
  }

  /** The resident memory that is its own, in bytes: without the pages of files. */
  public long ownBytes() {
    return figures().ownBytes();
  }

  private ProcessFigures figures() {
    requireAlive();
    return new ProcessFigures(process.pid());
  }

  private void requireAlive() {
    if (!process.isAlive()) {
      throw new BenchException("The server ended:\n" + Child.tail(output));
    }
  }

  @Override
  public void close() {
    workplace.end(process);
  }

  private static boolean isReady(Launch launch) {
    return LoopbackPort.answersKafka(launch.kafkaPort())
        && launch.health().map(Server::isHealthy).orElse(true);
  }

  private static boolean isHealthy(URI health) {
    try {
      var connection = (HttpURLConnection) health.toURL().openConnection();
      connection.setConnectTimeout(2_000);
      connection.setReadTimeout(2_000);
      try {
        return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
      } finally {
        connection.disconnect();
      }
    } catch (java.net.MalformedURLException e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      return false;
    }
  }
}
