package io.weir.backend;

/**
 * How long a partition keeps records. Whichever bound is reached first applies; a backend may keep
 * more for a while (whole segments), never less.
 *
 * @param millis age by the records' timestamps, or {@link #UNLIMITED}
 * @param bytes size of one partition, or {@link #UNLIMITED}
 */
public record Retention(long millis, long bytes) {
  public static final long UNLIMITED = -1;

  /** Everything, for ever. */
  public static final Retention FOREVER = new Retention(UNLIMITED, UNLIMITED);

  public Retention {
    if (millis < UNLIMITED || bytes < UNLIMITED) {
      throw new IllegalArgumentException("retention is a number from 0, or -1 for no bound");
    }
  }
}
