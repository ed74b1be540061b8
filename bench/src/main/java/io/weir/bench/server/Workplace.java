package io.weir.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One temporary directory, and every process that a benchmark starts. Closing it ends the processes
 * and deletes the directory; so does the end of this JVM, Ctrl-C included. Safe for use by several
 * threads.
 */
public final class Workplace implements AutoCloseable {
  private static final int SECONDS_TO_STOP = 15;

  private final Path directory;
  private final Thread atExit = new Thread(this::clear, "workplace-clear");
  private final Set<Process> processes = new LinkedHashSet<>();
  private boolean closed;

  private Workplace(Path directory) {
    this.directory = directory;
  }

  /**
   * A new workplace below a directory, which is created if need be.
   *
   * @throws BenchException if the directory is not on a disk: what is written to memory says
   *     nothing about a log
   */
  public static Workplace in(Path parent) {
    try {
      Files.createDirectories(parent);
      String type = Files.getFileStore(parent).type();
      if (type.equals("tmpfs") || type.equals("ramfs")) {
        throw new BenchException(
            parent + " is in memory (" + type + "): give a directory on a disk with --directory");
      }
      var workplace = new Workplace(Files.createTempDirectory(parent, "weir-bench-"));
      Runtime.getRuntime().addShutdownHook(workplace.atExit);
      return workplace;
    } catch (IOException e) {
      throw new BenchException("Cannot write below " + parent, e);
    }
  }

  /** The path of a file or directory in this workplace; nothing is created. */
  public Path path(String name) {
    return directory.resolve(name);
  }

  /** Creates a directory in this workplace. */
  public Path newDirectory(String name) {
    try {
      return Files.createDirectory(path(name));
    } catch (IOException e) {
      throw new BenchException("Cannot create " + path(name), e);
    }
  }

  /** Starts a process, which {@link #end} or the end of this workplace ends. */
  public synchronized Process start(ProcessBuilder builder) {
    throwIfClosed();
    try {
      Process process = builder.start();
      processes.add(process);
      return process;
    } catch (IOException e) {
      throw new BenchException("Cannot start " + builder.command().getFirst(), e);
    }
  }

  /** Asks a process to stop, waits for it, and kills it if it does not. */
  public void end(Process process) {
    stop(process);
    synchronized (this) {
      processes.remove(process);
    }
  }

  /** Deletes a directory of this workplace with all that is in it. */
  public void delete(Path path) {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Throws if it is closed, or being closed: a process that ends then was ended, and has not
   * failed.
   */
  public synchronized void throwIfClosed() {
    if (closed) {
      throw new BenchException("The bench was stopped.");
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    if (isClosed()) {
      return;
    }
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      return; // The JVM is ending, and the hook does it.
    }
    clear();
  }

  private void clear() {
    List<Process> running;
    synchronized (this) {
      closed = true;
      running = List.copyOf(processes);
      processes.clear();
    }
    running.reversed().forEach(Workplace::stop); // what others need goes last
    delete(directory);
  }

  /** With what it has started, should that outlive it: some servers are started by a script. */
  private static void stop(Process process) {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } finally {
      descendants.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
