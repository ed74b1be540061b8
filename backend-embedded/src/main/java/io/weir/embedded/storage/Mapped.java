package io.weir.embedded.storage;

import java.nio.ByteBuffer;

/**
 * Memory that shows a file, of which a page may prove impossible to read: the disk reports an
 * error, or somebody cut the file. The machine makes a signal of it, and Java an {@link
 * InternalError}, if the page is met by an access that is meant to bear it: a get, or a bulk copy
 * to where nothing can fail. <b>Nothing else may touch such memory</b>: a checksum computed where
 * the bytes lie, or native code, would end the process. Whoever reads it catches the error and
 * takes what is there for damaged; {@code FrameChecksum} copies what it is to check.
 */
public final class Mapped {
  /** The smallest page that there is. */
  private static final int PAGE = 4096;

  private static final Object MONITOR = new Object();

  /** Takes what is read for its own sake, or the compiler would leave the read out. */
  @SuppressWarnings("UnusedVariable")
  private static volatile byte touched;

  private Mapped() {}

  /**
   * To be called at the end of what catches the error. Compiled code goes on with whatever it got
   * and throws a little later, at the latest when it comes back from native code: so here.
   */
  public static void settle() {
    boolean unused = Thread.holdsLock(MONITOR);
  }

  /** Throws an error that is not of this kind. */
  public static void rethrowOthers(InternalError e) {
    String message = e.getMessage();
    if (message == null || !message.contains("unsafe memory access")) {
      throw e;
    }
  }

  /** Copies bytes; false if they cannot be read. */
  public static boolean get(ByteBuffer bytes, int position, byte[] to) {
    try {
      bytes.get(position, to);
      settle();
      return true;
    } catch (InternalError e) {
      rethrowOthers(e);
      return false;
    }
  }

  /** Whether the page can be read that a position is on. */
  public static boolean isReadable(ByteBuffer bytes, int position) {
    try {
      touched = bytes.get(position);
      settle();
      return true;
    } catch (InternalError e) {
      rethrowOthers(e);
      return false;
    }
  }

  /** The first page between two positions that cannot be read, by a position on it; -1 if none. */
  public static int firstUnreadable(ByteBuffer bytes, int from, int to) {
    for (int position = from; position < to; position = nextPage(position)) {
      if (!isReadable(bytes, position)) {
        return position;
      }
    }
    return -1;
  }

  /** Where the page begins that a position is on. */
  public static int page(int position) {
    return position & -PAGE;
  }

  public static int nextPage(int position) {
    return page(position) + PAGE;
  }
}
