package io.weir.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.weir.backend.Backend;
import io.weir.backend.BackendEnvironment;
import io.weir.backend.BackendProvider;
import io.weir.gateway.config.Authority;
import io.weir.gateway.config.WeirConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands that look after data, on what a gateway left behind. */
final class MaintenanceCommandsTest {
  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... args) {
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  private Path data() {
    return directory.resolve("data");
  }

  private Weir start() {
    List<Listen> anyPort =
        Stream.of("kafka", "amqp", "http", Weir.ADMIN)
            .map(protocol -> new Listen(protocol, new Authority("127.0.0.1", 0)))
            .toList();
    return Weir.start(Listen.apply(anyPort, WeirConfig.standard()).withData(data()));
  }

  @Test
  void verifySaysWhatItReadAndThatItIsSound() {
    start().close();

    assertThat(execute("verify", "--data", data().toString())).isZero();
    assertThat(out.toString().strip())
        .startsWith(data() + ": segments 1, bytes ")
        .endsWith(", faults 0");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void verifyPrintsEachFaultAndFails() throws IOException {
    start().close();
    Files.delete(data().resolve("format"));

    assertThat(execute("verify", "--data", data().toString())).isEqualTo(Main.FAILED);
    assertThat(out.toString().lines()).hasSize(2);
    assertThat(out.toString())
        .startsWith(data().resolve("format") + " is missing")
        .contains(", faults 1");
  }

  @Test
  void verifyTakesTheDirectoryOfTheConfiguration() throws IOException {
    start().close();
    Path file = Files.writeString(directory.resolve("weir.yaml"), "data: " + data() + "\n");

    assertThat(execute("verify", "--rebuild", "--config", file.toString())).isZero();
    assertThat(out.toString()).startsWith(data() + ": ");
  }

  @Test
  void verifyRefusesDataInUseAndDataThatIsNotThereInOneSentence() {
    try (Weir weir = start()) {
      assertThat(execute("verify", "--data", weir.data().toString())).isEqualTo(Main.FAILED);
      assertThat(err.toString().lines())
          .singleElement()
          .asString()
          .startsWith("another Weir (pid " + ProcessHandle.current().pid());
    }
    err.getBuffer().setLength(0);
    assertThat(execute("verify", "--data", "/nowhere")).isEqualTo(Main.FAILED);
    assertThat(err.toString().lines()).containsExactly("there is no log in /nowhere");
  }

  @Test
  void whatRunsIsBackedUpAndRestoredElsewhere() {
    Path backup = directory.resolve("backup");
    try (Weir weir = start()) {
      assertThat(execute("backup", "--data", weir.data().toString(), backup.toString())).isZero();
    }
    assertThat(out.toString().strip())
        .startsWith(data() + " is backed up to " + backup + ": segments 1, bytes ");
    out.getBuffer().setLength(0);
    Path restored = directory.resolve("restored");

    assertThat(execute("restore", backup.toString(), "--data", restored.toString())).isZero();

    assertThat(out.toString().strip())
        .startsWith(restored + ": segments 1, bytes ")
        .endsWith(", faults 0");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void restoringWhatHasFaultsSaysThemAndFails() throws IOException {
    start().close();
    Path restored = directory.resolve("restored");
    Path segment = data().resolve("0000000001.log");
    byte[] bytes = Files.readAllBytes(segment);
    bytes[9] ^= 1; // in one of the two heads
    Files.write(segment, bytes);

    assertThat(execute("restore", data().toString(), "--data", restored.toString()))
        .isEqualTo(Main.FAILED);
    assertThat(out.toString())
        .startsWith(restored.resolve("0000000001.log") + ", position 0: ")
        .contains(", faults 1");
  }

  @Test
  void whatIsThereIsNotOverwritten() {
    start().close();
    String there = data().toString();

    assertThat(execute("restore", there, "--data", there)).isEqualTo(Main.FAILED);
    assertThat(execute("backup", "--data", there, directory.toString())).isEqualTo(Main.FAILED);
    assertThat(err.toString().lines())
        .containsExactly(
            there + " is not empty: move away what is there, or choose another data directory",
            directory + " is not empty: name a directory that is new or empty");
  }

  @Test
  void aBackupNeedsAPlace() {
    assertThat(execute("backup")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("DIR");
  }

  @Test
  void aBackendWithoutDataOfItsOwnHasToolsOfItsOwn() {
    BackendProvider cluster =
        new BackendProvider() {
          @Override
          public String type() {
            return "cluster";
          }

          @Override
          public Future<Backend> open(BackendEnvironment environment) {
            return Future.failedFuture("not asked for");
          }
        };

    assertThatThrownBy(() -> MaintenanceOptions.maintenance(cluster))
        .isInstanceOf(SentenceException.class)
        .hasMessageStartingWith("the backend 'cluster' keeps no data on this machine");
  }

  @Test
  void progressIsWhatIsDoneOfAll() {
    assertThat(TerminalReport.line(0, 0)).isEqualTo("0 of 0 MB, 100 %");
    assertThat(TerminalReport.line(25_000_000, 100_000_000)).isEqualTo("25 of 100 MB, 25 %");
  }
}
