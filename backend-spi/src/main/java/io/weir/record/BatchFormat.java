package io.weir.record;

/**
 * Where the fields of a record batch v2 lie, in bytes from its first one. All numbers are
 * big-endian; what follows the header are the records, compressed as a whole if the attributes say
 * so.
 *
 * <p>{@link #BASE_OFFSET} and {@link #LEADER_EPOCH} lie outside the checksum: a log assigns them
 * without touching the rest.
 */
public final class BatchFormat {
  public static final int BASE_OFFSET = 0;
  public static final int LENGTH = 8;
  public static final int LEADER_EPOCH = 12;
  public static final int MAGIC = 16;
  public static final int CRC = 17;
  public static final int ATTRIBUTES = 21;
  public static final int LAST_OFFSET_DELTA = 23;
  public static final int BASE_TIMESTAMP = 27;
  public static final int MAX_TIMESTAMP = 35;
  public static final int PRODUCER_ID = 43;
  public static final int PRODUCER_EPOCH = 51;
  public static final int BASE_SEQUENCE = 53;
  public static final int COUNT = 57;

  /** Bytes of the header, and so the least size of a batch. */
  public static final int HEADER_BYTES = 61;

  /** Bytes that the length field does not count: base offset and the length itself. */
  public static final int LENGTH_OVERHEAD = 12;

  /** The only format version there is here; older ones ended with Kafka 4. */
  public static final byte MAGIC_V2 = 2;

  static final int COMPRESSION_MASK = 0x07;
  static final int LOG_APPEND_TIME_FLAG = 0x08;
  static final int TRANSACTIONAL_FLAG = 0x10;
  static final int CONTROL_FLAG = 0x20;
  static final int DELETE_HORIZON_FLAG = 0x40;

  private BatchFormat() {}
}
