package io.weir.gateway;

import io.weir.core.auth.PasswordHash;
import io.weir.core.auth.ScramCredential;
import io.weir.core.auth.ScramMechanism;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code weir user hash}. The password is never an argument, where the shell's history and every
 * user of the machine would see it.
 */
@Command(
    name = "hash",
    description = {
      "Asks for a password, or takes the first line of its input where that is no",
      "terminal, and prints the line for the user in a tenant file."
    },
    mixinStandardHelpOptions = true)
final class HashCommand implements Runnable {
  @Option(
      names = "--mechanism",
      paramLabel = "NAME",
      completionCandidates = Mechanisms.class,
      defaultValue = "SCRAM-SHA-256",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String mechanism;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      defaultValue = "" + ScramMechanism.DEFAULT_ITERATIONS,
      description = "What a guess costs (default: ${DEFAULT-VALUE}).")
  private int iterations;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public void run() {
    ScramMechanism chosen =
        ScramMechanism.named(mechanism)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "there is no mechanism '" + mechanism + "', but " + Mechanisms.text()));
    if (iterations < ScramMechanism.MIN_ITERATIONS || iterations > ScramMechanism.MAX_ITERATIONS) {
      throw new ParameterException(
          spec.commandLine(),
          "iterations are %d to %d, not %d"
              .formatted(ScramMechanism.MIN_ITERATIONS, ScramMechanism.MAX_ITERATIONS, iterations));
    }
    spec.commandLine().getOut().println(line(chosen, password()));
  }

  private String line(ScramMechanism chosen, String password) {
    try {
      ScramCredential credential = PasswordHash.of(chosen, password, iterations);
      String key = chosen.mechanismName().toLowerCase(Locale.ROOT);
      return "%s: \"%s\"".formatted(key, credential.text());
    } catch (IllegalArgumentException e) {
      throw new SentenceException(String.valueOf(e.getMessage()));
    }
  }

  private static String password() {
    try {
      return PasswordInput.read(System.console(), System.in);
    } catch (IOException e) {
      throw new SentenceException("the password could not be read: " + e.getMessage());
    }
  }

  /** The mechanisms by name. */
  private static final class Mechanisms implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names().iterator();
    }

    static String text() {
      return String.join(", ", names().toList());
    }

    private static Stream<String> names() {
      return Arrays.stream(ScramMechanism.values()).map(ScramMechanism::mechanismName);
    }
  }
}
