package io.weir.amqp091.codec;

/**
 * Why a channel or connection is closed, or a message returned (1.2): the specification's constants
 * as RabbitMQ has them.
 */
public enum ReplyCode {
  /** Nothing is wrong. */
  REPLY_SUCCESS(200, Scope.NOTHING),
  CONTENT_TOO_LARGE(311, Scope.CHANNEL),
  /** In {@code basic.return}: no queue takes the message. */
  NO_ROUTE(312, Scope.CHANNEL),
  NO_CONSUMERS(313, Scope.CHANNEL),
  /** An operator, or the end of the server, closes the connection. */
  CONNECTION_FORCED(320, Scope.CONNECTION),
  INVALID_PATH(402, Scope.CONNECTION),
  ACCESS_REFUSED(403, Scope.CHANNEL),
  NOT_FOUND(404, Scope.CHANNEL),
  RESOURCE_LOCKED(405, Scope.CHANNEL),
  PRECONDITION_FAILED(406, Scope.CHANNEL),
  /** A frame that cannot be decoded. */
  FRAME_ERROR(501, Scope.CONNECTION),
  /** A frame of which a field has a value that there is not. */
  SYNTAX_ERROR(502, Scope.CONNECTION),
  /** A method that there is not, or not from this side. */
  COMMAND_INVALID(503, Scope.CONNECTION),
  CHANNEL_ERROR(504, Scope.CONNECTION),
  /** A frame where another was to come. */
  UNEXPECTED_FRAME(505, Scope.CONNECTION),
  RESOURCE_ERROR(506, Scope.CONNECTION),
  NOT_ALLOWED(530, Scope.CONNECTION),
  NOT_IMPLEMENTED(540, Scope.CONNECTION),
  INTERNAL_ERROR(541, Scope.CONNECTION);

  private enum Scope {
    NOTHING,
    CHANNEL,
    CONNECTION
  }

  private final int code;
  private final Scope scope;

  ReplyCode(int code, Scope scope) {
    this.code = code;
    this.scope = scope;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /** Whether it ends the connection; else only the channel, if anything. */
  public boolean closesConnection() {
    return scope == Scope.CONNECTION;
  }

  /**
   * What a client reads beside the number, in RabbitMQ's form: {@code NOT_FOUND - no queue 'q'}.
   *
   * @param sentence cut where the whole would be longer than a short string may be
   */
  public String text(String sentence) {
    return ShortString.cut(name() + " - " + sentence);
  }
}
