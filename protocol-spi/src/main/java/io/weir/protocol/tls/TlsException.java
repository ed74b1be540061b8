package io.weir.protocol.tls;

/** Files that TLS cannot be made of; the message is a sentence that names the file. */
public final class TlsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TlsException(String message) {
    super(message, null, false, false);
  }
}
