package io.weir.tests.twins;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.tests.kafka.Marks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * One of the two JVMs. Reads the name of a suite from its standard input and runs it, and so on
 * until that ends; says what happens on its standard output, a line of JSON each. Before each test
 * it waits for an empty line, so that both begin it together.
 */
final class SuiteRunner implements TestExecutionListener {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BufferedReader in;
  private final PrintStream out;

  private SuiteRunner(BufferedReader in, PrintStream out) {
    this.in = in;
    this.out = out;
  }

  public static void main(String... none) throws IOException {
    PrintStream out = System.out;
    System.setOut(System.err);
    new SuiteRunner(
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), out)
        .run();
    System.exit(0);
  }

  private void run() throws IOException {
    Launcher launcher = LauncherFactory.create();
    for (String suite = in.readLine(); suite != null; suite = in.readLine()) {
      launcher.execute(request(suite), this);
      say(Said.What.DONE, "", "", "");
    }
  }

  private static LauncherDiscoveryRequest request(String suite) {
    var request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(suite))
            .filters(EngineFilter.includeEngines("junit-jupiter"));
    List<String> leftOut = ClientSuites.leftOut();
    return leftOut.isEmpty()
        ? request.build()
        : request.filters(TagFilter.excludeTags(leftOut)).build();
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    if (test.isTest()) {
      say(Said.What.READY, test.getUniqueId(), "", "");
      awaitTurn();
    }
  }

  private void awaitTurn() {
    try {
      in.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What holds tests is told of only if it failed, as when it could not be set up. */
  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    boolean good = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
    if (test.isTest() || !good) {
      String failure = result.getThrowable().map(SuiteRunner::trace).orElse("");
      say(Said.What.ENDED, test.getUniqueId(), result.getStatus().name(), failure);
    }
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    say(Said.What.ENDED, test.getUniqueId(), "SKIPPED", reason);
  }

  private void say(Said.What what, String test, String outcome, String failure) {
    Said said =
        Marks.foreign() == 0
            ? new Said(what, test, outcome, failure, Marks.own())
            : new Said(what, test, "FAILED", "received records of the other tenant", Marks.own());
    try {
      out.println(JSON.writeValueAsString(said));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String trace(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }
}
