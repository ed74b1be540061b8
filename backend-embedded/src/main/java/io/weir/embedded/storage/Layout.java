package io.weir.embedded.storage;

/**
 * Where things lie in a segment: its header twice, in a sector each, then commits.
 *
 * <p>A commit begins at a multiple of {@link #ALIGNMENT}; after a sync at a multiple of {@link
 * #SECTOR}, so that nothing durable shares a sector with a later write. Unsynced small commits thus
 * cost no padding to speak of.
 */
public final class Layout {
  public static final int ALIGNMENT = 8;
  public static final int SECTOR = 512;

  /** Where the first commit begins. */
  public static final int FIRST_COMMIT = 2 * SECTOR;

  /** Numbers from here on are those of collected segments, which are no part of the log itself. */
  public static final int FIRST_COLLECTED = 1 << 30;

  private Layout() {}

  public static long align(long position) {
    return (position + ALIGNMENT - 1) & -ALIGNMENT;
  }

  public static int align(int position) {
    return (position + ALIGNMENT - 1) & -ALIGNMENT;
  }

  public static int alignToSector(int position) {
    return (position + SECTOR - 1) & -SECTOR;
  }
}
