package io.weir.gateway.config;

/** A host and a port, written like {@code kafka.example.com:9093}. */
public record Authority(String host, int port) {

  /**
   * Reads {@code host:port}; an IPv6 address stands in brackets.
   *
   * @throws IllegalArgumentException with a sentence that says what is expected
   */
  public static Authority parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    String port = text.substring(colon + 1);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (host.isEmpty() || (host.indexOf(':') >= 0 && !bracketed) || !port.matches("[0-9]{1,5}")) {
      throw expected(text);
    }
    int number = Integer.parseInt(port);
    if (number > 65_535) {
      throw expected(text);
    }
    return new Authority(bracketed ? host.substring(1, host.length() - 1) : host, number);
  }

  private static IllegalArgumentException expected(String text) {
    return new IllegalArgumentException(
        "expected host:port, for example 127.0.0.1:9092, found '" + text + "'");
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
