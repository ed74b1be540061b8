package io.weir.embedded.storage;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Takes a file's blocks before it is written, on Linux (fallocate), so that a disk is found full
 * when a segment is begun and not in the middle of a write, and what must be written on a full disk
 * has its place. Elsewhere the file is sparse.
 */
final class Preallocation {
  private static final int WRITE_ONLY = 1;

  /** FALLOC_FL_KEEP_SIZE: blocks are taken, and what the file is to others stays the same. */
  private static final int KEEP_SIZE = 1;

  private static final int SYSTEM_FILE_LIMIT = 23;
  private static final int PROCESS_FILE_LIMIT = 24;
  private static final int NO_SPACE = 28;
  private static final int QUOTA_EXCEEDED = 122;

  private static final @Nullable Calls CALLS = Calls.find();

  private Preallocation() {}

  /**
   * Takes the blocks of a file's first bytes; what is in them stays, and so does the file's size.
   *
   * @throws Storage.NoSpaceException if the disk has no room for it
   * @throws Storage.ExhaustedException if there is no file descriptor to do it with
   */
  static void reserve(Path file, long size) throws IOException {
    if (CALLS != null) {
      CALLS.allocate(file, size);
    }
  }

  private record Calls(MethodHandle open, MethodHandle fallocate, MethodHandle close) {
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

    static @Nullable Calls find() {
      if (!System.getProperty("os.name", "").equals("Linux")) {
        return null;
      }
      Linker linker = Linker.nativeLinker();
      var libc = linker.defaultLookup();
      var i = ValueLayout.JAVA_INT;
      var l = ValueLayout.JAVA_LONG;
      return new Calls(
          linker.downcallHandle(
              libc.findOrThrow("open"),
              FunctionDescriptor.of(i, ValueLayout.ADDRESS, i),
              Linker.Option.firstVariadicArg(2),
              ERRNO),
          linker.downcallHandle(
              libc.findOrThrow("fallocate"), FunctionDescriptor.of(i, i, i, l, l), ERRNO),
          linker.downcallHandle(libc.findOrThrow("close"), FunctionDescriptor.of(i, i)));
    }

    /** Does nothing where the file system has no such thing. */
    void allocate(Path file, long size) throws IOException {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
        int fd = (int) open.invokeExact(state, arena.allocateFrom(file.toString()), WRITE_ONLY);
        if (fd < 0) {
          int errno = errno(state);
          if (errno == PROCESS_FILE_LIMIT || errno == SYSTEM_FILE_LIMIT) {
            throw new Storage.ExhaustedException(file + ": Too many open files");
          }
          return;
        }
        int result = (int) fallocate.invokeExact(state, fd, KEEP_SIZE, 0L, size);
        int errno = errno(state);
        int unused = (int) close.invokeExact(fd);
        if (result != 0 && (errno == NO_SPACE || errno == QUOTA_EXCEEDED)) {
          throw new Storage.NoSpaceException("no space for " + size + " bytes of " + file);
        }
      } catch (IOException | RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IOException(e);
      }
    }

    private static int errno(MemorySegment state) {
      return state.get(
          ValueLayout.JAVA_INT,
          Linker.Option.captureStateLayout()
              .byteOffset(MemoryLayout.PathElement.groupElement("errno")));
    }
  }
}
