package io.weir.amqp091.codec;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that a peer must not send. The connection they came on is to be closed with {@code
 * connection.close}, of which this says the fields; the message is a sentence without its end.
 */
public final class ProtocolFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ReplyCode code;
  private final @Nullable MethodId method;

  ProtocolFault(ReplyCode code, @Nullable MethodId method, String message) {
    // Without stack trace: what is wrong is in the bytes, not in the code that read them.
    super(message, null, false, false);
    this.code = code;
    this.method = method;
  }

  /** What cannot be decoded. */
  static ProtocolFault frameError(@Nullable MethodId method, String message) {
    return new ProtocolFault(ReplyCode.FRAME_ERROR, method, message);
  }

  /** What can, and says something that there is not. */
  static ProtocolFault syntaxError(@Nullable MethodId method, String message) {
    return new ProtocolFault(ReplyCode.SYNTAX_ERROR, method, message);
  }

  /** What was to come later, or never. */
  static ProtocolFault unexpectedFrame(@Nullable MethodId method, String message) {
    return new ProtocolFault(ReplyCode.UNEXPECTED_FRAME, method, message);
  }

  /** One that always closes the connection. */
  public ReplyCode code() {
    return code;
  }

  /** The method at fault, or null where there is none. */
  public @Nullable MethodId method() {
    return method;
  }

  /** The method to answer with, on channel 0. */
  public ConnectionMethod.Close close() {
    return new ConnectionMethod.Close(
        code.code(),
        code.text(String.valueOf(getMessage())),
        method == null ? 0 : method.classId(),
        method == null ? 0 : method.methodId());
  }
}
