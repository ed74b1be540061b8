package io.weir.embedded.compaction;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The last offset of each key, in bounded memory and without an object per key: 128 bits of a
 * cryptographic hash stand for a key, so that nobody can find two keys of which one would take the
 * other out of a topic. Used by one thread.
 */
final class KeyMap {
  /** Two of the hash, one of the offset. */
  private static final int CELLS = 3;

  private static final int SLOT_BYTES = CELLS * Long.BYTES;
  private static final int FIRST_SLOTS = 1024;

  private final int mostSlots;
  private final MessageDigest digest;
  private final ByteBuffer hash;

  /** Each slot: hash, hash, and the offset plus 1, so that 0 is a free one. */
  private long[] cells;

  private int slots;
  private int size;
  private long high;
  private long low;

  /**
   * @param maxBytes the most memory for its table; half as much again while it grows to that
   */
  KeyMap(int maxBytes) {
    mostSlots = Math.max(2, maxBytes / SLOT_BYTES);
    slots = Math.min(FIRST_SLOTS, mostSlots);
    cells = new long[slots * CELLS];
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    hash = ByteBuffer.allocate(digest.getDigestLength());
  }

  /** How many keys it has. */
  int size() {
    return size;
  }

  /** How many keys find room in so much memory. */
  static int capacity(int maxBytes) {
    return mostKeys(Math.max(2, maxBytes / SLOT_BYTES));
  }

  /**
   * Notes that a key is at an offset, if it was not at a greater one.
   *
   * @param key stays as it is
   * @param offset from 0
   * @return false if there is no room for another key: then nothing has changed
   */
  boolean put(ByteBuf key, long offset) {
    digest(key);
    int slot = find();
    if (cells[slot + 2] == 0) {
      if (size == mostKeys(slots)) {
        if (slots == mostSlots) {
          return false;
        }
        grow();
        slot = find();
      }
      cells[slot] = high;
      cells[slot + 1] = low;
      size++;
    }
    cells[slot + 2] = Math.max(cells[slot + 2], offset + 1);
    return true;
  }

  /** The last offset of a key, or -1 if it was never put. */
  long last(ByteBuf key) {
    digest(key);
    return cells[find() + 2] - 1;
  }

  /** Where the hash lies in the cells, or where it would. At a quarter free, runs stay short. */
  private int find() {
    int slot = (int) Math.unsignedMultiplyHigh(high, slots);
    while (true) {
      int at = slot * CELLS;
      if (cells[at + 2] == 0 || (cells[at] == high && cells[at + 1] == low)) {
        return at;
      }
      slot = slot + 1 == slots ? 0 : slot + 1;
    }
  }

  private void grow() {
    long keptHigh = high;
    long keptLow = low;
    long[] old = cells;
    slots = (int) Math.min(2L * slots, mostSlots);
    cells = new long[slots * CELLS];
    for (int at = 0; at < old.length; at += CELLS) {
      if (old[at + 2] != 0) {
        high = old[at];
        low = old[at + 1];
        System.arraycopy(old, at, cells, find(), CELLS);
      }
    }
    high = keptHigh;
    low = keptLow;
  }

  private void digest(ByteBuf key) {
    for (ByteBuffer part : key.nioBuffers()) {
      digest.update(part);
    }
    try {
      digest.digest(hash.array(), 0, hash.capacity());
    } catch (DigestException e) {
      throw new IllegalStateException("the array has room for a hash", e);
    }
    high = hash.getLong(0);
    low = hash.getLong(Long.BYTES);
  }

  private static int mostKeys(int slots) {
    return slots - Math.ceilDiv(slots, 4);
  }
}
