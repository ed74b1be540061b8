package io.weir.tests.servers;

import io.weir.tests.programs.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** A server in a child process: its log in a file, its end in our hand. */
final class ServerProcess {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(30);

  private final String name;
  private final Process process;
  private final Path log;

  private ServerProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /** Starts it; both its streams are appended to the log. */
  static ServerProcess start(String name, Command command, Path directory, Path log) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command.heedingInterrupt().arguments())
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().putAll(command.environment());
      Process process = builder.start();
      // Nothing outlives the tests.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> destroy(process)));
      return new ServerProcess(name, process, log);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
  }

  /** Waits until it serves; one that does not is ended. */
  void awaitReady(BooleanSupplier ready) {
    try {
      await(ready);
    } catch (RuntimeException | Error e) {
      destroy(process);
      throw e;
    }
  }

  private void await(BooleanSupplier ready) {
    Awaitility.await(name + " to be ready")
        .atMost(START)
        .pollInterval(20, TimeUnit.MILLISECONDS)
        .failFast(this::requireAlive)
        .until(ready::getAsBoolean);
  }

  private void requireAlive() {
    if (!process.isAlive()) {
      throw new AssertionError(name + " ended with " + process.exitValue() + ":\n" + log());
    }
  }

  Process process() {
    return process;
  }

  /** All that it has said; its last letter may be half written. */
  String log() {
    try {
      return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL: it does nothing more, not even clean up. */
  void kill() {
    destroy(process);
    awaitEnd();
  }

  /** With what it has started: some servers are started by a script that stays. */
  private static void destroy(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Sends a signal, such as TERM or INT, and waits for the end. Returns the exit code. */
  int stop(String signal) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return awaitEnd();
  }

  /** Waits for the end that comes by itself. */
  int awaitEnd() {
    try {
      if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(name + " did not stop within " + STOP + ":\n" + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
