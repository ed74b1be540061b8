package io.weir.protocol.proxy;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Version 2: addresses in binary, then a list of what else is known (section 2.2). */
final class BinaryHeader {
  /** The most that may follow the first bytes; a client's certificate has room in it. */
  static final int MAX_LENGTH = 8 * 1024;

  private static final int COMMAND_AT = 12;
  private static final int FAMILY_AT = 13;
  private static final int LENGTH_AT = 14;
  private static final int START = 16;

  private static final int LOCAL = 0x20;
  private static final int PROXY = 0x21;
  private static final int TCP_IPV4 = 0x11;
  private static final int TCP_IPV6 = 0x21;

  private BinaryHeader() {}

  static @Nullable ProxyHeader read(ByteBuf in) throws ProxyHeaderException {
    int start = in.readerIndex();
    int readable = in.readableBytes();
    if (readable > COMMAND_AT) {
      int command = in.getUnsignedByte(start + COMMAND_AT);
      if (command != LOCAL && command != PROXY) {
        throw new ProxyHeaderException("a PROXY header has an unknown version or command");
      }
    }
    if (readable < START) {
      return null;
    }
    int length = in.getUnsignedShort(start + LENGTH_AT);
    if (length > MAX_LENGTH) {
      throw new ProxyHeaderException(
          "a PROXY header of " + length + " bytes is longer than " + MAX_LENGTH);
    }
    if (readable < START + length) {
      return null;
    }
    ProxyHeader header = whole(in.slice(start, START + length));
    in.skipBytes(START + length);
    return header;
  }

  private static ProxyHeader whole(ByteBuf header) throws ProxyHeaderException {
    if (header.getUnsignedByte(COMMAND_AT) == LOCAL) {
      // Whatever else it says is to be left alone.
      return new ProxyHeader.HealthCheck();
    }
    int addressBytes =
        switch (header.getUnsignedByte(FAMILY_AT)) {
          case TCP_IPV4 -> 4;
          case TCP_IPV6 -> 16;
          default ->
              throw new ProxyHeaderException(
                  "a PROXY header tells of something else than a TCP connection");
        };
    ByteBuf rest = header.slice(START, header.readableBytes() - START);
    if (rest.readableBytes() < 2 * addressBytes + 4) {
      throw new ProxyHeaderException("a PROXY header ends within its addresses");
    }
    InetAddress source = address(rest, addressBytes);
    InetAddress destination = address(rest, addressBytes);
    var client = new InetSocketAddress(source, rest.readUnsignedShort());
    var reached = new InetSocketAddress(destination, rest.readUnsignedShort());
    HeaderValues values = HeaderValues.read(rest);
    if (values.checksum() >= 0) {
      verify(header, START + 2 * addressBytes + 4 + values.checksum(), values.checksumSaid());
    }
    return new ProxyHeader.Client(
        client, reached, values.endpoint(), values.authority(), values.uniqueId(), values.tls());
  }

  private static InetAddress address(ByteBuf from, int length) {
    byte[] bytes = new byte[length];
    from.readBytes(bytes);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }

  /** The checksum is over the header with zeros in its own place (section 2.2.3). */
  private static void verify(ByteBuf header, int at, int said) throws ProxyHeaderException {
    byte[] bytes = new byte[header.readableBytes()];
    header.getBytes(0, bytes);
    for (int i = 0; i < Integer.BYTES; i++) {
      bytes[at + i] = 0;
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    if ((int) crc.getValue() != said) {
      throw new ProxyHeaderException("a PROXY header does not have the checksum that it says");
    }
  }
}
