package io.weir.embedded.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.AppendResult;
import io.weir.backend.BackendException.Unavailable;
import io.weir.backend.Durability;
import io.weir.backend.TopicPartition;
import io.weir.embedded.TestLog;
import io.weir.embedded.Verifying;
import io.weir.embedded.fixture.LogFiles;
import io.weir.embedded.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which producers wrote what is in the whole states beside the log, two copies each: what is
 * damaged of them is named, and made again.
 */
class StateRebuildTest {
  private static final String FILLER = "x".repeat(4000);

  @TempDir Path directory;

  private TestLog log;
  private TopicPartition orders;
  private TopicPartition filler;
  private long producer;

  /** A producer writes, and is silent for many segments of others. */
  @BeforeEach
  void open() throws IOException {
    Map<String, Object> settings = new HashMap<>(TestLog.SMALL);
    settings.put("checkpointBytes", 0);
    log = new TestLog(directory, settings).open();
    orders = log.partition("orders");
    filler = log.partition("filler", Durability.ASYNC);
    producer = TestLog.get(log.backend.producers().newProducer()).id();
    for (int sequence = 0; sequence < 3; sequence++) {
      assertThat(write(sequence)).isInstanceOf(AppendResult.Appended.class);
    }
    while (LogFiles.segments(directory).size() < 20 || states().size() < Storage.BASE_COPIES) {
      log.append(filler, FILLER);
    }
    log.backend.awaitSegments();
  }

  @Test
  void aCopyThatIsDamagedOrGoneIsMadeAgainFromTheOther() throws IOException {
    dropWhatIsBeforeTheState();
    List<Path> copies = states();
    byte[] whole = Files.readAllBytes(copies.getFirst());

    LogFiles.flip(copies.get(0), whole.length - 3);
    assertFaults(copies.get(0) + " is missing or damaged");
    assertThat(Verifying.rebuilding(directory).faults).isEmpty();
    assertThat(copies.get(0)).hasBinaryContent(whole);

    Files.delete(copies.get(1));
    assertFaults(copies.get(1) + " is missing or damaged");
    assertThat(Verifying.rebuilding(directory).faults).isEmpty();

    Files.delete(copies.get(0));
    log.open();
    assertDuplicatesAreKnown();
    log.close();
  }

  @Test
  void bothCopiesAreMadeAgainFromTheWholeStateBeforeAndTheDeltasSince() throws IOException {
    log.close();
    List<Path> copies = states();
    LogFiles.flip(copies.get(0), 40);
    Files.write(copies.get(1), new byte[10]);
    assertFaults(
        copies.get(0) + " is missing or damaged", copies.get(1) + " is missing or damaged");

    assertThat(Verifying.rebuilding(directory).faults).isEmpty();

    LogFiles.flip(copies.get(0), 40);
    int kept = number(copies.getFirst());
    for (Path segment : LogFiles.segments(directory)) {
      if (number(segment) < kept) {
        Files.delete(segment);
      }
    }
    log.open();
    assertDuplicatesAreKnown();
    log.close();
  }

  @Test
  void whereNoWholeStateIsLeftThatIsNamedAndNothingIsMadeUp() throws IOException {
    dropWhatIsBeforeTheState();
    for (Path copy : states()) {
      Files.delete(copy);
    }

    String fault =
        directory + ": no whole state of the log can be read, and no start finds what it needs";
    assertThat(Verifying.of(directory).faults).contains(fault);
    assertThat(Verifying.rebuilding(directory).faults).contains(fault);
    assertThat(states()).isEmpty();
    Assertions.assertThatThrownBy(log::open).isInstanceOf(Unavailable.class);
  }

  /** From now on the log itself does not tell of the producer. */
  private void dropWhatIsBeforeTheState() throws IOException {
    TestLog.get(log.backend.log().trim(orders, log.end(orders)));
    TestLog.get(log.backend.log().trim(filler, log.end(filler)));
    log.sweep();
    log.close();
    assertThat(number(LogFiles.segments(directory).getFirst()))
        .isGreaterThanOrEqualTo(number(states().getFirst()));
  }

  private void assertFaults(String... faults) {
    assertThat(Verifying.of(directory).faults).containsExactlyInAnyOrder(faults);
  }

  private void assertDuplicatesAreKnown() {
    for (int sequence = 0; sequence < 3; sequence++) {
      assertThat(write(sequence)).isEqualTo(new AppendResult.Duplicate(sequence));
    }
    assertThat(write(3)).isInstanceOf(AppendResult.Appended.class);
  }

  private AppendResult write(int sequence) {
    return TestLog.get(
        log.backend.log().append(orders, TestLog.batch(producer, 0, sequence, "order")));
  }

  private List<Path> states() throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.toString().matches(".*\\.state[12]")).sorted().toList();
    }
  }

  private static int number(Path file) {
    return Integer.parseInt(file.getFileName().toString().substring(0, 10));
  }
}
