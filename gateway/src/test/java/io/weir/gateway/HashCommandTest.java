package io.weir.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.auth.ScramCredential;
import io.weir.core.auth.ScramMechanism;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code weir user hash} where its input is no terminal. */
final class HashCommandTest {
  private final InputStream before = System.in;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(byte[] input, String... args) {
    System.setIn(new ByteArrayInputStream(input));
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  @AfterEach
  void restore() {
    System.setIn(before);
  }

  @ParameterizedTest
  @CsvSource({"SCRAM-SHA-256, scram-sha-256", "SCRAM-SHA-512, scram-sha-512"})
  void printsTheLineForATenantFile(String mechanism, String key) {
    int code = execute("secret\nmore".getBytes(UTF_8), "user", "hash", "--mechanism", mechanism);

    assertThat(code).isZero();
    assertThat(out.toString()).matches(key + ": \"salt=[^\"]*,iterations=16384\"\\R");
    String text = out.toString().strip().replaceFirst("[^\"]*\"(.*)\"", "$1");
    ScramCredential credential =
        ScramCredential.parse(ScramMechanism.named(mechanism).orElseThrow(), text);
    assertThat(credential.iterations()).isEqualTo(16_384);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void takesTheIterationsThatItIsTold() {
    assertThat(execute("secret".getBytes(UTF_8), "user", "hash", "--iterations", "5000")).isZero();
    assertThat(out.toString()).contains(",iterations=5000\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"100", "99999999"})
  void refusesIterationsThatNobodyTakes(String iterations) {
    assertThat(execute("x".getBytes(UTF_8), "user", "hash", "--iterations", iterations))
        .isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).startsWith("iterations are 4096 to 1000000, not " + iterations);
  }

  @Test
  void refusesAMechanismThatIsNot() {
    assertThat(execute("x".getBytes(UTF_8), "user", "hash", "--mechanism", "MD5"))
        .isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString())
        .startsWith("there is no mechanism 'MD5', but SCRAM-SHA-256, SCRAM-SHA-512");
  }

  @Test
  void refusesAPasswordAsAnArgument() {
    assertThat(execute(new byte[0], "user", "hash", "secret"))
        .isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void refusesWhatCannotBeAPassword() {
    assertThat(execute(new byte[0], "user", "hash")).isEqualTo(Main.FAILED);
    assertThat(execute("\u00fc".getBytes(ISO_8859_1), "user", "hash")).isEqualTo(Main.FAILED);
    assertThat(execute(new byte[10_000], "user", "hash")).isEqualTo(Main.FAILED);
    assertThat(err.toString().lines())
        .containsExactly(
            "a password has 1 to 1024 characters",
            "the password is not UTF-8",
            "the first line of the input is longer than any password");
  }

  @Test
  void withoutACommandItSaysWhatThereIs() {
    assertThat(execute(new byte[0], "user")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("weir user hash");
  }
}
