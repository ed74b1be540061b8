package io.weir.tests.tenants;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a balancer says of who connects before its client speaks: a header of the PROXY protocol's
 * version 2, and which values the clouds put into it.
 *
 * @param source where the client is
 * @param reached the port that it reached, on this machine
 * @param values in their order
 */
record ProxyHeader(InetAddress source, int reached, List<Value> values) {
  // 2.2 of the PROXY protocol: what no other protocol begins with.
  private static final byte[] SIGNATURE = {
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
  };
  private static final byte PROXY = 0x21;
  private static final byte LOCAL = 0x20;
  private static final byte TCP_OVER_IPV4 = 0x11;
  private static final int CLIENTS_PORT = 56_324;

  /** One value: its type, then its bytes (section 2.2, "Type-Length-Value"). */
  record Value(int type, List<Byte> content) {
    private static Value of(int type, byte[]... parts) {
      List<Byte> content = new ArrayList<>();
      for (byte[] part : parts) {
        for (byte b : part) {
          content.add(b);
        }
      }
      return new Value(type, List.copyOf(content));
    }

    private void put(ByteBuffer header) {
      header.put((byte) type).putShort((short) content.size());
      content.forEach(header::put);
    }

    private int length() {
      return 3 + content.size();
    }
  }

  static ProxyHeader from(InetAddress source, int reached) {
    return new ProxyHeader(source, reached, List.of());
  }

  /** The same with more values. */
  ProxyHeader with(Value... more) {
    List<Value> all = new ArrayList<>(values);
    all.addAll(Arrays.asList(more));
    return new ProxyHeader(source, reached, List.copyOf(all));
  }

  /**
   * AWS, PrivateLink (docs.aws.amazon.com, Network Load Balancer, "Proxy protocol"): subtype 0x01,
   * then the id of the VPC endpoint as text.
   */
  static Value aws(String endpoint) {
    return Value.of(0xEA, new byte[] {0x01}, endpoint.getBytes(US_ASCII));
  }

  /**
   * Azure, Private Link (learn.microsoft.com, "Private Link service", "Getting connection
   * information"): subtype 0x01, then the link id as 4 bytes, the least significant first.
   */
  static Value azure(long link) {
    return Value.of(
        0xEE,
        new byte[] {
          0x01, (byte) link, (byte) (link >> 8), (byte) (link >> 16), (byte) (link >> 24)
        });
  }

  /**
   * Google Cloud, Private Service Connect ("View consumer connection information"): the connection
   * id as 8 bytes, the most significant first.
   */
  static Value gcp(long connection) {
    return Value.of(0xE0, ByteBuffer.allocate(8).putLong(connection).array());
  }

  /**
   * Alibaba Cloud, PrivateLink ("Obtain real client information"): subtype 0x02, then the id of the
   * endpoint as text.
   */
  static Value alibaba(String endpoint) {
    return Value.of(0xE1, new byte[] {0x02}, endpoint.getBytes(US_ASCII));
  }

  /** PP2_TYPE_AUTHORITY (section 2.2.2): the name that the client asked for in TLS. */
  static Value authority(String name) {
    return Value.of(0x02, name.getBytes(US_ASCII));
  }

  /**
   * PP2_TYPE_SSL (section 2.2.5): the client spoke TLS (PP2_CLIENT_SSL) and showed no certificate,
   * so that none was verified.
   */
  static Value tls() {
    return Value.of(0x20, new byte[] {0x01, 0, 0, 0, 1});
  }

  /**
   * The same with a certificate that was shown on this connection (PP2_CLIENT_CERT_CONN), verified
   * (0), and has this common name (PP2_SUBTYPE_SSL_CN).
   */
  static Value certified(String commonName) {
    byte[] name = commonName.getBytes(US_ASCII);
    byte[] inner = {0x22, 0, (byte) name.length};
    return Value.of(0x20, new byte[] {0x03, 0, 0, 0, 0}, inner, name);
  }

  byte[] bytes() {
    int length = 12 + values.stream().mapToInt(Value::length).sum();
    ByteBuffer header = ByteBuffer.allocate(SIGNATURE.length + 4 + length);
    header.put(SIGNATURE).put(PROXY).put(TCP_OVER_IPV4).putShort((short) length);
    header.put(source.getAddress()).put(InetAddress.getLoopbackAddress().getAddress());
    header.putShort((short) CLIENTS_PORT).putShort((short) reached);
    values.forEach(value -> value.put(header));
    return header.array();
  }

  /** The same said of the balancer itself (section 2.2, command LOCAL). */
  byte[] local() {
    byte[] header = bytes();
    header[SIGNATURE.length] = LOCAL;
    return header;
  }

  /** The same as a line (section 2.1, version 1), which has no values. */
  byte[] line() {
    return "PROXY TCP4 %s 127.0.0.1 %d %d\r\n"
        .formatted(source.getHostAddress(), CLIENTS_PORT, reached)
        .toUpperCase(Locale.ROOT)
        .getBytes(US_ASCII);
  }
}
