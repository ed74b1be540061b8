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
        Stream.of("kafka", "http", Weir.ADMIN)
            .map(protocol -> new Listen(protocol, new Authority("127.0.0.1", 0)))
            .toList();
    return Weir.start(Listen.apply(anyPort, WeirConfig.standard()).withData(data()));
  }

  @Test
  void verifySaysWhatItReadAndThatItIsSound() {
    start().close();

    assertThat(execute("verify", "--data", data().toString())).isZero();
    assertThat(out.toString().strip())
        .startsWith(data() + ": 1 segments, ")
        .endsWith("; no faults");
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
        .contains("; 1 fault");
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
