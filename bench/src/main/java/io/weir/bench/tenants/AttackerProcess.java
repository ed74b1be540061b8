package io.weir.bench.tenants;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.bench.server.BenchException;
import io.weir.bench.server.Child;
import io.weir.bench.server.JavaCommand;
import io.weir.bench.server.Workplace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** An attacker, in a process of its own, so that its work is not taken for the others' clients'. */
final class AttackerProcess implements AutoCloseable {
  private final Workplace workplace;
  private final Process process;
  private final Path output;
  private final Writer orders;
  private final BufferedReader answers;

  AttackerProcess(TenantServer server, List<Attack> attacks, Workplace workplace) {
    this.workplace = workplace;
    this.output = workplace.path("attacker.out");
    List<String> command =
        JavaCommand.of(
            List.of("-Xmx256m"),
            "-cp",
            System.getProperty("java.class.path"),
            Attacker.class.getName(),
            Integer.toString(server.credentials().kafka()),
            Integer.toString(server.credentials().http()),
            Integer.toString(server.tenants()),
            attacks.stream().map(Attack::name).collect(Collectors.joining(",")));
    process = workplace.start(new ProcessBuilder(command).redirectError(output.toFile()));
    orders = process.outputWriter(UTF_8);
    answers = process.inputReader(UTF_8);
  }

  /** Begins a flood; comes back once it is under way. */
  void begin() {
    order();
    answer();
  }

  /** Ends it; messages, connections, wrong passwords and metadata requests that were tried. */
  List<Long> end() {
    order();
    return Arrays.stream(answer().split(" ", -1)).map(Long::valueOf).toList();
  }

  private String answer() {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new BenchException("The attacker ended:\n" + Child.tail(output));
      }
      return line;
    } catch (IOException e) {
      throw new BenchException("The attacker ended:\n" + Child.tail(output), e);
    }
  }

  private void order() {
    try {
      orders.write("\n");
      orders.flush();
    } catch (IOException e) {
      throw new BenchException("The attacker ended:\n" + Child.tail(output), e);
    }
  }

  @Override
  public void close() {
    workplace.end(process);
  }
}
