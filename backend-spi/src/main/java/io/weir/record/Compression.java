package io.weir.record;

/** How the records of a batch are compressed: the low three bits of its attributes. */
public enum Compression {
  NONE,
  GZIP,
  SNAPPY,
  LZ4,
  ZSTD;

  private static final Compression[] BY_ID = values();

  /** The number in the attributes, 0 to 4. */
  public int id() {
    return ordinal();
  }

  static boolean isKnown(int id) {
    return id < BY_ID.length;
  }

  static Compression of(int id) {
    if (!isKnown(id)) {
      throw new InvalidBatchException(
          InvalidBatchException.Fault.ARITHMETIC, "compression " + id + " is not one of 0 to 4");
    }
    return BY_ID[id];
  }
}
