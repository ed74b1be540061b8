package io.weir.bench.log;

import io.weir.bench.backend.BackendProcess;
import io.weir.bench.backend.Order;
import io.weir.bench.backend.Outcome;
import io.weir.bench.server.BenchException;
import io.weir.bench.server.Child;
import io.weir.bench.server.JavaCommand;
import io.weir.bench.server.PageCache;
import io.weir.bench.server.ProcessFigures;
import io.weir.bench.server.Workplace;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A process with the embedded log open, which does what it is told. */
final class LogServer implements AutoCloseable {
  private static final Duration TIME_LIMIT = Duration.ofMinutes(15);

  private final Workplace workplace;
  private final Process process;
  private final Path directory;
  private final ObjectOutputStream orders;
  private final ObjectInputStream answers;
  private final Duration timeToReady;

  private LogServer(
      Workplace workplace,
      Process process,
      Path directory,
      ObjectOutputStream orders,
      ObjectInputStream answers,
      Duration timeToReady) {
    this.workplace = workplace;
    this.process = process;
    this.directory = directory;
    this.orders = orders;
    this.answers = answers;
    this.timeToReady = timeToReady;
  }

  /**
   * Starts a process with the launcher's flags, and waits until the log is open.
   *
   * @param directory that it runs in; the log is in {@code data} there
   * @param settings of the embedded log
   */
  static LogServer start(Workplace workplace, Path directory, Map<String, Long> settings) {
    var builder = new ProcessBuilder(command(directory, settings));
    builder.directory(directory.toFile()).redirectError(output(directory).toFile());
    long start = System.nanoTime();
    Process process = workplace.start(builder);
    try {
      var orders = new ObjectOutputStream(process.getOutputStream());
      orders.flush();
      return within(
          TIME_LIMIT,
          () -> {
            var answers = new ObjectInputStream(process.getInputStream());
            answers.readObject();
            Duration ready = Duration.ofNanos(System.nanoTime() - start);
            return new LogServer(workplace, process, directory, orders, answers, ready);
          });
    } catch (IOException | ExecutionException e) {
      throw new BenchException("The log was not opened:\n" + Child.tail(output(directory)), e);
    }
  }

  private static List<String> command(Path directory, Map<String, Long> settings) {
    var rest = new ArrayList<String>();
    rest.add("-cp");
    rest.add(System.getProperty("java.class.path"));
    rest.add(BackendProcess.class.getName());
    rest.add(directory.resolve("data").toString());
    settings.forEach((name, value) -> rest.add(name + "=" + value));
    return JavaCommand.of(JavaCommand.ownFlags(), rest.toArray(String[]::new));
  }

  private static Path output(Path directory) {
    return directory.resolve("log.out");
  }

  /** From the start of the process until the log was open. */
  Duration timeToReady() {
    return timeToReady;
  }

  /** Has an order carried out that loads the log. */
  Outcome.Done ask(Order order) {
    return (Outcome.Done) answer(order);
  }

  /** The heap in use once it was collected, in bytes. */
  long heapBytes() {
    return ((Outcome.HeapInUse) answer(new Order.Heap())).bytes();
  }

  private Outcome answer(Order order) {
    try {
      orders.writeObject(order);
      orders.flush();
      Outcome outcome = within(TIME_LIMIT, () -> (Outcome) answers.readObject());
      if (outcome instanceof Outcome.Failed(String message)) {
        throw new BenchException(order + " failed: " + message);
      }
      return outcome;
    } catch (IOException | ExecutionException e) {
      workplace.throwIfClosed();
      throw new BenchException(
          order + " ended the log's process:\n" + Child.tail(output(directory)), e);
    }
  }

  private static <T> T within(Duration limit, Callable<T> work) throws ExecutionException {
    var task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    try {
      return task.get(limit.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new BenchException("The log's process did not answer within " + limit, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted", e);
    }
  }

  /** What it uses of memory and disks. */
  ProcessFigures figures() {
    return new ProcessFigures(process.pid());
  }

  /** The bytes that the log's files take on disk. */
  long diskBytes() {
    return files().stream().mapToLong(file -> file.toFile().length()).sum();
  }

  /** Drops the cached pages of the log's files, as far as {@link PageCache#drop} can. */
  void dropCachedPages() {
    PageCache.drop(workplace, directory.resolve("data"));
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(directory.resolve("data"))) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new BenchException("Cannot list the files of the log in " + directory, e);
    }
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    workplace.end(process);
  }

  /** Ends it in any way; its files are deleted by their owner. */
  @Override
  public void close() {
    kill();
  }
}
