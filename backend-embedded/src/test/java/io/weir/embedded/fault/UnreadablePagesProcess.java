package io.weir.embedded.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.weir.backend.BackendException.Corrupt;
import io.weir.backend.Durability;
import io.weir.backend.TopicPartition;
import io.weir.embedded.TestLog;
import io.weir.embedded.fixture.FaultyStorage;
import io.weir.embedded.fixture.LogFiles;
import io.weir.embedded.maintenance.OffsetCheck;
import io.weir.embedded.maintenance.SegmentCheck;
import io.weir.embedded.recovery.LogView;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.state.LogState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;

/**
 * A process in which files of a log are cut under their mappings; it ends with {@code done}, or
 * with an error where anything is not as it should be.
 *
 * <p>Arguments: a directory, and a {@link Case}.
 */
final class UnreadablePagesProcess {
  private static final String FILLER = "x".repeat(3000);
  private static final String SMALL = "x".repeat(50);

  private final Path directory;
  private TestLog log;
  private TopicPartition partition;

  private UnreadablePagesProcess(Path directory) throws IOException {
    this.directory = directory;
    this.log = TestLog.in(directory);
    this.partition = log.partition("t", Durability.ASYNC);
  }

  /** Whose pages cannot be read, and what meets them. */
  enum Case {
    A_READ_OF_A_SEALED_SEGMENT {
      @Override
      void run(UnreadablePagesProcess process) throws IOException {
        process.readOfASealedSegment(FILLER);
      }
    },
    A_READ_OF_SMALL_BATCHES {
      @Override
      void run(UnreadablePagesProcess process) throws IOException {
        process.readOfASealedSegment(SMALL);
      }
    },
    A_READ_FAR_BACK_IN_THE_ACTIVE_SEGMENT {
      @Override
      void run(UnreadablePagesProcess process) throws IOException {
        process.readFarBack();
      }
    },
    A_READ_BY_AN_INDEX {
      @Override
      void run(UnreadablePagesProcess process) throws IOException {
        process.readByAnIndex();
      }
    },
    A_READ_BY_AN_INDEX_THAT_WAS_USED_BEFORE {
      @Override
      void run(UnreadablePagesProcess process) throws IOException {
        process.readByAnIndexUsedBefore();
      }
    },
    A_SEARCH_BY_TIME {
      @Override
      void run(UnreadablePagesProcess process) throws IOException {
        process.searchByTime();
      }
    },
    A_SWEEP {
      @Override
      void run(UnreadablePagesProcess process) throws IOException {
        process.sweep();
      }
    },
    A_VERIFICATION {
      @Override
      void run(UnreadablePagesProcess process) throws IOException {
        process.verification();
      }
    },
    A_START {
      @Override
      void run(UnreadablePagesProcess process) throws IOException {
        process.start();
      }
    };

    abstract void run(UnreadablePagesProcess process) throws IOException;
  }

  public static void main(String[] arguments) throws IOException {
    Case.valueOf(arguments[1]).run(new UnreadablePagesProcess(Path.of(arguments[0])));
    System.out.println("done");
  }

  private void readOfASealedSegment(String filler) throws IOException {
    fill(filler, 4);
    List<Long> all = List.copyOf(log.records(partition).keySet());
    Path first = LogFiles.segments(directory).getFirst();
    cut(first, 8192);

    Corrupt corrupt = firstFailure();

    assertThat(corrupt)
        .hasMessageStartingWith(first + " gives an input/output error at position 8");
    long last = log.append(partition, "after");
    List<Long> rest = List.copyOf(log.records(partition).keySet());
    assertThat(rest).endsWith(last).hasSizeGreaterThan(all.size() / 2);
    assertThat(all).as("what lies before the cut is served").startsWith(rest.getFirst());
    log.close();
  }

  private void readFarBack() throws IOException {
    log.close();
    Path large = directory.resolveSibling("large");
    log = new TestLog(large, Map.of("segmentBytes", 64 << 20)).open();
    TopicPartition other = log.partition("other", Durability.ASYNC);
    String megabyte = "x".repeat(1_000_000);
    while (LogFiles.segments(large).size() < 3) {
      log.append(other, megabyte);
    }
    long back = log.append(other, "far back" + megabyte);
    for (int written = 0; written <= Segment.TAIL_BYTES; written += megabyte.length()) {
      log.append(other, megabyte);
    }
    assertThat(LogFiles.segments(large)).hasSize(3);
    Path active = LogFiles.lastSegment(large);
    int place = LogFiles.indexOf(Files.readAllBytes(active), "far back");
    cut(active, place + megabyte.length() / 2);

    await()
        .untilAsserted(
            () ->
                assertThat(TestLog.failure(Corrupt.class, log.reading(other, back)))
                    .hasMessageContaining(active + " gives an input/output error"));
    long next = log.append(other, "after");
    for (long served : List.of(next, 0L)) {
      TestLog.get(log.reading(other, served)).batches().release();
    }
  }

  private void readByAnIndex() throws IOException {
    fill(SMALL, 4);
    Map<Long, String> all = log.records(partition);
    log.restart();
    cutIndexes(4096); // their heads can be read, and not all rows

    assertThat(log.records(partition)).isEqualTo(all);
    log.close();
  }

  private void readByAnIndexUsedBefore() throws IOException {
    fill(SMALL, 4);
    log.restart();
    Map<Long, String> all = log.records(partition);
    cutIndexes(4096); // their heads can be read, and not all rows

    assertThat(log.records(partition)).isEqualTo(all);
    log.close();
  }

  private void searchByTime() throws IOException {
    long before = System.currentTimeMillis();
    fill(SMALL, 4);
    log.restart();
    cutIndexes(4096); // their heads can be read, and not all rows

    assertThat(TestLog.get(log.backend.log().offsetForTimestamp(partition, before)))
        .hasValueSatisfying(found -> assertThat(found.offset()).isZero());
    log.close();
  }

  private void sweep() throws IOException {
    fill(SMALL, 4);
    log.restart();
    cutIndexes(0);
    TestLog.get(log.backend.log().trim(partition, log.end(partition) - 1));

    log.sweep(); // meets what cannot be read
    log.sweep();

    await().untilAsserted(() -> assertThat(LogFiles.segments(directory)).hasSizeLessThan(4));
    assertThat(log.records(partition)).hasSize(1);
    log.close();
  }

  private void verification() throws IOException {
    fill(FILLER, 4);
    log.close();
    LogView view = LogView.of(directory, null);
    LogState state = view.state();
    LogView.Part part = view.parts().iterator().next();
    Segment segment = view.open(part);
    cut(Path.of(part.name()), 8192);
    List<String> faults = new ArrayList<>();

    new SegmentCheck(segment, partition -> false, new OffsetCheck(state), faults::add)
        .read(view, part);

    assertThat(faults)
        .anySatisfy(
            fault ->
                assertThat(fault)
                    .startsWith(part.name() + ", position ")
                    .contains("cannot be read for an input/output error"));
    segment.close();
  }

  private void start() throws IOException {
    fill(FILLER, 2);
    log.kill();
    Path last = LogFiles.lastSegment(directory);
    long written = LogFiles.written(Files.readAllBytes(last));
    log.faults =
        storage -> {
          FaultyStorage faulty = new FaultyStorage(storage);
          faulty.whenOpened =
              number -> {
                if (storage.name(number).equals(last.toString())) {
                  cut(last, written / 2);
                }
              };
          return faulty;
        };

    assertThatThrownBy(() -> log.open())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(last + " cannot be read at position ")
        .hasMessageContaining("nothing was changed");
  }

  /** Fills so many segments, and waits until all but the last have their index. */
  private void fill(String filler, int segments) throws IOException {
    while (LogFiles.segments(directory).size() < segments) {
      log.append(partition, filler);
    }
    await().untilAsserted(() -> assertThat(LogFiles.indexes(directory)).hasSize(segments - 1));
  }

  private Corrupt firstFailure() {
    return LongStream.range(0, log.end(partition))
        .mapToObj(
            offset -> {
              try {
                TestLog.getOrThrow(log.reading(partition, offset)).batches().release();
                return null;
              } catch (Corrupt e) {
                return e;
              }
            })
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }

  private void cutIndexes(long size) throws IOException {
    for (Path index : LogFiles.indexes(directory)) {
      assertThat(Files.size(index)).isGreaterThan(size);
      cut(index, size);
    }
  }

  private static void cut(Path file, long size) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
