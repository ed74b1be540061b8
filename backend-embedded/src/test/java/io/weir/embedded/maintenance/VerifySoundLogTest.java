package io.weir.embedded.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.backend.BackendException;
import io.weir.backend.Durability;
import io.weir.backend.ProducerStore.Outcome;
import io.weir.backend.TopicPartition;
import io.weir.embedded.TestLog;
import io.weir.embedded.Verifying;
import io.weir.embedded.fixture.FaultyStorage;
import io.weir.embedded.fixture.LogFiles;
import io.weir.embedded.fixture.TestTransaction;
import io.weir.embedded.storage.LockProbe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that is sound has no faults, however it came about, and is left as it is. */
class VerifySoundLogTest {
  private static final String FILLER = "x".repeat(3000);

  @TempDir Path directory;

  @Test
  void afterAnOrderlyStopEverythingIsCounted() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition a = log.partition("a");
    fill(log, a, 4);
    long batches = log.end(a);
    log.close();

    Verifying told = Verifying.of(directory);

    assertThat(told.faults).isEmpty();
    assertThat(told.summary)
        .startsWith(directory + ": segments 4, bytes ")
        .endsWith(", topics 1, batches " + batches + ", faults 0");
    assertThat(told.progress).hasSize(4).isSorted();
  }

  @Test
  void afterCrashesTransactionsTrimsAndDeletionsThereIsNoFault() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition a = log.partition("a");
    TopicPartition b = log.partition("b", Durability.ASYNC);
    TopicPartition gone = log.partition("gone");
    new TestTransaction(log, "tx").begin(a, b).write(a, "1").write(b, "2").end(Outcome.ABORT);
    fill(log, gone, 3);
    log.append(b, "shown");
    new TestTransaction(log, "tx").begin(a).write(a, "3").end(Outcome.ABORT);
    log.powerCut();
    fill(log, a, 5);
    new TestTransaction(log, "open").begin(a).write(a, "4");
    TestLog.get(log.backend.topics().delete(gone.topic()));
    log.crash();
    TestLog.get(log.backend.log().trim(a, 2));
    log.sweep();
    fill(log, b, 7);
    log.kill();

    assertThat(LogFiles.segments(directory)).hasSizeLessThan(7);
    assertThat(Verifying.of(directory).faults).isEmpty();
  }

  @Test
  void aTornWriteAtTheEndIsNoFaultAndTold() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition a = log.partition("a", Durability.ASYNC);
    log.append(a, "whole");
    log.append(a, "torn");
    log.kill();
    Path last = LogFiles.lastSegment(directory);
    LogFiles.flip(last, LogFiles.written(Files.readAllBytes(last)) - 2);

    Verifying told = Verifying.of(directory);

    assertThat(told.faults).isEmpty();
    assertThat(told.summary).contains("batches 1,", " bytes of an unfinished write at the end");
  }

  @Test
  void aSegmentThatACrashLeftUnfinishedIsNoFault() throws IOException {
    TestLog log = new TestLog(directory, TestLog.SMALL);
    FaultyStorage[] disk = new FaultyStorage[1];
    log.faults = real -> disk[0] = new FaultyStorage(real);
    log.open();
    TopicPartition a = log.partition("a");
    disk[0].failingSeals = true;
    fill(log, a, 2);
    log.kill();
    Path full = LogFiles.segments(directory).getFirst();
    for (Path index : LogFiles.indexes(directory)) {
      Files.delete(index);
    }

    assertThat(Files.size(full)).isEqualTo(64 << 10);
    assertThat(Verifying.of(directory).faults).isEmpty();
  }

  @Test
  void aLogOfTheFirstFormatHasNoFaults() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/format-1.zip");
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Files.copy(zip, directory.resolve(entry.getName()));
      }
    }

    Verifying told = Verifying.of(directory);

    assertThat(told.faults).isEmpty();
    assertThat(told.summary).contains("segments 3");
  }

  @Test
  void nothingIsChangedAndNothingAdded() throws IOException {
    TestLog log = TestLog.in(directory);
    fill(log, log.partition("a"), 3);
    log.kill();
    Map<String, Long> before = contents();

    Verifying.of(directory);

    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void itWorksOnACopyThatNobodyHasOpened() throws IOException {
    TestLog log = TestLog.in(directory);
    fill(log, log.partition("a"), 3);
    log.close();
    Files.delete(directory.resolve("lock"));

    assertThat(Verifying.of(directory).faults).isEmpty();
    assertThat(directory.resolve("lock")).doesNotExist();
  }

  @Test
  void aLogInUseIsRefusedInASentenceAndStaysInUse() throws Exception {
    TestLog log = TestLog.in(directory);

    assertThatThrownBy(() -> Verifying.of(directory))
        .isInstanceOf(BackendException.Unavailable.class)
        .hasMessageStartingWith(
            "another Weir (pid " + ProcessHandle.current().pid() + ") is using");
    assertThatThrownBy(() -> Verifying.rebuilding(directory))
        .isInstanceOf(BackendException.Unavailable.class);

    assertThat(LockProbe.isFree(directory)).isFalse();
    log.close();
  }

  @Test
  void whereThereIsNoLogThatIsSaidAndNothingMade() {
    assertThatThrownBy(() -> Verifying.rebuilding(directory))
        .isInstanceOf(BackendException.Unavailable.class)
        .hasMessage("there is no log in " + directory);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aNewerFormatIsLeftToTheWeirThatWroteIt() throws IOException {
    TestLog.in(directory).close();
    Files.writeString(directory.resolve("format"), "weir-log 4\n");

    assertThatThrownBy(() -> Verifying.of(directory))
        .isInstanceOf(BackendException.Unsupported.class)
        .hasMessageContaining("start the Weir that wrote");
  }

  private Map<String, Long> contents() throws IOException {
    Map<String, Long> sums = new TreeMap<>();
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        CRC32C crc = new CRC32C();
        crc.update(Files.readAllBytes(file));
        sums.put(file.getFileName().toString(), crc.getValue());
      }
    }
    return sums;
  }

  private void fill(TestLog log, TopicPartition partition, int segments) throws IOException {
    Path last = LogFiles.lastSegment(directory);
    int target =
        Math.max(segments, Integer.parseInt(last.getFileName().toString().substring(0, 10)) + 1);
    Path wanted = directory.resolve("%010d.log".formatted(target));
    while (!Files.exists(wanted)) {
      log.append(partition, FILLER);
    }
  }
}
