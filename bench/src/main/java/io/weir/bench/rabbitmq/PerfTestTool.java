package io.weir.bench.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.bench.server.BenchException;
import io.weir.bench.server.Child;
import io.weir.bench.server.JavaCommand;
import io.weir.bench.server.ProcessCpu;
import io.weir.bench.server.Project;
import io.weir.bench.server.Workplace;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** RabbitMQ PerfTest in a process of its own, which is kept from run to run. */
public final class PerfTestTool implements AutoCloseable {
  private static final List<String> FLAGS =
      List.of(
          "-Xmx512M",
          "-Duser.language=en",
          "-Duser.country=US",
          "-Dlogback.configurationFile=perf-test-logback.xml");

  /** What it takes to open and close connections, after which a run that has not ended hangs. */
  private static final int GRACE_SECONDS = 30;

  private final Workplace workplace;
  private final Process process;
  private final Path errors;
  private final Writer orders;
  private final BufferedReader answers;

  /** Starts it, with the class path that the project's build resolved. */
  public PerfTestTool(Project project, Workplace workplace) {
    this.workplace = workplace;
    this.errors = workplace.path("perf-test.out");
    String classPath =
        project.perfTestClassPath() + File.pathSeparator + System.getProperty("java.class.path");
    List<String> command = JavaCommand.of(FLAGS, "-cp", classPath, PerfTestProcess.class.getName());
    process = workplace.start(new ProcessBuilder(command).redirectError(errors.toFile()));
    orders = process.outputWriter(UTF_8);
    answers = process.inputReader(UTF_8);
  }

  /** The CPU time that it has used since its start, in nanoseconds. */
  long cpuNanos() {
    return ProcessCpu.nanos(process.pid());
  }

  /**
   * Runs it to its end.
   *
   * @param arguments none with a space
   * @param timeLimit in seconds
   * @throws BenchException if it did not send or receive all that it was to within that time
   */
  PerfTestRun run(List<String> arguments, int timeLimit) {
    var all = new ArrayList<>(arguments);
    all.addAll(List.of("-z", Integer.toString(timeLimit)));
    order(String.join(" ", all));
    List<String> lines = answer(timeLimit + GRACE_SECONDS);
    return PerfTestRun.of(lines).orElseThrow(() -> failed(all, lines));
  }

  private void order(String line) {
    try {
      orders.write(line + "\n");
      orders.flush();
    } catch (IOException e) {
      throw ended(e);
    }
  }

  private List<String> answer(int seconds) {
    CompletableFuture<List<String>> lines = CompletableFuture.supplyAsync(this::answer);
    try {
      return lines.get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new BenchException("PerfTest did not end:\n" + Child.tail(errors), e);
    } catch (ExecutionException e) {
      throw ended(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted", e);
    }
  }

  private List<String> answer() {
    var lines = new ArrayList<String>();
    try {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.startsWith(PerfTestProcess.END)) {
          return lines;
        }
        lines.add(line);
      }
    } catch (IOException e) {
      throw ended(e);
    }
    throw ended(null);
  }

  private BenchException failed(List<String> arguments, List<String> lines) {
    return new BenchException(
        "PerfTest did not get done what it was to: %s%n%s%n%s"
            .formatted(String.join(" ", arguments), String.join("\n", lines), Child.tail(errors)));
  }

  private BenchException ended(@Nullable Throwable cause) {
    workplace.throwIfClosed();
    String message = "PerfTest ended:\n" + Child.tail(errors);
    return cause == null ? new BenchException(message) : new BenchException(message, cause);
  }

  @Override
  public void close() {
    workplace.end(process);
  }
}
