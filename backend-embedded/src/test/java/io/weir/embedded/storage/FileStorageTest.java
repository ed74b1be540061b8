package io.weir.embedded.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.backend.TopicPartition;
import io.weir.embedded.TestLog;
import io.weir.embedded.fixture.LogFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the files of a log cost while it is open. */
class FileStorageTest {
  @TempDir Path directory;

  @Test
  void onlyTheSegmentThatIsWrittenHasAFileDescriptor() throws IOException {
    TestLog log = TestLog.in(directory);
    TopicPartition partition = log.partition("orders");
    while (LogFiles.segments(directory).size() < 5) {
      log.append(partition, "x".repeat(4000));
    }
    await().untilAsserted(() -> assertThat(descriptors()).isEqualTo(1));

    log.restart();

    assertThat(descriptors()).isEqualTo(1);
    log.append(partition, "goes on");
    assertThat(log.values(partition)).endsWith("goes on");
    log.close();
    assertThat(descriptors()).isZero();
  }

  @Test
  void wantOfDescriptorsOrMappingsIsToldFromWantOfSpace() {
    assertThat(FileStorage.exhausted(new FileSystemException("f", null, "Too many open files")))
        .isInstanceOf(Storage.ExhaustedException.class)
        .hasMessageContaining("Too many open files");
    assertThat(FileStorage.exhausted(new IOException("Map failed")))
        .isInstanceOf(Storage.ExhaustedException.class);
    assertThat(FileStorage.exhausted(new IOException("No space left on device")))
        .isInstanceOf(Storage.NoSpaceException.class);
    assertThat(FileStorage.exhausted(new IOException("Input/output error")))
        .isNotInstanceOf(Storage.NoSpaceException.class);
  }

  @Test
  void aReservationTakesBlocksAndLeavesTheSizeAsItIs() throws Exception {
    Path file = Files.write(directory.resolve("file"), new byte[4096]);

    Preallocation.reserve(file, 1 << 20);

    assertThat(Files.size(file)).isEqualTo(4096);
    assertThat(allocated(file)).isGreaterThanOrEqualTo(1 << 20);
  }

  @Test
  void aReservationThatComesAfterASegmentIsSealedTakesNothing() throws Exception {
    Storage storage = new FileStorage(directory);
    Storage.Extent extent = storage.create(1, 1 << 20);
    extent.begin();
    extent.reserve();
    extent.write(ByteBuffer.allocate(4096), 0);
    extent.seal(4096);

    extent.reserve();

    Path file = Path.of(storage.name(1));
    assertThat(Files.size(file)).isEqualTo(4096);
    assertThat(allocated(file)).isLessThan(1 << 16);
    extent.close();
  }

  @Test
  void aSecondDamagedSegmentOfTheSameNumberIsSetAsideBesideTheFirst() throws IOException {
    Storage storage = new FileStorage(directory);
    List<String> names = new ArrayList<>();
    for (String content : List.of("first", "second", "third")) {
      Files.writeString(Path.of(storage.name(1)), content);
      names.add(storage.setAside(1));
    }

    assertThat(storage.segments()).isEmpty();
    assertThat(names).doesNotHaveDuplicates();
    assertThat(names)
        .extracting(name -> Files.readString(Path.of(name)))
        .containsExactly("first", "second", "third");
  }

  /** What a file takes on the disk. */
  private static long allocated(Path file) throws Exception {
    Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
    try (BufferedReader out = stat.inputReader()) {
      return Long.parseLong(out.readLine()) * 512;
    }
  }

  /** How many of this process are open on segments of the directory. */
  private long descriptors() throws IOException {
    long count = 0;
    try (var files = Files.list(Path.of("/proc/self/fd"))) {
      for (Path each : files.toList()) {
        try {
          Path file = Files.readSymbolicLink(each);
          if (file.startsWith(directory) && file.toString().endsWith(".log")) {
            count++;
          }
        } catch (NoSuchFileException e) {
          // Closed by now, as the one is that lists them.
        }
      }
    }
    return count;
  }
}
