package io.weir.protocol;

import java.net.UnknownHostException;
import java.util.Locale;

/**
 * A port could not be opened. The message is a sentence for the operator: which one, why, and what
 * to do.
 */
public final class ListenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private ListenException(String message, Throwable cause) {
    super(message, cause, false, false);
  }

  /**
   * Puts a failed bind into words.
   *
   * @param protocol its name, the key under {@code ports} in {@code weir.yaml}
   */
  public static ListenException of(String protocol, Listener listener, Throwable cause) {
    String what =
        "%s cannot listen on %s port %d (listener '%s'): "
            .formatted(protocol, listener.host(), listener.port(), listener.name());
    return new ListenException(what + advice(protocol, listener, cause), cause);
  }

  private static String advice(String protocol, Listener listener, Throwable cause) {
    String told = String.valueOf(cause.getMessage());
    String lower = told.toLowerCase(Locale.ROOT);
    if (lower.contains("address already in use")) {
      return "another program has this port. Stop that program, or choose another port: --listen %s=%s:PORT, or ports.%s in weir.yaml"
          .formatted(protocol, listener.host(), protocol);
    }
    if (lower.contains("permission denied")) {
      return "this user may not open it. Choose a port above 1023, or give the process the right to open it";
    }
    if (lower.contains("cannot assign requested address")
        || cause instanceof UnknownHostException) {
      return "this machine has no such address. Set bind to one that it has, for example 127.0.0.1";
    }
    return told;
  }
}
