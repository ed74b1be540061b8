package io.weir.embedded.maintenance;

import io.weir.backend.BackendException.Unavailable;
import io.weir.backend.Maintenance.Report;
import io.weir.embedded.storage.DataDirectory;
import io.weir.embedded.storage.LogFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * Copies a log into a directory that gets its name when all is in it. Whoever may read the files of
 * a running Weir may back it up; it is not asked, and need not be there.
 */
public final class Backup {
  private final Path data;
  private final Path target;
  private final Path partial;
  private final Report report;

  public Backup(Path data, Path target, Report report) {
    this.data = data;
    this.target = target.toAbsolutePath().normalize();
    this.partial = this.target.resolveSibling(this.target.getFileName() + ".partial");
    this.report = report;
  }

  public String run() throws IOException {
    checkPlaces();
    DataDirectory watched = watch();
    try {
      String format = LogFormat.read(data);
      Files.createDirectories(parent());
      Files.createDirectory(partial);
      String copied = fill(watched != null, format);
      Files.deleteIfExists(target);
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
      DataDirectory.sync(parent());
      return "%s is backed up to %s: %s".formatted(data, target, copied);
    } finally {
      if (watched != null) {
        watched.release();
      }
    }
  }

  private void checkPlaces() throws IOException {
    if (Files.exists(target) && !Restore.isEmpty(target)) {
      throw new Unavailable(target + " is not empty: name a directory that is new or empty");
    }
    if (Files.exists(partial)) {
      throw new Unavailable(
          partial
              + " is there, of a backup that is under way or did not end: name another directory,"
              + " or delete that one");
    }
    if (target.startsWith(data.toRealPath()) || target.startsWith(data.toAbsolutePath())) {
      throw new Unavailable(target + " lies in the data itself: name a directory elsewhere");
    }
  }

  private Path parent() {
    Path parent = target.getParent();
    return parent == null ? target : parent;
  }

  /** Keeps others from beginning to write meanwhile; null if somebody does already. */
  private @Nullable DataDirectory watch() throws IOException {
    try {
      return DataDirectory.watch(data);
    } catch (Unavailable inUse) {
      return null;
    }
  }

  private String fill(boolean stopped, @Nullable String format) throws IOException {
    try (LogCopy copy = LogCopy.of(data, !stopped, partial, report)) {
      String copied = copy.run();
      LogFormat.write(partial, format == null ? LogFormat.PRESENT : format);
      return copied;
    } catch (IOException | RuntimeException e) {
      Restore.clear(partial);
      Files.deleteIfExists(partial);
      throw e;
    }
  }
}
