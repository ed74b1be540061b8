package io.weir.record;

/**
 * Bytes that claim to be a record batch and are not one; the message names the field and what was
 * found there.
 */
public final class InvalidBatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong, for those who answer the various faults with various codes. */
  public enum Fault {
    /** Fewer bytes than the header, or than its length field says. */
    TRUNCATED,
    /** A format version other than {@link BatchFormat#MAGIC_V2}. */
    MAGIC,
    /** The checksum does not fit the bytes. */
    CHECKSUM,
    /** Numbers that contradict one another: count, offset delta, length, reserved bits. */
    ARITHMETIC,
    /** The records cannot be decompressed, or do not parse. */
    RECORDS,
    /** The records would take more memory than the reader grants. */
    TOO_LARGE
  }

  private final Fault fault;

  public InvalidBatchException(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  public InvalidBatchException(Fault fault, String message, Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}
