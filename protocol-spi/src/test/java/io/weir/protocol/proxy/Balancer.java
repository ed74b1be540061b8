package io.weir.protocol.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The bytes that balancers send, each with what it means and who says so. Clients are at
 * 192.0.2.1:56324 and have reached 198.51.100.7:443.
 */
public final class Balancer {
  /** PROXY protocol, section 2.2: the 12 bytes with which each header of version 2 begins. */
  public static final String SIGNATURE = "0D0A0D0A 000D0A51 5549540A ";

  /** Version 2, command PROXY; version 2, command LOCAL (section 2.2). */
  public static final String PROXY = "21 ";

  public static final String LOCAL = "20 ";

  /** TCP over IPv4, and 12 bytes of addresses: source, destination, source port, its port. */
  public static final String TCP4 = "11 ";

  public static final String ADDRESSES = "C0000201 C6336407 DC04 01BB ";

  /**
   * AWS, PrivateLink (docs.aws.amazon.com, Network Load Balancer, "Proxy protocol"): type 0xEA,
   * subtype 0x01, the id of the VPC endpoint as text.
   */
  public static final String AWS = value(0xEA, "01" + text("vpce-08d2bf15fac5001"));

  /**
   * Azure, Private Link (learn.microsoft.com, "Private Link service", "Getting connection
   * information"): type 0xEE, subtype 0x01, the link id as 4 bytes, the least significant first.
   */
  public static final String AZURE = "EE 0005 01 78563412 ";

  /**
   * Google Cloud, Private Service Connect ("View consumer connection information"): type 0xE0, the
   * connection id as 8 bytes, the most significant first.
   */
  public static final String GCP = "E0 0008 8000000000000001 ";

  /**
   * Alibaba Cloud, PrivateLink ("Obtain real client information"): type 0xE1, once for each of
   * subtype 0x01 (VPC), 0x02 (endpoint), 0x03 (endpoint service), as text.
   */
  public static final String ALIBABA =
      value(0xE1, "01" + text("vpc-2ze"))
          + value(0xE1, "02" + text("ep-2ze"))
          + value(0xE1, "03" + text("epsrv-2"));

  private Balancer() {}

  /** A header of a client over IPv4. */
  public static byte[] header(String... values) {
    return whole(PROXY, TCP4, ADDRESSES + String.join("", values));
  }

  /** A header with its true length. */
  public static byte[] whole(String command, String family, String rest) {
    byte[] body = bytes(rest);
    return bytes(
        SIGNATURE + command + family + HexFormat.of().toHexDigits((short) body.length), body);
  }

  /** A value of some type with its true length. */
  public static String value(int type, String hex) {
    return HexFormat.of().toHexDigits((byte) type)
        + HexFormat.of().toHexDigits((short) bytes(hex).length)
        + hex;
  }

  /** Text as bytes. */
  public static String text(String text) {
    return HexFormat.of().formatHex(text.getBytes(US_ASCII)) + " ";
  }

  /** Bytes from hexadecimal digits, which may have spaces between them. */
  public static byte[] bytes(String hex, byte[]... more) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(HexFormat.of().parseHex(hex.replace(" ", "")));
    for (byte[] bytes : more) {
      all.writeBytes(bytes);
    }
    return all.toByteArray();
  }

  /** A header of a client over IPv4 with the checksum that it should have, or another. */
  public static byte[] checksummed(int change) {
    byte[] header = header(value(0x03, "00000000"));
    var crc = new CRC32C();
    crc.update(header);
    ByteBuffer.wrap(header).putInt(header.length - 4, (int) crc.getValue() + change);
    return header;
  }
}
