package io.weir.tests.tenants;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What a cloud's balancer says before its clients do: the PROXY protocol's version 2. Each part is
 * written here byte by byte, with who says so.
 */
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

  private Balancer() {}

  /** A header with some values, of another client than all others: 192.0.2.number. */
  static byte[] headerOf(int number, byte[]... values) {
    byte[] header = header(values);
    header[SIGNATURE.length + 4 + 3] = (byte) number;
    return header;
  }

  /** A header with some values. */
  static byte[] header(byte[]... values) {
    byte[] all = join(values);
    int length = ADDRESSES.length + all.length;
    return ByteBuffer.allocate(SIGNATURE.length + 4 + length)
        .put(SIGNATURE)
        .put(PROXY)
        .put(TCP_OVER_IPV4)
        .putShort((short) length)
        .put(ADDRESSES)
        .put(all)
        .array();
  }

  /**
   * AWS, PrivateLink ("Proxy protocol" of its Network Load Balancers): PP2_TYPE_AWS,
   * PP2_SUBTYPE_AWS_VPCE_ID, then the endpoint's id as text.
   */
  static byte[] aws(String endpoint) {
    return value(0xEA, 0x01, endpoint.getBytes(US_ASCII));
  }

  /**
   * Azure, Private Link ("What is Azure Private Link service?", on TCP Proxy v2): PP2_TYPE_AZURE,
   * PP2_SUBTYPE_AZURE_PRIVATEENDPOINT_LINKID, then the id as 4 bytes, the least significant first.
   */
  static byte[] azure(int link) {
    return azure(link, ByteOrder.LITTLE_ENDIAN);
  }

  /** The same in some order of bytes. */
  static byte[] azure(int link, ByteOrder order) {
    return value(0xEE, 0x01, ByteBuffer.allocate(4).order(order).putInt(link).array());
  }

  /**
   * Google Cloud, Private Service Connect ("Publish services", on the PROXY protocol): 0xE0, then
   * the id of the connection as 8 bytes, the most significant first.
   */
  static byte[] gcp(long connection) {
    return value(0xE0, ByteBuffer.allocate(8).putLong(connection).array());
  }

  /**
   * Alibaba Cloud, PrivateLink ("Obtain real client information"): 0xE1 three times, with 0x01 the
   * VPC's id, with 0x02 the endpoint's, with 0x03 the endpoint service's, as text.
   */
  static byte[] alibaba(String vpc, String endpoint, String service) {
    return join(
        value(0xE1, 0x01, vpc.getBytes(US_ASCII)),
        value(0xE1, 0x02, endpoint.getBytes(US_ASCII)),
        value(0xE1, 0x03, service.getBytes(US_ASCII)));
  }

  /**
   * That the balancer has ended its client's TLS, who showed no certificate (2.2.6): PP2_TYPE_SSL,
   * PP2_CLIENT_SSL, then 4 bytes of what became of verifying, and no values within.
   */
  static byte[] tls() {
    return value(0x20, 0x01, new byte[4]);
  }

  /** The name that a client asked for (2.2.2): PP2_TYPE_AUTHORITY. */
  static byte[] authority(String name) {
    return value(0x02, name.getBytes(US_ASCII));
  }

  /** A value (2.2): its type, its length in 2 bytes, itself. */
  static byte[] value(int type, byte[] content) {
    return ByteBuffer.allocate(3 + content.length)
        .put((byte) type)
        .putShort((short) content.length)
        .put(content)
        .array();
  }

  /** A value that begins with a kind of its own. */
  static byte[] value(int type, int kind, byte[] content) {
    return value(type, join(new byte[] {(byte) kind}, content));
  }

  static byte[] join(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }
}
