package io.weir.embedded.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;

/**
 * A file and its copy. What is zero and was never copied takes no space there. What was written is
 * forced to the disk every few megabytes, so that whoever syncs small things beside it never waits
 * for much.
 */
public final class FileCopy implements AutoCloseable {
  private static final int CHUNK = 256 << 10;
  private static final int FORCED_AFTER = 8 << 20;

  private final FileChannel from;
  private final FileChannel to;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
  private long unforced;

  /**
   * @param from stays open
   */
  public FileCopy(FileChannel from, Path to) throws IOException {
    this.from = from;
    this.to =
        FileChannel.open(
            to, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /**
   * Copies from the beginning up to a limit, or to where the file ends now.
   *
   * @param progress is told how many bytes more are done
   * @return how many there were
   */
  public long copy(long limit, LongConsumer progress) throws IOException {
    long position = 0;
    while (position < limit && read(position, limit)) {
      int length = buffer.remaining();
      if (position < to.size() || !isZero(buffer)) {
        write(position);
      }
      position += length;
      progress.accept(length);
    }
    if (to.size() < position) {
      stretch(position);
    }
    return position;
  }

  private boolean read(long position, long limit) throws IOException {
    buffer.clear().limit((int) Math.min(CHUNK, limit - position));
    boolean any = from.read(buffer, position) > 0;
    buffer.flip();
    return any;
  }

  private void write(long position) throws IOException {
    long at = position;
    while (buffer.hasRemaining()) {
      at += to.write(buffer, at);
    }
    unforced += at - position;
    if (unforced >= FORCED_AFTER) {
      force();
    }
  }

  private static boolean isZero(ByteBuffer bytes) {
    int end = bytes.limit();
    int at = 0;
    while (at + Long.BYTES <= end && bytes.getLong(at) == 0) {
      at += Long.BYTES;
    }
    while (at < end && bytes.get(at) == 0) {
      at++;
    }
    return at == end;
  }

  public void truncate(long size) throws IOException {
    to.truncate(size);
  }

  /** Makes the copy at least so long, with zeros that take no space. */
  public void stretch(long size) throws IOException {
    if (to.size() < size) {
      to.write(ByteBuffer.wrap(new byte[1]), size - 1);
    }
  }

  /** Returns when the copy survives a power cut. */
  public void force() throws IOException {
    to.force(true);
    unforced = 0;
  }

  @Override
  public void close() throws IOException {
    to.close();
  }
}
