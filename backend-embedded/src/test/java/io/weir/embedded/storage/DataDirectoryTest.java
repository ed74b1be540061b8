package io.weir.embedded.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.weir.backend.Backend;
import io.weir.backend.BackendEnvironment;
import io.weir.backend.BackendException.Unavailable;
import io.weir.backend.BackendException.Unsupported;
import io.weir.backend.BackendProvider;
import io.weir.backend.TopicPartition;
import io.weir.embedded.EmbeddedBackendProvider;
import io.weir.embedded.TestLog;
import io.weir.embedded.fixture.FaultyStorage;
import io.weir.embedded.fixture.LogFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the data directory belongs to, and who may read it. */
class DataDirectoryTest {
  @TempDir Path directory;

  @Test
  void aSecondOneIsRefusedWithASentenceThatNamesTheFirst() throws IOException {
    TestLog log = TestLog.in(directory);

    Unavailable refusal = TestLog.failure(Unavailable.class, opening(Map.of()));

    assertThat(refusal)
        .hasMessage(
            "another Weir (pid %d) is using %s; stop it or choose another data directory with data:"
                    .formatted(ProcessHandle.current().pid(), directory)
                + " in weir.yaml");
    log.close();
    TestLog.get(TestLog.get(opening(Map.of())).close());
  }

  @Test
  void aRefusedSecondOneInTheSameProcessDoesNotGiveTheDirectoryToOthers() throws Exception {
    TestLog log = TestLog.in(directory);
    assertThat(LockProbe.isFree(directory)).isFalse();

    TestLog.failure(Unavailable.class, opening(Map.of()));

    assertThat(LockProbe.isFree(directory)).isFalse();
    log.close();
    assertThat(LockProbe.isFree(directory)).isTrue();
  }

  @Test
  void aDiskWithoutRoomForTheNumberOfTheProcessKeepsNobodyFromStarting() throws IOException {
    Files.createSymbolicLink(directory.resolve("lock"), Path.of("/dev/full"));

    TestLog log = TestLog.in(directory);

    log.append(log.partition("orders"), "there is room in what was reserved");
    log.close();
  }

  @Test
  void aStopThatCannotLeaveItsMarkLetsGoOfTheDirectoryAllTheSame() throws IOException {
    TestLog log = TestLog.in(directory);
    Path inTheWay = Files.createDirectory(directory.resolve("stopped.new"));

    log.close();

    Files.delete(inTheWay);
    log.open().close();
  }

  @Test
  void whateverElseKeepsItFromOpeningIsSaidInASentence() throws IOException {
    Path absurd = Files.createFile(directory.resolve("9999999999.log"));

    Unavailable refusal = TestLog.failure(Unavailable.class, opening(Map.of()));

    assertThat(refusal).hasMessageContaining("the log in " + directory + " cannot be opened");
    Files.delete(absurd);
    TestLog.in(directory).close();
  }

  @Test
  void anOpenThatFailsLetsGoOfEverything() throws Exception {
    TestLog log = TestLog.in(directory);
    TopicPartition partition = log.partition("orders");
    while (LogFiles.segments(directory).size() < 3) {
      log.append(partition, "x".repeat(4000));
    }
    log.close();
    log.faults =
        real -> {
          FaultyStorage disk = new FaultyStorage(real);
          disk.failingIndexes = true;
          return disk;
        };

    assertThatThrownBy(log::open).isInstanceOf(UncheckedIOException.class);

    await().untilAsserted(() -> assertThat(LogFiles.mapped(directory)).isEmpty());
    assertThat(LockProbe.isFree(directory)).isTrue();
    log.faults = UnaryOperator.identity();
    log.open().close();
  }

  @Test
  void aNewerFormatIsRefusedAndLeftAlone() throws IOException {
    TestLog.in(directory).close();
    assertThat(directory.resolve("format")).hasContent("weir-log 3");
    Files.writeString(directory.resolve("format"), "weir-log 4\n");

    Unsupported refusal = TestLog.failure(Unsupported.class, opening(Map.of()));

    assertThat(refusal).hasMessageContaining("weir-log 4").hasMessageContaining("newer");
    assertThat(directory.resolve("format")).hasContent("weir-log 4");
  }

  @Test
  void anOrderlyStopLeavesAMarkThatTheNextStartTakes() throws IOException {
    TestLog log = TestLog.in(directory);
    log.close();
    assertThat(directory.resolve("stopped")).exists();

    log.open();
    assertThat(directory.resolve("stopped")).doesNotExist();
    log.crash();
    log.close();
  }

  @Test
  void aMarkWithAnyWrongCharacterCostsNothing() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition partition = log.partition("orders");
    List<String> expected = new ArrayList<>();
    Path mark = directory.resolve("stopped");
    for (int i = 0; i < 40; i++) {
      expected.add("v" + i);
      log.append(partition, "v" + i);
      log.close();
      byte[] text = Files.readAllBytes(mark);
      text[i % text.length] ^= (byte) (i % 2 == 0 ? 1 : 0x80);
      Files.write(mark, text);
      log.open();
      assertThat(log.values(partition)).as("wrong at %d", i).isEqualTo(expected);
    }
    log.close();
  }

  @Test
  void unknownAndWrongSettingsAreRefusedByName() {
    assertThat(TestLog.failure(Unsupported.class, opening(Map.of("segmentByte", 1))))
        .hasMessageContaining("backend.segmentByte")
        .hasMessageContaining("segmentBytes");
    assertThat(TestLog.failure(Unsupported.class, opening(Map.of("segmentBytes", "big"))))
        .hasMessageContaining("\"big\"")
        .hasMessageContaining("from 65536 to");
    assertThat(TestLog.failure(Unsupported.class, opening(Map.of("segmentBytes", 1L << 40))))
        .hasMessageContaining("1099511627776");
    assertThat(directory.resolve("lock")).doesNotExist();
  }

  @Test
  void theProviderIsFoundByItsType() {
    assertThat(ServiceLoader.load(BackendProvider.class))
        .extracting(BackendProvider::type)
        .contains("embedded");
  }

  private io.vertx.core.Future<Backend> opening(Map<String, Object> settings) {
    return new EmbeddedBackendProvider()
        .open(new BackendEnvironment(null, directory, false, settings));
  }
}
