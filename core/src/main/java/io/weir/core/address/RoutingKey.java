package io.weir.core.address;

import java.util.function.UnaryOperator;

/**
 * An address as an AMQP 0-9-1 routing key: the address's levels joined by dots; {@code
 * sensors.room1.temp} and the MQTT topic {@code sensors/room1/temp} are one address. A dot within a
 * level is written {@code %2E} in a routing key, a "/" within a word {@code %2F} in an address.
 *
 * <p>A bijection between all addresses and all well-formed texts. Routing keys are at most 255
 * bytes long; whoever sends one checks that.
 */
public final class RoutingKey {
  private static final Escapes DOTS = PercentCodes.escaping(".");
  private static final Escapes SLASHES = PercentCodes.escaping("/");

  private RoutingKey() {}

  /** The address of a routing key. */
  public static Address parse(String routingKey) {
    return RootedAddress.parse(
        convert(routingKey, '.', '/', word -> SLASHES.escape(DOTS.unescape(word))));
  }

  /** The routing key of an address. */
  public static String of(Address address) {
    return convert(
        RootedAddress.text(address), '/', '.', level -> DOTS.escape(SLASHES.unescape(level)));
  }

  private static String convert(
      String text, char divider, char other, UnaryOperator<String> piece) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    int from = 0;
    int end = text.indexOf(divider);
    while (end >= 0) {
      out.append(piece.apply(text.substring(from, end))).append(other);
      from = end + 1;
      end = text.indexOf(divider, from);
    }
    return out.append(piece.apply(text.substring(from))).toString();
  }
}
