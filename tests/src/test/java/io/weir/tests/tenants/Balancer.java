package io.weir.tests.tenants;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/** What a cloud's balancer says before its clients do: the PROXY protocol's version 2. */
final class Balancer {
  // 2.2 of the PROXY protocol: what no other protocol begins with.
  private static final byte[] SIGNATURE = {
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
  };
  private static final byte PROXY = 0x21;
  private static final byte TCP_OVER_IPV4 = 0x11;
  private static final byte[] ADDRESSES = {
    (byte) 192,
    0,
    2,
    1,
    (byte) 198,
    51,
    100,
    7, // from 192.0.2.1 to 198.51.100.7
    (byte) 0xDC,
    0x04,
    0x01,
    (byte) 0xBB // from port 56324 to port 443
  };

  // What AWS adds of a private endpoint: PP2_TYPE_AWS, PP2_SUBTYPE_AWS_VPCE_ID, then its id.
  private static final byte AWS = (byte) 0xEA;
  private static final byte ENDPOINT = 0x01;

  private Balancer() {}

  /** A header of who came without a private endpoint. */
  static byte[] header() {
    return header(new byte[0]);
  }

  /** A header of who came through a private endpoint of AWS. */
  static byte[] header(String endpoint) {
    byte[] id = endpoint.getBytes(US_ASCII);
    return header(
        ByteBuffer.allocate(4 + id.length)
            .put(AWS)
            .putShort((short) (1 + id.length))
            .put(ENDPOINT)
            .put(id)
            .array());
  }

  private static byte[] header(byte[] values) {
    int length = ADDRESSES.length + values.length;
    return ByteBuffer.allocate(SIGNATURE.length + 4 + length)
        .put(SIGNATURE)
        .put(PROXY)
        .put(TCP_OVER_IPV4)
        .putShort((short) length)
        .put(ADDRESSES)
        .put(values)
        .array();
  }
}
