package io.weir.protocol.proxy;

/** What came is no header of the PROXY protocol that may be taken; the message says why. */
public final class ProxyHeaderException extends Exception {
  private static final long serialVersionUID = 1L;

  ProxyHeaderException(String message) {
    super(message, null, false, false);
  }
}
