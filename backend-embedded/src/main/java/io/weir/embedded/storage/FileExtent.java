package io.weir.embedded.storage;

import java.io.IOException;
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
public final class FileExtent implements Storage.Extent {
  private final Path begun;
  private final Arena arena = Arena.ofShared();
  private final ByteBuffer bytes;
  private volatile Path file;
  private @Nullable FileChannel channel;
  private boolean sealed;

  private FileExtent(Path file, Path begun, FileChannel channel) throws IOException {
    this.file = file;
    this.begun = begun;
    this.bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena).asByteBuffer();
  }

  /**
   * One that is going to be written.
   *
   * @param begun what the file is called once the segment is begun
   */
  static FileExtent create(Path file, Path begun) throws IOException {
    FileChannel channel = writable(file);
    try {
      FileExtent extent = new FileExtent(file, begun, channel);
      extent.channel = channel;
      return extent;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** One that was made before, and may be written again. */
  public static FileExtent reopen(Path file, Path begun) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new FileExtent(file, begun, channel);
    }
  }

  @Override
  public synchronized void begin() throws IOException {
    try {
      Files.move(file, begun);
    } catch (IOException e) {
      throw FileStorage.noSpace(e);
    }
    file = begun;
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
    sealed = true;
    try {
      truncate(size);
    } finally {
      closeChannel();
    }
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
  public void close() throws IOException {
    arena.close();
    closeChannel();
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
