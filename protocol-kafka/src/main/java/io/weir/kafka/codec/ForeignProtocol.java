package io.weir.kafka.codec;

/**
 * Says of a length that cannot be one what its four bytes look like, so that a client on the wrong
 * port is found.
 */
final class ForeignProtocol {
  private static final int TLS_HANDSHAKE_AND_MAJOR_VERSION = 0x1603;

  private ForeignProtocol() {}

  static String describe(int length, int maxFrameBytes) {
    if (length >>> 16 == TLS_HANDSHAKE_AND_MAJOR_VERSION) {
      return "the client speaks TLS, and this port does not";
    }
    return switch (ascii(length)) {
      case "GET ", "POST", "PUT ", "HEAD", "DELE", "OPTI", "PATC", "CONN", "PRI " ->
          "the client speaks HTTP, and this port speaks Kafka";
      case "AMQP" -> "the client speaks AMQP, and this port speaks Kafka";
      case "SSH-" -> "the client speaks SSH, and this port speaks Kafka";
      default ->
          length < 0
              ? "a frame of negative length " + length
              : length > maxFrameBytes
                  ? "a frame of " + length + " bytes, where at most " + maxFrameBytes + " are taken"
                  : "a frame of " + length + " bytes, which is shorter than any request";
    };
  }

  private static String ascii(int length) {
    char[] text = new char[4];
    for (int i = 0; i < text.length; i++) {
      text[i] = (char) (length >>> (24 - 8 * i) & 0xff);
    }
    return new String(text);
  }
}
