package io.weir.embedded.storage;

import io.weir.backend.BackendException.Unsupported;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The file {@code format} of a data directory: the version of everything in it. */
public final class LogFormat {
  /** What this Weir writes. */
  public static final String PRESENT = "weir-log 3";

  /** Of before segments were collected; read as it is, and written on as the new one. */
  static final String SECOND = "weir-log 2";

  /** Of before there were transactions; likewise. */
  public static final String FIRST = "weir-log 1";

  /** Of a directory into which a backup is being restored: nobody opens it. */
  public static final String UNFINISHED = "weir-log unfinished";

  private static final String NAME = "format";

  private LogFormat() {}

  /**
   * The format of a directory; null if it does not say.
   *
   * @throws Unsupported if this Weir does not know it
   */
  public static @Nullable String read(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    if (!Files.exists(file)) {
      return null;
    }
    String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    if (text.equals(UNFINISHED)) {
      throw new Unsupported(
          "%s has a part of a backup, for restoring it did not end: empty it, and restore again"
              .formatted(directory));
    }
    if (!Set.of(PRESENT, SECOND, FIRST).contains(text)) {
      throw new Unsupported(
          "%s says \"%s\", and this Weir reads \"%s\": start the Weir that wrote %s, or a newer one"
              .formatted(file, text, PRESENT, directory));
    }
    return text;
  }

  /** Says of which format everything in a directory is. */
  public static void write(Path directory, String format) throws IOException {
    DataDirectory.replace(directory, NAME, format + "\n");
  }

  /**
   * Makes the format the present one, before anything is written that an older Weir would take for
   * damage.
   *
   * @throws Unsupported if a newer Weir wrote it
   */
  static void enter(Path directory) throws IOException {
    if (!PRESENT.equals(read(directory))) {
      write(directory, PRESENT);
    }
  }
}
