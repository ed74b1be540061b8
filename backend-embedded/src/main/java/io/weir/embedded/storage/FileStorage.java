package io.weir.embedded.storage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Segments as files of a directory, written through a channel and read through a mapping. */
public final class FileStorage implements Storage {
  private static final Pattern SEGMENT = Pattern.compile("(\\d{10})\\.log");
  private static final Pattern BASE = Pattern.compile("(\\d{10})\\.state\\d");
  private static final Pattern SPARE = Pattern.compile("(\\d{10})\\.spare");

  private final Path directory;

  public FileStorage(Path directory) {
    this.directory = directory;
  }

  @Override
  public List<Integer> segments() throws IOException {
    return numbers(SEGMENT);
  }

  @Override
  public Extent create(int number, int capacity) throws IOException {
    Path file = path(number, "spare");
    Files.deleteIfExists(file);
    try {
      Files.createFile(file);
      stretch(file, capacity);
      DataDirectory.sync(directory);
      return FileExtent.create(file, path(number, "log"));
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw exhausted(e);
    }
  }

  @Override
  public Extent open(int number) throws IOException {
    Path file = path(number, "log");
    return FileExtent.reopen(file, file);
  }

  @Override
  public List<Integer> spares() throws IOException {
    return numbers(SPARE);
  }

  @Override
  public Extent openSpare(int number) throws IOException {
    return FileExtent.reopen(path(number, "spare"), path(number, "log"));
  }

  /** Whole or not at all, so that who reads a log while it is written never meets half of one. */
  @Override
  public void writeIndex(int number, ByteBuffer index) throws IOException {
    write(path(number, "index"), index, false);
  }

  private static void write(Path file, ByteBuffer bytes, boolean durable) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      if (durable) {
        channel.force(true);
      }
    } catch (IOException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public @Nullable ByteBuffer readIndex(int number) throws IOException {
    return map(path(number, "index"));
  }

  private static @Nullable ByteBuffer map(Path file) throws IOException {
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
  public void syncNames() throws IOException {
    DataDirectory.sync(directory);
  }

  @Override
  public List<Integer> bases() throws IOException {
    return numbers(BASE).stream().distinct().toList();
  }

  @Override
  public void writeBase(int number, int copy, ByteBuffer base) throws IOException {
    write(base(number, copy), base, true);
    DataDirectory.sync(directory);
  }

  @Override
  public @Nullable ByteBuffer readBase(int number, int copy) throws IOException {
    return map(base(number, copy));
  }

  @Override
  public void deleteBase(int number) throws IOException {
    for (int copy = 0; copy < BASE_COPIES; copy++) {
      Files.deleteIfExists(base(number, copy));
    }
  }

  /** Where a copy of the state at the head of a segment lies. */
  public Path base(int number, int copy) {
    return path(number, "state" + (copy + 1));
  }

  @Override
  public String setAside(int number) throws IOException {
    Path aside = path(number, "log.damaged");
    for (int next = 2; Files.exists(aside); next++) {
      aside = path(number, "log.damaged." + next);
    }
    Files.move(path(number, "log"), aside);
    return aside.toString();
  }

  @Override
  public String name(int number) {
    return path(number, "log").toString();
  }

  @Override
  public long usableBytes() throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  /** What the index of a segment is called in messages. */
  public String indexName(int number) {
    return path(number, "index").toString();
  }

  /** Where a spare segment lies. */
  public String spareName(int number) {
    return path(number, "spare").toString();
  }

  private List<Integer> numbers(Pattern name) throws IOException {
    try (var files = Files.list(directory)) {
      return files
          .map(file -> name.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .map(matcher -> Integer.parseInt(matcher.group(1)))
          .sorted()
          .toList();
    }
  }

  private Path path(int number, String extension) {
    return directory.resolve(String.format(Locale.ROOT, "%010d.%s", number, extension));
  }

  /** Makes a file at least so long, with zeros that take no space. */
  public static void stretch(Path file, long size) throws IOException {
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      if (sparse.length() < size) {
        sparse.setLength(size);
      }
    }
  }

  /** Disks say that they are full in words only. */
  public static IOException noSpace(IOException e) {
    return says(e, "No space left", "quota", "not enough space")
        ? new NoSpaceException(String.valueOf(e.getMessage()))
        : e;
  }

  /**
   * What a new segment may lack beside space, and may have later: a file descriptor, or room among
   * the process's mappings.
   */
  static IOException exhausted(IOException e) {
    return says(e, "Too many open files", "Map failed", "Cannot allocate memory")
        ? new ExhaustedException(String.valueOf(e.getMessage()))
        : noSpace(e);
  }

  private static boolean says(IOException e, String... words) {
    String message = String.valueOf(e.getMessage());
    return Stream.of(words).anyMatch(message::contains);
  }
}
