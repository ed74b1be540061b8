package io.weir.protocol.tls;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads small files, and sees when they change. Blocks. */
final class SmallFiles {
  private static final int MAX_BYTES = 1 << 20;

  private SmallFiles() {}

  /** How a file is, as far as one sees without reading it. */
  private record Stamp(long size, FileTime modified, @Nullable Object key) {
    private static final Stamp NONE = new Stamp(-1, FileTime.fromMillis(0), null);
  }

  /** What is equal as long as no file has changed. */
  static Object stamps(List<Path> files) {
    return files.stream().map(SmallFiles::stamp).toList();
  }

  private static Stamp stamp(Path file) {
    try {
      var is = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(is.size(), is.lastModifiedTime(), is.fileKey());
    } catch (IOException e) {
      return Stamp.NONE;
    }
  }

  /** All of a file. */
  static Buffer read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new TlsException(file + ": is longer than 1MiB, and no certificate or key");
      }
      return Buffer.buffer(bytes);
    } catch (NoSuchFileException e) {
      throw new TlsException(file + ": there is no such file");
    } catch (AccessDeniedException e) {
      throw new TlsException(file + ": this user may not read it");
    } catch (IOException e) {
      throw new TlsException(file + ": cannot be read: " + e.getMessage());
    }
  }
}
