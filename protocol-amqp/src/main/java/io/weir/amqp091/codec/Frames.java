package io.weir.amqp091.codec;

/** What a frame consists of (4.2.3): a head, a payload, and an octet that ends it. */
final class Frames {
  static final int METHOD = 1;
  static final int HEADER = 2;
  static final int BODY = 3;
  static final int HEARTBEAT = 8;

  /** The type, the channel, and the length of the payload. */
  static final int HEAD_LENGTH = Byte.BYTES + Short.BYTES + Integer.BYTES;

  static final int END = 0xce;

  /** What a frame has besides its payload. */
  static final int OVERHEAD = HEAD_LENGTH + 1;

  private Frames() {}
}
