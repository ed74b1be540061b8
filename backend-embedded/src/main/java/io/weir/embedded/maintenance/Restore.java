package io.weir.embedded.maintenance;

import io.weir.backend.BackendException.Unavailable;
import io.weir.backend.Maintenance.Report;
import io.weir.backend.Maintenance.Verified;
import io.weir.embedded.storage.DataDirectory;
import io.weir.embedded.storage.LogFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Puts a backup where a log is to be, in a directory that may be a mount and so cannot be renamed:
 * until all is there, its format says that it is not.
 */
public final class Restore {
  private final Path backup;
  private final Path data;
  private final Report report;

  public Restore(Path backup, Path data, Report report) {
    this.backup = backup;
    this.data = data;
    this.report = report;
  }

  public Verified run() throws IOException {
    boolean there = Files.exists(data);
    if (there && !isEmpty(data)) {
      throw new Unavailable(
          data + " is not empty: move away what is there, or choose another data directory");
    }
    DataDirectory watched = DataDirectory.watch(backup);
    try {
      String format = LogFormat.read(backup);
      Files.createDirectories(data);
      DataDirectory held = DataDirectory.hold(data);
      try {
        fill(format);
        return Verification.run(held, false, report);
      } finally {
        held.release();
      }
    } catch (IOException | RuntimeException e) {
      if (!there && Files.exists(data) && isEmpty(data)) {
        Files.delete(data);
      }
      throw e;
    } finally {
      watched.release();
    }
  }

  private void fill(@Nullable String format) throws IOException {
    LogFormat.write(data, LogFormat.UNFINISHED);
    try (LogCopy copy = LogCopy.of(backup, false, data, report)) {
      copy.run();
      LogFormat.write(data, format == null ? LogFormat.PRESENT : format);
    } catch (IOException | RuntimeException e) {
      clear(data);
      throw e;
    }
  }

  static boolean isEmpty(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (var files = Files.list(directory)) {
      return files.findAny().isEmpty();
    }
  }

  /** Deletes the files of a directory, all of which were put there a moment ago. */
  static void clear(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }
}
