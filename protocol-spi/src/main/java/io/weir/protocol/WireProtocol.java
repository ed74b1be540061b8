package io.weir.protocol;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How connections of well-known protocols begin, so that the log can say what came to a port where
 * something else is spoken.
 */
public enum WireProtocol {
  TLS("TLS", "\26\3"),
  HTTP("HTTP", "GET ", "POST", "PUT ", "HEAD", "DELE", "PATC", "OPTI", "TRAC", "CONN"),
  HTTP_2("HTTP/2", "PRI "),
  AMQP("AMQP", "AMQP"),
  MQTT("MQTT", "\20?\0\4", "\20?\0\6"),
  SSH("SSH", "SSH-"),
  KAFKA("Kafka's protocol", "\0???\0?\0?");

  /** As many bytes as the longest beginning has. */
  static final int TELLING_BYTES = 8;

  private final String spoken;
  private final String[] beginnings;

  /**
   * @param beginnings a character is a byte, and a question mark any byte
   */
  WireProtocol(String spoken, String... beginnings) {
    this.spoken = spoken;
    this.beginnings = beginnings;
  }

  /**
   * Continues a sentence about bytes that are not of a port's own protocol: "; it looks like TLS",
   * or nothing where they look like none that is known, or like the port's own.
   *
   * @param own the port's own protocol, or null if that is none of these
   * @param first how the connection begins, one character for each byte; eight tell all
   */
  public static String hint(@Nullable WireProtocol own, String first) {
    return Stream.of(values())
        .filter(protocol -> protocol != own && protocol.hasBegun(first))
        .map(protocol -> "; it looks like " + protocol.spoken)
        .findFirst()
        .orElse("");
  }

  private boolean hasBegun(String first) {
    return Stream.of(beginnings).anyMatch(beginning -> matches(beginning, first));
  }

  private static boolean matches(String beginning, String first) {
    if (first.length() < beginning.length()) {
      return false;
    }
    for (int i = 0; i < beginning.length(); i++) {
      if (beginning.charAt(i) != '?' && beginning.charAt(i) != first.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
