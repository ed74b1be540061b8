package io.weir.bench.server;

/** A benchmark cannot go on; the message is a sentence for the person who started it. */
public final class BenchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What happened, and what to do about it. */
  public BenchException(String message) {
    super(message);
  }

  /** What happened, and what to do about it. */
  public BenchException(String message, Throwable cause) {
    super(message, cause);
  }
}
