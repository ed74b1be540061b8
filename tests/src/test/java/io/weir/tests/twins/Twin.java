package io.weir.tests.twins;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.tests.programs.Jvm;
import io.weir.tests.programs.Project;
import io.weir.tests.servers.Side;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@link SuiteRunner} in its JVM, and what it says. */
final class Twin implements AutoCloseable {
  /** Longer than any test of a suite may take. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String tenant;
  private final Path log;
  private final Process process;
  private final BufferedWriter in;

  /** Ends with nothing. */
  private final BlockingQueue<Optional<Said>> said = new LinkedBlockingQueue<>();

  /**
   * @param options what tells the suites where to find their servers
   */
  Twin(String tenant, List<String> options) throws IOException {
    this.tenant = tenant;
    this.log = Project.newDirectory("twin").resolve(tenant + ".log");
    List<String> all =
        new ArrayList<>(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    all.addAll(Side.options(tenant, Pair.user(tenant)));
    all.add("-DexcludedGroups=" + String.join(",", ClientSuites.leftOut()));
    all.addAll(options);
    this.process =
        new ProcessBuilder(
                Jvm.command(all, Jvm.testClassPath(), SuiteRunner.class.getName()).arguments())
            .redirectError(log.toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    this.in = process.outputWriter(StandardCharsets.UTF_8);
    Thread.ofVirtual().start(this::listen);
  }

  private void listen() {
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(Optional.of(JSON.readValue(line, Said.class)));
      }
      said.add(Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void run(Class<?> suite) {
    tell(suite.getName());
  }

  /** Lets it run the test for which it is ready. */
  void go() {
    tell("");
  }

  private void tell(String line) {
    try {
      in.write(line);
      in.newLine();
      in.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(tenant + " has ended:\n" + log(), e);
    }
  }

  /** What it says next. */
  Said next() throws InterruptedException {
    Optional<Said> next = said.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (next == null) {
      throw new AssertionError(tenant + " says nothing for " + PATIENCE + ":\n" + log());
    }
    return next.orElseThrow(() -> new AssertionError(tenant + " has ended:\n" + log()));
  }

  private String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
