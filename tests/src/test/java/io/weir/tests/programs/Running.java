package io.weir.tests.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A program that has started. Its streams go to files, so that it never waits for its reader. */
public final class Running implements AutoCloseable {
  private final Command command;
  private final Process process;
  private final Path files;

  Running(Command command, Process process, Path files) {
    this.command = command;
    this.process = process;
    this.files = files;
  }

  public Process process() {
    return process;
  }

  /** Waits until it has written this to its standard output, for as long as it may run. */
  public Running awaitOutput(String text) {
    Awaitility.await(command + " to write \"" + text + "\"")
        .atMost(command.limit())
        .pollInterval(20, TimeUnit.MILLISECONDS)
        .failFast(() -> requireAliveOr(text))
        .until(() -> contains(text));
    return this;
  }

  /** What it has written to its standard output. */
  public String outputSoFar() {
    return new String(read("out"), StandardCharsets.UTF_8);
  }

  private void requireAliveOr(String text) {
    if (!process.isAlive() && !contains(text)) {
      throw new AssertionError("ended without \"" + text + "\": " + outcome());
    }
  }

  private boolean contains(String text) {
    return outputSoFar().contains(text);
  }

  /** Waits for its end. */
  public Outcome end() {
    try {
      if (!process.waitFor(command.limit().toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError(
            command + " did not end within " + command.limit() + "\n" + outcome());
      }
      return outcome();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Outcome outcome() {
    return new Outcome(
        command.toString(),
        process.isAlive() ? -1 : process.exitValue(),
        read("out"),
        new String(read("err"), StandardCharsets.UTF_8));
  }

  private byte[] read(String stream) {
    try {
      return Files.readAllBytes(files.resolve(stream));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it by force if it still runs. */
  @Override
  public void close() {
    process.destroyForcibly();
    try (Stream<Path> all = Files.list(files)) {
      for (Path file : all.toList()) {
        Files.delete(file);
      }
      Files.delete(files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
