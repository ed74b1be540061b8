package io.weir.protocol.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.weir.core.place.Cidr;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Version 1: a line of text (section 2.1). */
final class TextHeader {
  /** The longest line that the specification knows, with its end. */
  static final int MAX_BYTES = 107;

  private static final Pattern PORT = Pattern.compile("0|[1-9][0-9]{0,4}");
  private static final int MAX_PORT = 65_535;

  private TextHeader() {}

  static @Nullable ProxyHeader read(ByteBuf in) throws ProxyHeaderException {
    int searched = Math.min(in.readableBytes(), MAX_BYTES);
    int end = in.indexOf(in.readerIndex(), in.readerIndex() + searched, (byte) '\n');
    if (end < 0) {
      if (searched == MAX_BYTES) {
        throw new ProxyHeaderException(
            "a PROXY header of version 1 was not over after " + MAX_BYTES + " bytes");
      }
      return null;
    }
    String line = in.toString(in.readerIndex(), end - in.readerIndex(), ISO_8859_1);
    if (!line.endsWith("\r")) {
      throw broken();
    }
    ProxyHeader header = parse(line.substring(0, line.length() - 1));
    in.readerIndex(end + 1);
    return header;
  }

  private static ProxyHeader parse(String line) throws ProxyHeaderException {
    String[] parts = line.split(" ", -1);
    if (parts[1].equals("UNKNOWN")) {
      return new ProxyHeader.HealthCheck();
    }
    boolean isIpv6 = parts[1].equals("TCP6");
    if (parts.length != 6 || !isIpv6 && !parts[1].equals("TCP4")) {
      throw broken();
    }
    return new ProxyHeader.Client(
        new InetSocketAddress(address(parts[2], isIpv6), port(parts[4])),
        new InetSocketAddress(address(parts[3], isIpv6), port(parts[5])),
        null,
        null,
        null,
        null);
  }

  private static InetAddress address(String text, boolean isIpv6) throws ProxyHeaderException {
    if (isIpv6 != text.indexOf(':') >= 0 || text.indexOf('/') >= 0) {
      throw broken();
    }
    try {
      return Cidr.parse(text).network();
    } catch (IllegalArgumentException e) {
      throw broken();
    }
  }

  private static int port(String text) throws ProxyHeaderException {
    if (!PORT.matcher(text).matches() || Integer.parseInt(text) > MAX_PORT) {
      throw broken();
    }
    return Integer.parseInt(text);
  }

  private static ProxyHeaderException broken() {
    return new ProxyHeaderException("a PROXY header of version 1 is not as that has it");
  }
}
