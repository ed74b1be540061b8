package io.weir.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * The commands that end by themselves; {@code run} is driven as a process in the module of
 * black-box tests.
 */
final class CommandLineTest {
  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... args) {
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  private String file(String text) throws IOException {
    return Files.writeString(directory.resolve("weir.yaml"), text).toString();
  }

  @Test
  void checkSaysThatAFileIsValid() throws IOException {
    String file = file("listeners: [{ name: a, ports: { kafka: 9092 } }]\n");
    assertThat(execute("check", "--config", file)).isZero();
    assertThat(out.toString()).isEqualTo(file + " is valid" + System.lineSeparator());
  }

  @Test
  void checkNamesFileLineAndColumnOfEachFault() throws IOException {
    String file = file("date: ./x\nlisteners: [{ name: a, ports: { kafka: 99999 } }]\n");
    assertThat(execute("check", "--config", file)).isEqualTo(Main.FAILED);
    assertThat(err.toString()).contains(file + ":1:1").contains("data").contains(file + ":2:");
  }

  @Test
  void checkReadsTheTenantsToo() throws IOException {
    Path tenants = Files.createDirectory(directory.resolve("tenants"));
    Files.writeString(tenants.resolve("a.yaml"), "tenant: a\n");
    String file = file("tenants: " + tenants + "\n");
    assertThat(execute("check", "--config", file)).isZero();
    assertThat(out.toString().lines())
        .containsExactly(file + " is valid", tenants + ": 1 tenant is valid");
  }

  @Test
  void checkNamesFileLineAndColumnOfEachFaultOfATenant() throws IOException {
    Path tenants = Files.createDirectory(directory.resolve("tenants"));
    Path tenant = Files.writeString(tenants.resolve("a.yaml"), "tenant: a\nuser: []\n");
    assertThat(execute("check", "--config", file("tenants: " + tenants + "\n")))
        .isEqualTo(Main.FAILED);
    assertThat(err.toString()).contains(tenant + ":2:1").contains("did you mean 'users'?");
  }

  @Test
  void checkSaysThatATenantIsMissing() throws IOException {
    Path tenants = Files.createDirectory(directory.resolve("tenants"));
    Files.writeString(tenants.resolve("a.yaml"), "tenant: acme\n");
    String listener = "listeners: [{ name: l, ports: { kafka: 0 }, anonymous: acne }]\n";
    assertThat(execute("check", "--config", file("tenants: " + tenants + "\n" + listener)))
        .isEqualTo(Main.FAILED);
    assertThat(err.toString().lines())
        .containsExactly(
            "listener 'l' has 'anonymous: acne', and no file in "
                + tenants
                + " defines this tenant; did you mean 'acme'?");
  }

  @Test
  void aFileThatIsNotThereIsOneSentence() {
    assertThat(execute("check", "--config", "nowhere.yaml")).isEqualTo(Main.FAILED);
    assertThat(err.toString().lines()).containsExactly("nowhere.yaml: there is no such file");
  }

  @Test
  void runRefusesToListenWhereOthersCouldConnect() {
    int code = execute("run", "--ephemeral", "--listen", "kafka=0.0.0.0:0");
    assertThat(code).isEqualTo(Main.FAILED);
    assertThat(err.toString()).contains("nobody is asked for credentials here");
  }

  @Test
  void runExplainsHowToListen() {
    assertThat(execute("run", "--listen", "9093")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("kafka=127.0.0.1:9093");
  }

  @Test
  void versionSaysWhatItRunsOn() {
    assertThat(execute("version")).isZero();
    assertThat(out.toString()).startsWith("weir ").contains("Java " + Runtime.version().feature());
  }

  @Test
  void withoutACommandItSaysWhatThereIs() {
    assertThat(execute()).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("weir run").contains("check").contains("version");
  }

  @Test
  void anUnknownCommandIsNamedAndItSaysWhatThereIs() {
    assertThat(execute("nonsense")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString())
        .contains("nonsense")
        .contains("run ")
        .contains("check ")
        .contains("version ");
  }
}
