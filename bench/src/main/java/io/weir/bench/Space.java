package io.weir.bench;

import io.weir.bench.server.BenchException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Room on a disk, which is looked for before a run rather than missed in the midst of it. */
final class Space {
  private Space() {}

  /** Refuses a run that may write more than there is room for. */
  static void require(Path directory, long bytes) {
    try {
      long free = Files.getFileStore(directory).getUsableSpace();
      if (free < bytes) {
        throw new BenchException(
            String.format(
                Locale.ROOT,
                "%s has %.1f GB free, and this run may write %.1f GB: give another --directory, or"
                    + " ask for less",
                directory,
                free / 1e9,
                bytes / 1e9));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
