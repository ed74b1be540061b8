package io.weir.embedded.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.backend.BackendException.Unavailable;
import io.weir.backend.BackendException.Unsupported;
import io.weir.backend.Durability;
import io.weir.backend.Maintenance.Report;
import io.weir.backend.ProducerStore.Outcome;
import io.weir.backend.TopicPartition;
import io.weir.embedded.EmbeddedMaintenance;
import io.weir.embedded.TestLog;
import io.weir.embedded.Verifying;
import io.weir.embedded.fixture.LogFiles;
import io.weir.embedded.fixture.TestTransaction;
import io.weir.embedded.storage.LogFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup of a log that nobody writes while it is made, what refuses one, and restoring it. */
class BackupTest {
  private static final String FILLER = "x".repeat(3000);

  @TempDir Path parent;

  private Path data;
  private Path target;
  private TestLog log;
  private TopicPartition orders;

  @BeforeEach
  void fill() throws IOException {
    data = parent.resolve("data");
    target = parent.resolve("backups/monday");
    log = TestLog.in(data);
    orders = log.partition("orders");
    new TestTransaction(log, "tx").begin(orders).write(orders, "no").end(Outcome.ABORT);
    while (LogFiles.segments(data).size() < 4) {
      log.append(orders, FILLER);
    }
  }

  @Test
  void aRunningLogIsCopiedWithAllThatIsAcknowledged() throws IOException {
    log.append(orders, "the last");
    Map<Long, String> records = log.records(orders);

    String sentence = backup();

    assertThat(sentence).startsWith(data + " is backed up to " + target + ": segments 4, bytes ");
    assertThat(Verifying.of(target).faults).isEmpty();
    assertThat(target.resolve("stopped")).doesNotExist();
    assertThat(target.resolve("lock")).doesNotExist();
    assertThat(LogFiles.indexes(target)).hasSize(3);
    log.append(orders, "later");
    log.close();
    TestLog copy = TestLog.in(target);
    assertThat(copy.records(orders)).isEqualTo(records);
    assertThat(TestTransaction.committed(copy, orders, 1 << 20)).doesNotContain("no");
    copy.append(orders, "elsewhere");
    copy.crash();
    assertThat(copy.values(orders)).hasSize(records.size() + 1).endsWith("elsewhere");
    copy.close();
  }

  @Test
  void aStoppedLogIsCopiedTooAndLeftAsItIs() throws IOException {
    Map<Long, String> records = log.records(orders);
    log.close();

    backup();

    assertThat(data.resolve("stopped")).exists();
    assertThat(Verifying.of(target).faults).isEmpty();
    TestLog copy = TestLog.in(target);
    assertThat(copy.records(orders)).isEqualTo(records);
    copy.close();
  }

  @Test
  void whatACrashLeftIsCopiedAsItIs() throws IOException {
    TopicPartition async = log.partition("async", Durability.ASYNC);
    log.append(async, "whole");
    log.append(async, "torn");
    log.kill();
    Path last = LogFiles.lastSegment(data);
    LogFiles.flip(last, LogFiles.written(Files.readAllBytes(last)) - 2);

    backup();

    TestLog copy = TestLog.in(target);
    assertThat(copy.values(async)).containsExactly("whole");
    copy.close();
  }

  @Test
  void damageIsCopiedAndStaysKnown() throws IOException {
    Path first = LogFiles.segments(data).getFirst();
    LogFiles.flip(first, LogFiles.lastCommit(Files.readAllBytes(first)) + 6);
    Files.delete(LogFiles.indexes(data).getFirst());

    backup();

    assertThat(Verifying.of(target).faults)
        .singleElement()
        .asString()
        .startsWith(target.resolve("0000000001.log") + ", position ");
    log.close();
  }

  @Test
  void nothingOfAFailedBackupIsLeft() throws IOException {
    Files.createDirectory(data.resolve("0000000000.log")); // which cannot be read

    assertThatThrownBy(this::backup)
        .isInstanceOf(Unavailable.class)
        .hasMessageStartingWith("a file cannot be read or written: ");

    assertThat(target.getParent()).isEmptyDirectory();
    Files.delete(data.resolve("0000000000.log"));
    backup();
    assertThat(Verifying.of(target).faults).isEmpty();
    log.close();
  }

  @Test
  void whereABackupCannotLieIsSaidInASentence() throws IOException {
    assertThatThrownBy(() -> backup(data, parent))
        .isInstanceOf(Unavailable.class)
        .hasMessage(parent + " is not empty: name a directory that is new or empty");
    assertThatThrownBy(() -> backup(data, data.resolve("backup")))
        .isInstanceOf(Unavailable.class)
        .hasMessageEndingWith("lies in the data itself: name a directory elsewhere");
    Files.createDirectories(parent.resolve("backups/monday.partial"));
    assertThatThrownBy(this::backup)
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("monday.partial is there, of a backup that is under way");
    Path empty = Files.createDirectory(parent.resolve("empty"));
    assertThatThrownBy(() -> backup(empty, target))
        .isInstanceOf(Unavailable.class)
        .hasMessage("there is no log in " + empty);
    log.close();
  }

  @Test
  void aBackupIsRestoredVerifiedAndStarted() throws IOException {
    Map<Long, String> records = log.records(orders);
    backup();
    log.close();
    Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));

    Verifying told = restore(target, elsewhere);

    assertThat(told.faults).isEmpty();
    assertThat(told.summary).startsWith(elsewhere + ": segments 4, bytes ").endsWith(", faults 0");
    assertThat(told.progress).isNotEmpty();
    TestLog restored = TestLog.in(elsewhere);
    assertThat(restored.records(orders)).isEqualTo(records);
    restored.close();
  }

  @Test
  void faultsOfABackupAreToldWhenItIsRestoredAndTheRestIsServed() throws IOException {
    long end = log.end(orders);
    backup();
    log.close();
    Path second = LogFiles.segments(target).get(1);
    byte[] bytes = Files.readAllBytes(second);
    LogFiles.flip(second, LogFiles.lastCommit(bytes) + 400); // in a message
    Path elsewhere = parent.resolve("elsewhere");

    assertThat(restore(target, elsewhere).faults)
        .singleElement()
        .asString()
        .startsWith(elsewhere.resolve("0000000002.log") + ", position ");

    TestLog restored = TestLog.in(elsewhere);
    assertThat(restored.records(orders)).hasSize((int) end - 1);
    restored.close();
  }

  @Test
  void nothingIsRestoredOverWhatIsThere() throws IOException {
    backup();

    assertThatThrownBy(() -> restore(target, data))
        .isInstanceOf(Unavailable.class)
        .hasMessage(
            data + " is not empty: move away what is there, or choose another data directory");
    log.close();
  }

  @Test
  void nothingOfAFailedRestoreIsLeft() throws IOException {
    backup();
    Files.createDirectory(target.resolve("0000000000.log")); // which cannot be read
    Path elsewhere = parent.resolve("elsewhere");

    assertThatThrownBy(() -> restore(target, elsewhere)).isInstanceOf(Unavailable.class);

    assertThat(elsewhere).doesNotExist();
    log.close();
  }

  @Test
  void aRestoreThatDidNotEndIsNotStarted() throws IOException {
    log.close();
    LogFormat.write(data, LogFormat.UNFINISHED);

    assertThatThrownBy(() -> log.open())
        .isInstanceOf(Unsupported.class)
        .hasMessage(
            data
                + " has a part of a backup, for restoring it did not end: empty it, and restore"
                + " again");
    assertThatThrownBy(() -> Verifying.of(data)).isInstanceOf(Unsupported.class);
    assertThatThrownBy(this::backup).isInstanceOf(Unsupported.class);
  }

  private String backup() {
    return backup(data, target);
  }

  private static String backup(Path from, Path to) {
    return TestLog.getOrThrow(new EmbeddedMaintenance().backup(from, to, new Verifying()));
  }

  private static Verifying restore(Path from, Path to) {
    Verifying told = new Verifying();
    Report report = told;
    told.summary =
        TestLog.getOrThrow(new EmbeddedMaintenance().restore(from, to, report)).summary();
    return told;
  }
}
