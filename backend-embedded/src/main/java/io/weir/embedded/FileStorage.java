package io.weir.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Segments as files of a directory, written through a channel and read through a mapping. */
final class FileStorage implements Storage {
  private static final Pattern NAME = Pattern.compile("(\\d{10})\\.log");

  private final Path directory;

  FileStorage(Path directory) {
    this.directory = directory;
  }

  @Override
  public List<Integer> segments() throws IOException {
    try (var files = Files.list(directory)) {
      return files
          .map(file -> NAME.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .map(matcher -> Integer.parseInt(matcher.group(1)))
          .sorted()
          .toList();
    }
  }

  @Override
  public Extent create(int number, int capacity) throws IOException {
    Path file = path(number, "log");
    Files.deleteIfExists(file);
    Files.createFile(file);
    try {
      stretch(file, capacity);
      DataDirectory.sync(directory);
      return FileExtent.open(file);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw noSpace(e);
    }
  }

  @Override
  public Extent open(int number) throws IOException {
    return FileExtent.open(path(number, "log"));
  }

  @Override
  public void writeIndex(int number, ByteBuffer index) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            path(number, "index"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      while (index.hasRemaining()) {
        channel.write(index);
      }
    }
  }

  @Override
  public @Nullable ByteBuffer readIndex(int number) throws IOException {
    Path file = path(number, "index");
    if (!Files.exists(file)) {
      return null;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      // Freed with the last reference to it: indexes are small, and nothing waits for their space.
      return channel.map(MapMode.READ_ONLY, 0, channel.size());
    }
  }

  @Override
  public void deleteIndex(int number) throws IOException {
    Files.deleteIfExists(path(number, "index"));
  }

  @Override
  public String setAside(int number) throws IOException {
    Path aside = path(number, "log.damaged");
    Files.move(path(number, "log"), aside);
    return aside.toString();
  }

  @Override
  public String name(int number) {
    return path(number, "log").toString();
  }

  private Path path(int number, String extension) {
    return directory.resolve(String.format(Locale.ROOT, "%010d.%s", number, extension));
  }

  /** Makes a file at least so long, with zeros that take no space. */
  private static void stretch(Path file, long size) throws IOException {
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      if (sparse.length() < size) {
        sparse.setLength(size);
      }
    }
  }

  /** Disks say that they are full in words only. */
  private static IOException noSpace(IOException e) {
    String message = String.valueOf(e.getMessage());
    boolean full =
        message.contains("No space left")
            || message.contains("quota")
            || message.contains("not enough space");
    return full ? new NoSpaceException(message) : e;
  }

  private static final class FileExtent implements Extent {
    private final Path file;
    private final FileChannel channel;
    private final Arena arena = Arena.ofShared();
    private final ByteBuffer bytes;

    private FileExtent(Path file, FileChannel channel) throws IOException {
      this.file = file;
      this.channel = channel;
      this.bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena).asByteBuffer();
    }

    static FileExtent open(Path file) throws IOException {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        return new FileExtent(file, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    }

    @Override
    public ByteBuffer bytes() {
      return bytes;
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      long at = position;
      try {
        while (source.hasRemaining()) {
          at += channel.write(source, at);
        }
      } catch (IOException e) {
        throw noSpace(e);
      }
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
      channel.force(true);
    }

    @Override
    public void extend(long capacity) throws IOException {
      stretch(file, capacity);
    }

    @Override
    public void reserve() throws IOException {
      Preallocation.reserve(file, bytes.limit());
    }

    @Override
    public void close() {
      arena.close();
      try {
        channel.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    @Override
    public void delete() throws IOException {
      Files.deleteIfExists(file);
    }
  }
}
