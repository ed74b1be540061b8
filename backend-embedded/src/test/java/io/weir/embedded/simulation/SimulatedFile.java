package io.weir.embedded.simulation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A file of a {@link SimulatedDisk}: what the operating system shows of it, and what of that would
 * be there after a power cut. Its lock is its own.
 */
final class SimulatedFile {
  private static final int SECTOR = 512;

  /** What a sector became by one write that nobody has synced. */
  private record Version(int sector, byte[] bytes) {}

  private byte[] seen;
  private byte[] safe;
  private int size;
  private int safeSize;
  private final List<Version> unsynced = new ArrayList<>();

  SimulatedFile(int size) {
    this.seen = new byte[size];
    this.safe = new byte[size];
    this.size = size;
  }

  /** As a mapping of all of it shows it. */
  synchronized ByteBuffer mapped() {
    return ByteBuffer.wrap(seen, 0, size).slice();
  }

  synchronized byte[] contents() {
    return Arrays.copyOf(seen, size);
  }

  synchronized int size() {
    return size;
  }

  synchronized void write(ByteBuffer source, int position, int length) {
    source.get(seen, position, length);
    int end = position + length;
    for (int sector = position / SECTOR; sector * SECTOR < end; sector++) {
      int from = sector * SECTOR;
      int to = Math.min(from + SECTOR, seen.length);
      unsynced.add(new Version(sector, Arrays.copyOfRange(seen, from, to)));
    }
  }

  synchronized void sync() {
    unsynced.forEach(this::settle);
    unsynced.clear();
    safeSize = size;
  }

  /** A sync that fails: what it does not bring to the disk counts as clean from now on. */
  synchronized void syncBadly(SplittableRandom random) {
    keepSome(random);
  }

  synchronized void truncate(int newSize) {
    Arrays.fill(seen, newSize, seen.length, (byte) 0);
    size = newSize;
    sync();
    Arrays.fill(safe, newSize, safe.length, (byte) 0);
  }

  synchronized void extend(int newSize) {
    size = Math.max(size, newSize);
  }

  /** Only what was synced is there for certain. */
  synchronized void losePower(SplittableRandom random) {
    keepSome(random);
    if (size > safeSize && random.nextBoolean()) {
      size = safeSize;
      Arrays.fill(safe, size, safe.length, (byte) 0);
    }
    safeSize = size;
    seen = safe.clone();
  }

  /** Dropped, torn or reordered: any sector may be as after any of its writes, or before them. */
  private void keepSome(SplittableRandom random) {
    int most = unsynced.size();
    switch (random.nextInt(4)) {
      case 0 -> {}
      case 1 -> unsynced.forEach(this::settle);
      case 2 -> unsynced.subList(0, random.nextInt(most + 1)).forEach(this::settle);
      default -> unsynced.stream().filter(any -> random.nextBoolean()).forEach(this::settle);
    }
    unsynced.clear();
  }

  private void settle(Version version) {
    System.arraycopy(version.bytes, 0, safe, version.sector * SECTOR, version.bytes.length);
  }

  /** The first place of these bytes, or -1. */
  synchronized int find(byte[] bytes) {
    for (int at = 0; at + bytes.length <= size; at++) {
      if (seen[at] == bytes[0]
          && Arrays.equals(seen, at, at + bytes.length, bytes, 0, bytes.length)) {
        return at;
      }
    }
    return -1;
  }

  /** A bit changes where nobody wrote. */
  synchronized void flip(int position, int bit) {
    seen[position] ^= (byte) (1 << bit);
    safe[position] ^= (byte) (1 << bit);
  }
}
