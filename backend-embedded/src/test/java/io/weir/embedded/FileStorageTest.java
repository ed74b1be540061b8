package io.weir.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.TopicPartition;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
    assertThat(descriptors()).isEqualTo(1);

    log.restart();

    assertThat(descriptors()).isEqualTo(1);
    log.append(partition, "goes on");
    assertThat(log.values(partition)).endsWith("goes on");
    log.close();
  }

  @Test
  void wantOfDescriptorsOrMappingsIsLikeWantOfSpaceAndMayPass() {
    assertThat(FileStorage.exhausted(new FileSystemException("f", null, "Too many open files")))
        .isInstanceOf(Storage.NoSpaceException.class)
        .hasMessageContaining("Too many open files");
    assertThat(FileStorage.exhausted(new IOException("Map failed")))
        .isInstanceOf(Storage.NoSpaceException.class);
    assertThat(FileStorage.exhausted(new IOException("No space left on device")))
        .isInstanceOf(Storage.NoSpaceException.class);
    assertThat(FileStorage.exhausted(new IOException("Input/output error")))
        .isNotInstanceOf(Storage.NoSpaceException.class);
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
