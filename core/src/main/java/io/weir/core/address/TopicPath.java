package io.weir.core.address;

/**
 * An address as an MQTT topic: levels divided by "/", the first one the topic, the rest the key;
 * {@code sensors/room1/temp} is the key {@code room1/temp} in {@code sensors}. An MQTT topic cannot
 * hold {@code +}, {@code #} and U+0000; there they are written {@code %2B}, {@code %23} and {@code
 * %00}. Topics whose first level is no topic name, like {@code /a} and {@code $SYS/x}, are keys of
 * the topic {@code weir-root}.
 *
 * <p>A bijection between all addresses and all texts without these characters; the empty text
 * stands for an address that MQTT has no topic for.
 */
public final class TopicPath {
  private static final Escapes WILDCARDS = PercentCodes.escaping("+#\0");

  private TopicPath() {}

  /** The address of an MQTT topic, which holds no wildcards. */
  public static Address parse(String path) {
    return RootedAddress.parse(WILDCARDS.unescape(path));
  }

  /** The MQTT topic of an address. */
  public static String of(Address address) {
    return WILDCARDS.escape(RootedAddress.text(address));
  }
}
