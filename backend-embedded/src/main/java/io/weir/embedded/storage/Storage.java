package io.weir.embedded.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What segments and their indexes are kept on: the disk, or memory. Recovery, the sequencer, {@code
 * SegmentThread} and {@code Checkpoints} are its only callers, never two of them for one segment at
 * once.
 */
public interface Storage {
  /** How many copies there are of the state that is kept for the head of a segment. */
  int BASE_COPIES = 2;

  /** The numbers of the segments there are, ascending. */
  List<Integer> segments() throws IOException;

  /**
   * Makes a new segment, all zeros, and spare until {@link Extent#begin}; on a disk it takes no
   * space before it is written, or reserved.
   *
   * @throws NoSpaceException if there is none
   * @throws ExhaustedException if something else is used up that may come back
   */
  Extent create(int number, int capacity) throws IOException;

  /** Opens a segment as it was left. */
  Extent open(int number) throws IOException;

  /** The numbers of the segments that were made, and not begun. */
  List<Integer> spares() throws IOException;

  /** Opens a spare one. */
  Extent openSpare(int number) throws IOException;

  /** Keeps an index for a segment; losing it is no loss, for it can be rebuilt. */
  void writeIndex(int number, ByteBuffer index) throws IOException;

  /**
   * The index as it was kept, or null. What it returns stays valid until {@link #deleteIndex}'s
   * segment is closed.
   */
  @Nullable ByteBuffer readIndex(int number) throws IOException;

  void deleteIndex(int number) throws IOException;

  /** Returns when what was created, renamed and deleted stays so after a power cut. */
  default void syncNames() throws IOException {}

  /** Numbers of the segments at whose heads the whole state is kept beside the log, ascending. */
  List<Integer> bases() throws IOException;

  /** Keeps a copy of such a state; durable when it returns. */
  void writeBase(int number, int copy, ByteBuffer base) throws IOException;

  /** The copy as it was kept, or null. */
  @Nullable ByteBuffer readBase(int number, int copy) throws IOException;

  /** Deletes all copies. */
  void deleteBase(int number) throws IOException;

  /**
   * Puts a segment that cannot be read out of the way without destroying it; says what it is called
   * now.
   */
  String setAside(int number) throws IOException;

  /** About how many bytes more there is room for. */
  default long usableBytes() throws IOException {
    return Long.MAX_VALUE;
  }

  /** What a segment is called in messages. */
  String name(int number);

  /** A segment's bytes. Writing is the sequencer's; reading is anybody's. */
  interface Extent {
    /** All of it, readable while it is being written; absolute access only, never to be written. */
    ByteBuffer bytes();

    /** It is not spare any more: its number is among {@link Storage#segments} from now on. */
    void begin() throws IOException;

    /** Writes all that remains in the source. */
    void write(ByteBuffer source, long position) throws IOException;

    /** Returns when everything written survives a power cut. */
    void force() throws IOException;

    /** Gives back what lies behind a size; nobody reads there. */
    void truncate(long size) throws IOException;

    /**
     * The same, and lets go of what writing needs: nothing of it is written or reserved any more.
     */
    void seal(long size) throws IOException;

    /** Makes it at least so large again, with zeros. */
    void extend(long capacity) throws IOException;

    /**
     * Takes the space for all of it, so that no write into it finds the disk full; nothing once it
     * is sealed. Any thread, by who holds the segment.
     *
     * @throws NoSpaceException if there is none
     */
    void reserve() throws IOException;

    /** Frees memory and handles; nobody reads any more. */
    void close() throws IOException;

    /** Removes it for good; comes after {@link #close}. */
    void delete() throws IOException;
  }

  /** What a segment needs beside space is used up: file descriptors, or room for mappings. */
  final class ExhaustedException extends IOException {
    private static final long serialVersionUID = 1L;

    public ExhaustedException(String message) {
      super(message);
    }
  }

  /** No space left where the segments are. */
  final class NoSpaceException extends IOException {
    private static final long serialVersionUID = 1L;

    public NoSpaceException(String message) {
      super(message);
    }
  }
}
