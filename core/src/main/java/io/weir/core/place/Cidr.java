package io.weir.core.place;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A range of addresses: those that agree with a network address in their first bits (RFC 4632, RFC
 * 4291).
 *
 * @param network the first address of the range; its bits after the prefix are 0
 * @param prefix how many bits agree, up to 32 for IPv4 and 128 for IPv6
 */
public record Cidr(InetAddress network, int prefix) {
  private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
  private static final Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,2}");

  public Cidr {
    int bits = network.getAddress().length * 8;
    if (prefix < 0 || prefix > bits) {
      throw new IllegalArgumentException(
          "'%s/%d' is no range: a prefix has 0 to %d bits".formatted(text(network), prefix, bits));
    }
    InetAddress first = first(network, prefix);
    if (!first.equals(network)) {
      throw new IllegalArgumentException(
          "'%s/%d' is no range, for it has bits after its prefix; did you mean %s/%d?"
              .formatted(text(network), prefix, text(first), prefix));
    }
  }

  /**
   * Reads {@code 10.20.0.0/16} or {@code 2001:db8::/32}; an address alone is the range of this one
   * address. Names are not looked up.
   *
   * @throws IllegalArgumentException with a sentence that says what is expected
   */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    InetAddress network = address(slash < 0 ? text : text.substring(0, slash));
    String prefix = slash < 0 ? "" : text.substring(slash + 1);
    if (network == null || slash >= 0 && !PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "expected a range of addresses, for example 10.20.0.0/16 or 2001:db8::/32, found '"
              + text
              + "'");
    }
    return new Cidr(
        network, slash < 0 ? network.getAddress().length * 8 : Integer.parseInt(prefix));
  }

  /** The range of so many bits in which an address lies. */
  static Cidr around(InetAddress address, int prefix) {
    return new Cidr(first(address, prefix), prefix);
  }

  /** Whether an address lies in the range. One of another family never does. */
  public boolean contains(InetAddress address) {
    return address.getAddress().length == network.getAddress().length
        && first(address, prefix).equals(network);
  }

  private static @Nullable InetAddress address(String text) {
    try {
      if (IPV4.matcher(text).matches()) {
        return InetAddress.ofLiteral(text);
      }
      return text.indexOf(':') >= 0 && text.indexOf('%') < 0 ? Inet6Address.ofLiteral(text) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static InetAddress first(InetAddress address, int prefix) {
    byte[] bytes = address.getAddress();
    for (int i = 0; i < bytes.length; i++) {
      int kept = Math.clamp(prefix - 8L * i, 0, 8);
      bytes[i] &= (byte) (0xFF00 >> kept);
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }

  private static String text(InetAddress address) {
    return address.getHostAddress();
  }

  @Override
  public String toString() {
    return text(network) + "/" + prefix;
  }
}
