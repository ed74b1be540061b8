package io.weir.tests.differential;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Frames that no codec would write. */
final class Pieces {
  private static final int HEADER = 2;
  private static final int BODY = 3;
  private static final int END = 0xce;
  private static final int BASIC = 60;

  private Pieces() {}

  /** Of pairs of digits, blanks between them or not. */
  static byte[] bytes(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  /** Of a type, and bytes as above. */
  static byte[] frame(int channel, String typeAndDigits) {
    String[] parts = typeAndDigits.split(" ", 2);
    return frame(Integer.parseInt(parts[0]), channel, bytes(parts.length > 1 ? parts[1] : ""));
  }

  /** A content header without properties. */
  static byte[] header(int channel, long bodySize) {
    ByteBuffer payload = ByteBuffer.allocate(14);
    payload.putShort((short) BASIC).putShort((short) 0).putLong(bodySize).putShort((short) 0);
    return frame(HEADER, channel, payload.array());
  }

  static byte[] body(int channel, String text) {
    return frame(BODY, channel, Records.bytes(text));
  }

  private static byte[] frame(int type, int channel, byte[] payload) {
    return ByteBuffer.allocate(8 + payload.length)
        .put((byte) type)
        .putShort((short) channel)
        .putInt(payload.length)
        .put(payload)
        .put((byte) END)
        .array();
  }
}
