package io.weir.bench.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkplaceTest {
  @TempDir Path parent;
  private Workplace workplace;

  @BeforeEach
  void open() {
    workplace = Workplace.in(parent.resolve("bench"));
  }

  @AfterEach
  void close() {
    workplace.close();
  }

  @Test
  void closingEndsEveryProcessAndDeletesEveryFile() throws Exception {
    Path directory = workplace.newDirectory("server");
    Files.writeString(directory.resolve("log"), "data");
    Process process = workplace.start(new ProcessBuilder("sleep", "600"));

    workplace.close();

    assertThat(process.isAlive()).isFalse();
    assertThat(parent.resolve("bench")).isEmptyDirectory();
  }

  @Test
  void whatAServersScriptStartedEndsWithIt() throws Exception {
    Process script =
        workplace.start(new ProcessBuilder("sh", "-c", "sleep 600 & echo started; wait"));
    assertThat(script.inputReader().readLine()).isEqualTo("started");
    List<ProcessHandle> started = script.descendants().toList();

    workplace.end(script);

    assertThat(started)
        .hasSize(1)
        .allSatisfy(process -> assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(10)));
  }

  @Test
  void nothingStartsOnceItIsClosed() {
    workplace.close();

    assertThatThrownBy(() -> workplace.start(new ProcessBuilder("sleep", "600")))
        .isInstanceOf(BenchException.class);
  }

  @Test
  void aProgramThatFailsIsReportedWithItsLastWords() {
    List<String> command = List.of("sh", "-c", "echo no room left; exit 3");

    assertThatThrownBy(() -> run(command, Duration.ofMinutes(1)))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("exit code 3")
        .hasMessageContaining("no room left");
  }

  @Test
  void aProgramThatDoesNotEndIsEnded() {
    assertThatThrownBy(() -> run(List.of("sleep", "600"), Duration.ofMillis(50)))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("did not end");
  }

  @Test
  void whatAProgramUsedIsMeasuredWhileItRuns() {
    List<String> busy =
        List.of("sh", "-c", "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; echo done");

    Child child = run(busy, Duration.ofMinutes(1));

    assertThat(child.lines()).containsExactly("done");
    assertThat(child.cpu()).isPositive().isLessThanOrEqualTo(child.elapsed().plusMillis(20));
  }

  private Child run(List<String> command, Duration timeLimit) {
    return Child.run(workplace, command, workplace.path("out"), timeLimit);
  }
}
