package io.weir.bench.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.perf.PerfTest;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.Objects;

/**
 * The process of RabbitMQ PerfTest. Each line on standard input is the arguments of a run, between
 * spaces; what a run prints goes to standard output, and {@link #END} with its exit code after it.
 * Code that was compiled in one run is there in the next. It ends when standard input does.
 */
final class PerfTestProcess {
  /** How the last line of each run begins. */
  static final String END = "end of run ";

  private PerfTestProcess() {}

  /** Runs what it is told to. */
  public static void main(String[] arguments) throws IOException {
    PrintStream answers = System.out;
    System.setOut(System.err); // some of what it says on its way goes there directly
    var orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      var said = new ByteArrayOutputStream();
      int exitCode = run(order.split(" ", -1), new PrintStream(said, true, UTF_8));
      answers.print(said.toString(UTF_8));
      answers.println(END + exitCode);
      answers.flush();
    }
    System.exit(0);
  }

  private static int run(String[] arguments, PrintStream out) {
    var options =
        new PerfTest.PerfTestOptions()
            .setSkipSslContextConfiguration(true)
            .setArgumentLookup(PerfTestProcess::nothing)
            .setConsoleOut(out)
            .setConsoleErr(out)
            .setSystemExiter(
                exitCode -> {
                  throw new Exit(exitCode);
                });
    try {
      PerfTest.main(arguments, options);
      return 0;
    } catch (Exit e) {
      return e.exitCode;
    }
  }

  /** Variables of the environment are no arguments. */
  @SuppressWarnings("NullAway") // PerfTest takes null for a variable that is not there
  private static String nothing(String name) {
    Objects.requireNonNull(name);
    return null;
  }

  /** Leaves a run instead of the process. */
  private static final class Exit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    Exit(int exitCode) {
      super("exit code " + exitCode, null, false, false);
      this.exitCode = exitCode;
    }
  }
}
