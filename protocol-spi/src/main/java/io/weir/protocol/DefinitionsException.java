package io.weir.protocol;

/** A file does not hold a broker's definitions. The message is a sentence without an end. */
public final class DefinitionsException extends Exception {
  private static final long serialVersionUID = 1L;

  public DefinitionsException(String message) {
    super(message);
  }
}
