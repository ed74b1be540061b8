package io.weir.bench.backend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;

/** Counts the syncs of files in this process, as the JDK's flight recorder sees them. */
final class SyncCount implements AutoCloseable {
  private static final String SYNC = "jdk.FileForce";

  private final Recording recording = new Recording();

  /** Counts from now on. */
  SyncCount() {
    recording.enable(SYNC).withoutStackTrace().withThreshold(Duration.ZERO);
    recording.start();
  }

  /** How many there were. */
  long count() {
    recording.stop();
    try {
      Path file = Files.createTempFile("syncs", ".jfr");
      try {
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().equals(SYNC))
            .count();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    recording.close();
  }
}
