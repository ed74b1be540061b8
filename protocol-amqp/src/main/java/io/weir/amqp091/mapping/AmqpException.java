package io.weir.amqp091.mapping;

import io.weir.amqp091.codec.ReplyCode;
import io.weir.core.failure.Failure;

/**
 * Why something that a client asked for is not done: a reply code, which says whether its channel
 * or its connection ends with that, and a sentence without its end.
 */
public final class AmqpException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ReplyCode code;

  public AmqpException(ReplyCode code, String sentence) {
    // Without stack trace: these are answers, and where they were made says nothing.
    super(sentence, null, false, false);
    this.code = code;
  }

  public static AmqpException notFound(String sentence) {
    return new AmqpException(ReplyCode.NOT_FOUND, sentence);
  }

  public static AmqpException accessRefused(String sentence) {
    return new AmqpException(ReplyCode.ACCESS_REFUSED, sentence);
  }

  public static AmqpException locked(String sentence) {
    return new AmqpException(ReplyCode.RESOURCE_LOCKED, sentence);
  }

  public static AmqpException precondition(String sentence) {
    return new AmqpException(ReplyCode.PRECONDITION_FAILED, sentence);
  }

  public static AmqpException notAllowed(String sentence) {
    return new AmqpException(ReplyCode.NOT_ALLOWED, sentence);
  }

  public static AmqpException notImplemented(String sentence) {
    return new AmqpException(ReplyCode.NOT_IMPLEMENTED, sentence);
  }

  public static AmqpException channelError(String sentence) {
    return new AmqpException(ReplyCode.CHANNEL_ERROR, sentence);
  }

  /** What came of a call into the core, where it is no defect; that is thrown on. */
  public static AmqpException of(Throwable cause) {
    return switch (cause) {
      case AmqpException known -> known;
      case Failure failure -> new AmqpException(code(failure), sentence(failure));
      case RuntimeException defect -> throw defect;
      case Error defect -> throw defect;
      default -> throw new IllegalStateException(cause);
    };
  }

  /**
   * The one place where failures become reply codes. What may be tried again, or needs something to
   * go first, ends a channel and never the connection.
   */
  private static ReplyCode code(Failure failure) {
    return switch (failure) {
      case Failure.UnknownTopic e -> ReplyCode.NOT_FOUND;
      case Failure.Denied e -> ReplyCode.ACCESS_REFUSED;
      case Failure.TopicExists e -> ReplyCode.PRECONDITION_FAILED;
      case Failure.InvalidRequest e -> ReplyCode.PRECONDITION_FAILED;
      case Failure.Throttled e -> ReplyCode.PRECONDITION_FAILED;
      case Failure.LimitReached e -> ReplyCode.PRECONDITION_FAILED;
      case Failure.TooLarge e -> ReplyCode.PRECONDITION_FAILED;
      case Failure.CorruptBatch e -> ReplyCode.PRECONDITION_FAILED;
      case Failure.InvalidBatch e -> ReplyCode.PRECONDITION_FAILED;
      case Failure.OffsetOutOfRange e -> ReplyCode.PRECONDITION_FAILED;
      case Failure.OutOfOrderSequence e -> ReplyCode.PRECONDITION_FAILED;
      case Failure.Fenced e -> ReplyCode.PRECONDITION_FAILED;
      case Failure.InvalidTransaction e -> ReplyCode.PRECONDITION_FAILED;
      case Failure.StorageFull e -> ReplyCode.PRECONDITION_FAILED;
      case Failure.CorruptData e -> ReplyCode.INTERNAL_ERROR;
      case Failure.Unavailable e -> ReplyCode.INTERNAL_ERROR;
      case Failure.Unsupported e -> ReplyCode.NOT_IMPLEMENTED;
    };
  }

  private static String sentence(Failure failure) {
    return String.valueOf(failure.getMessage());
  }

  public ReplyCode code() {
    return code;
  }

  /** What the client reads beside the number. */
  public String text() {
    return code.text(String.valueOf(getMessage()));
  }
}
