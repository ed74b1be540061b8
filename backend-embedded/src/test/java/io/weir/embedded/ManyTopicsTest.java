package io.weir.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.embedded.fixture.LogFiles;
import io.weir.embedded.segment.CommitHeader;
import io.weir.embedded.segment.EntryKind;
import io.weir.embedded.storage.Layout;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log of {@code -Dweir.topics} topics with a message each, in a process that has 2 KiB of heap
 * for each of them and is killed: 2 GiB for a million. What it says of times is printed, and no
 * test.
 */
class ManyTopicsTest {
  private static final int TOPICS = Integer.getInteger("weir.topics", 100_000);
  private static final int LEAST_HEAP_MIB = 96;

  @TempDir Path directory;

  @Test
  void veryManyTopicsFitIntoLittleHeapAndAreThereAfterAKill() throws Exception {
    runUntilDone("fill");
    assertThat(deltas()).as("segments that begin with what changed").isPositive();
    runUntilDone("check");
  }

  private void runUntilDone(String what) throws IOException, InterruptedException {
    int heap = Math.max(LEAST_HEAP_MIB, (int) (TOPICS * 2L / 1024));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xmx" + heap + "m",
                "-cp",
                System.getProperty("java.class.path"),
                ManyTopicsProcess.class.getName(),
                directory.toString(),
                Integer.toString(TOPICS),
                what)
            .redirectErrorStream(true)
            .start();
    List<String> said = new ArrayList<>();
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      while (line != null && !line.equals("done")) {
        said.add(line);
        System.out.println(line);
        line = out.readLine();
      }
      assertThat(line).as("the process ended by itself: %s", said).isNotNull();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  private long deltas() throws IOException {
    long found = 0;
    for (Path segment : LogFiles.segments(directory)) {
      try (var bytes = Files.newInputStream(segment)) {
        byte[] head = bytes.readNBytes(Layout.FIRST_COMMIT + CommitHeader.BYTES + 3);
        found += head[head.length - 1] == EntryKind.CHECKPOINT_DELTA.id ? 1 : 0;
      }
    }
    return found;
  }
}
