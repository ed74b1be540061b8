package io.weir.kafka.codec;

/**
 * Bytes that no Kafka client sends. The connection they came on ends; the message, a sentence, goes
 * to the log.
 */
public final class MalformedFrameException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedFrameException(String message) {
    // Without stack trace: what is wrong is in the bytes, not in the code that read them.
    super(message, null, false, false);
  }
}
