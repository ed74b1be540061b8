package io.weir.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.Backend;
import io.weir.backend.BackendEnvironment;
import io.weir.backend.BackendException.Unavailable;
import io.weir.backend.BackendException.Unsupported;
import io.weir.backend.BackendProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
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
  void aStopThatCannotLeaveItsMarkLetsGoOfTheDirectoryAllTheSame() throws IOException {
    TestLog log = TestLog.in(directory);
    Path inTheWay = Files.createDirectory(directory.resolve("stopped.new"));

    log.close();

    Files.delete(inTheWay);
    log.open().close();
  }

  @Test
  void aNewerFormatIsRefusedAndLeftAlone() throws IOException {
    TestLog.in(directory).close();
    Files.writeString(directory.resolve("format"), "weir-log 2\n");

    Unsupported refusal = TestLog.failure(Unsupported.class, opening(Map.of()));

    assertThat(refusal).hasMessageContaining("weir-log 2").hasMessageContaining("newer");
    assertThat(directory.resolve("format")).hasContent("weir-log 2");
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
