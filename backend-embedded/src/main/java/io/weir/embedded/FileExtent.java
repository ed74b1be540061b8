package io.weir.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A segment's file: read through a mapping, which needs no file descriptor, and written through a
 * channel, which is open from the first write until the segment is sealed.
 */
final class FileExtent implements Storage.Extent {
  private final Path file;
  private final Arena arena = Arena.ofShared();
  private final ByteBuffer bytes;
  private @Nullable FileChannel channel;
  private boolean sealed;

  private FileExtent(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena).asByteBuffer();
  }

  /** One that is going to be written. */
  static FileExtent begin(Path file) throws IOException {
    FileChannel channel = writable(file);
    try {
      FileExtent extent = new FileExtent(file, channel);
      extent.channel = channel;
      return extent;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** One that was written before, and may be again. */
  static FileExtent reopen(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new FileExtent(file, channel);
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
        at += channel().write(source, at);
      }
    } catch (IOException e) {
      throw FileStorage.noSpace(e);
    }
  }

  @Override
  public void force() throws IOException {
    channel().force(false);
  }

  @Override
  public synchronized void truncate(long size) throws IOException {
    channel().truncate(size);
    channel().force(true);
  }

  @Override
  public synchronized void seal(long size) throws IOException {
    truncate(size);
    sealed = true;
    closeChannel();
  }

  @Override
  public void extend(long capacity) throws IOException {
    FileStorage.stretch(file, capacity);
  }

  @Override
  public synchronized void reserve() throws IOException {
    if (!sealed) {
      Preallocation.reserve(file, bytes.limit());
    }
  }

  @Override
  public void close() {
    arena.close();
    try {
      closeChannel();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  private FileChannel channel() throws IOException {
    FileChannel current = channel;
    if (current == null) {
      current = writable(file);
      channel = current;
    }
    return current;
  }

  private void closeChannel() throws IOException {
    FileChannel current = channel;
    if (current != null) {
      channel = null;
      current.close();
    }
  }

  private static FileChannel writable(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }
}
