package io.weir.embedded.storage;

import io.weir.backend.BackendException.Unavailable;
import io.weir.backend.BackendException.Unsupported;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory that one process at a time may use: {@code lock} (held while it does, with its
 * pid), {@code format} (the version of everything in it), {@code stopped} (there only after an
 * orderly stop: where the log ended).
 */
public final class DataDirectory {
  private static final Logger log = LoggerFactory.getLogger(DataDirectory.class);

  /**
   * Those of this process. Asked before the lock: whoever opens and closes a file that is locked
   * elsewhere in the same process takes the lock off.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final Path real;
  private final @Nullable FileChannel lockFile;

  private DataDirectory(Path path, Path real, @Nullable FileChannel lockFile) {
    this.path = path;
    this.real = real;
    this.lockFile = lockFile;
  }

  /**
   * Creates it if need be and takes possession.
   *
   * @throws Unavailable if another process has it
   * @throws Unsupported if a newer Weir wrote it
   */
  public static DataDirectory open(Path path) throws IOException {
    Files.createDirectories(path);
    DataDirectory opened = hold(path);
    try {
      LogFormat.enter(path);
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.release();
      throw e;
    }
  }

  /**
   * Takes possession of one that is there, and leaves it as it is.
   *
   * @throws Unavailable if another process has it
   */
  public static DataDirectory hold(Path path) throws IOException {
    return take(
        path,
        () -> {
          FileChannel channel =
              FileChannel.open(
                  path.resolve("lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE);
          lock(path, channel, false);
          leavePid(channel);
          return channel;
        });
  }

  /**
   * Keeps others from taking possession, and writes nothing: several may do so at once, also where
   * nothing can be written.
   *
   * @throws Unavailable if a process has it
   */
  public static DataDirectory watch(Path path) throws IOException {
    Path file = path.resolve("lock");
    return take(
        path,
        () -> {
          if (!Files.exists(file)) {
            return null; // a copy, which nobody has ever opened
          }
          FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
          lock(path, channel, true);
          return channel;
        });
  }

  private static DataDirectory take(Path path, Locking locking) throws IOException {
    Path real = path.toRealPath();
    if (!HELD.add(real)) {
      throw inUse(path, Long.toString(ProcessHandle.current().pid()));
    }
    try {
      return new DataDirectory(path, real, locking.lock());
    } catch (IOException | RuntimeException e) {
      HELD.remove(real);
      throw e;
    }
  }

  private static void lock(Path path, FileChannel file, boolean shared) throws IOException {
    try {
      if (file.tryLock(0, Long.MAX_VALUE, shared) == null) {
        throw inUse(path, read(file));
      }
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** For who comes later; a full disk has no room for it, and it must be possible to empty that. */
  private static void leavePid(FileChannel lockFile) {
    try {
      lockFile.truncate(0);
      lockFile.write(utf8(Long.toString(ProcessHandle.current().pid())), 0);
    } catch (IOException e) {
      log.warn("the lock file cannot say who holds it: {}", e.toString());
    }
  }

  private static Unavailable inUse(Path path, String pid) {
    return new Unavailable(
        "another Weir (pid %s) is using %s; stop it or choose another data directory with data: in weir.yaml"
            .formatted(pid, path));
  }

  public Path path() {
    return path;
  }

  /** Where the last orderly stop left the log, or null; forgotten from now on. */
  public @Nullable StopMark takeStopMark() throws IOException {
    Path file = path.resolve("stopped");
    if (!Files.exists(file)) {
      return null;
    }
    StopMark mark = stopMark();
    Files.delete(file);
    sync(path);
    return mark;
  }

  /** The same, and it stays; null also if what is there is no mark. */
  public @Nullable StopMark stopMark() throws IOException {
    Path file = path.resolve("stopped");
    return Files.exists(file)
        ? StopMark.parse(Files.readString(file, StandardCharsets.ISO_8859_1))
        : null;
  }

  /** Whether something says that the log was stopped in order. */
  public boolean hasStopped() {
    return Files.exists(path.resolve("stopped"));
  }

  /** Says that the log ends, in order, with this commit. */
  public void leaveStopMark(StopMark mark) throws IOException {
    replace(path, "stopped", mark.toText());
  }

  public void release() throws IOException {
    try {
      if (lockFile != null) {
        lockFile.close();
      }
    } finally {
      HELD.remove(real);
    }
  }

  /** Makes created, renamed and deleted names of a directory durable. */
  public static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Writes a file that is there whole or not at all, and durable when this returns. */
  static void replace(Path path, String name, String text) throws IOException {
    Path temporary = path.resolve(name + ".new");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      channel.write(utf8(text));
      channel.force(true);
    }
    Files.move(
        temporary,
        path.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    sync(path);
  }

  private static String read(FileChannel file) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(32);
    file.read(text, 0);
    return StandardCharsets.UTF_8.decode(text.flip()).toString().strip();
  }

  @FunctionalInterface
  private interface Locking {
    @Nullable FileChannel lock() throws IOException;
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Where an orderly stop left the log.
   *
   * @param commit the last one
   * @param segment in which it lies
   * @param end the position after it there
   */
  public record StopMark(long commit, int segment, int end) {
    String toText() {
      String text = "commit %d segment %d end %d".formatted(commit, segment, end);
      return "%s check %08x\n".formatted(text, check(text));
    }

    /** The mark that a text holds, or null: a wrong one would cut off what is whole. */
    static @Nullable StopMark parse(String text) {
      String[] words = text.strip().split(" ");
      try {
        StopMark mark =
            words.length == 8
                ? new StopMark(
                    Long.parseLong(words[1]),
                    Integer.parseInt(words[3]),
                    Integer.parseInt(words[5]))
                : null;
        return mark != null && mark.toText().equals(text) ? mark : null;
      } catch (NumberFormatException e) {
        return null; // as good as none: the log itself says more
      }
    }

    private static int check(String text) {
      CRC32C crc = new CRC32C();
      crc.update(utf8(text));
      return (int) crc.getValue();
    }
  }
}
