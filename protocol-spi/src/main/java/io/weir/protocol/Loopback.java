package io.weir.protocol;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What is this machine and nothing else. Judged by the text alone, never by a name server: a name
 * that somebody else makes point here is not loopback.
 */
public final class Loopback {
  private static final Pattern IPV4 = Pattern.compile("127(\\.[0-9]{1,3}){3}");
  private static final Pattern PORT = Pattern.compile(":[0-9]{0,5}$");

  private Loopback() {}

  /** Whether a host name or address means this machine: localhost, 127.0.0.0/8, ::1. */
  public static boolean isHost(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || name.equals("::1")
        || IPV4.matcher(name).matches();
  }

  /**
   * Whether a host with or without a port, as in HTTP's Host, means this machine; an IPv6 address
   * is in brackets.
   */
  public static boolean isAuthority(String authority) {
    String host = PORT.matcher(authority).replaceFirst("");
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return bracketed ? host.equals("[::1]") : host.indexOf(':') < 0 && isHost(host);
  }
}
