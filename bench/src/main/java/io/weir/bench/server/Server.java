package io.weir.bench.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A running server: where it listens and what it uses. */
public final class Server implements AutoCloseable {
  private static final Duration TIME_TO_START = Duration.ofMinutes(5);
  private static final int POLL_MILLIS = 5;

  private final Workplace workplace;
  private final Process process;
  private final Path output;
  private final int port;
  private final Duration timeToReady;

  private Server(
      Workplace workplace, Process process, Path output, int port, Duration timeToReady) {
    this.workplace = workplace;
    this.process = process;
    this.output = output;
    this.port = port;
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
    builder.environment().putAll(launch.environment());
    long start = System.nanoTime();
    Process process = workplace.start(builder);
    try {
      while (!launch.ready().test(output)) {
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
    return new Server(workplace, process, output, launch.port(), timeToReady);
  }

  /** From the start of the process to the moment when it was ready. */
  public Duration timeToReady() {
    return timeToReady;
  }

  /** Host and port for its clients. */
  public String bootstrap() {
    return "127.0.0.1:" + port;
  }

  /** The port for its clients, on loopback. */
  public int port() {
    return port;
  }

  /** The CPU time that all its threads, and all that it has started, have used since its start. */
  public Duration cpu() {
    return Duration.ofNanos(tree().cpuNanos());
  }

  /** The process's id. */
  public long pid() {
    return process.pid();
  }

  /** The memory that it has resident, in bytes, pages of files that it maps included. */
  public long residentBytes() {
    return tree().residentBytes();
  }

  /** The resident memory that is its own, in bytes: without the pages of files. */
  public long ownBytes() {
    return tree().ownBytes();
  }

  private ProcessTree tree() {
    requireAlive();
    return new ProcessTree(process.toHandle());
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
}
