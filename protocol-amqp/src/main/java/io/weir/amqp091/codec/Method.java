package io.weir.amqp091.codec;

/**
 * What a peer asks, answers or tells (2.1): a record for each method of 0-9-1 as RabbitMQ has it,
 * with the arguments in their order on the wire. Immutable.
 *
 * <p>Arguments are of the same Java type wherever they are of the same wire type: {@code octet} and
 * {@code short} are {@code int}, {@code long} and {@code longlong} are {@code long} (the latter
 * without sign), {@code bit} is {@code boolean}, {@code longstr} is {@link ByteString}. A {@code
 * shortstr} is a {@link String} of at most 255 bytes of UTF-8, but a {@link ShortString} in methods
 * with content, in which RabbitMQ lets pass what is not UTF-8. Whoever makes a method keeps to
 * these ranges.
 */
public sealed interface Method
    permits AccessMethod,
        BasicMethod,
        ChannelMethod,
        ConfirmMethod,
        ConnectionMethod,
        ExchangeMethod,
        QueueMethod,
        TxMethod {

  /** Which one it is. */
  MethodId id();

  /** Writes the arguments, without the ids; nothing where there are none. */
  default void writeTo(ArgumentWriter out) {}

  /** Whether a content header, and a body if it is not empty, follow on the same channel. */
  default boolean hasContent() {
    return this instanceof BasicMethod.WithContent;
  }

  /** Whether whoever sends this waits for an answer. */
  default boolean isAnswered() {
    return this instanceof Synchronous<?> question && !question.noWait();
  }

  /**
   * A method that is answered with another on the same channel.
   *
   * @param <A> what answers it, besides a close of the channel or connection
   */
  interface Synchronous<A extends Method> {
    /** Whether the sender wants no answer this time. */
    default boolean noWait() {
      return false;
    }
  }
}
