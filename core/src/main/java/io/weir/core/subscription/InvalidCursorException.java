package io.weir.core.subscription;

/** The bytes are not those of a cursor. */
final class InvalidCursorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidCursorException(String message) {
    super(message);
  }
}
