package io.weir.amqp091.connection;

/**
 * How far a connection has come (2.2.4).
 *
 * <pre>
 *   Greeting --header--> Shaking --open--> Running --close--> Leaving --close-ok--> Over
 *                            \                \                 \
 *                             `--------refused-`----------------`--> Closing --close-ok--> Over
 * </pre>
 */
sealed interface ConnectionState {

  /** The client is to send a protocol header. */
  record Greeting() implements ConnectionState {}

  /** The two sides get to know each other. */
  record Shaking(Handshake handshake) implements ConnectionState {}

  /** A virtual host is open. */
  record Running(Channels channels) implements ConnectionState {}

  /** The gateway stops: what has begun is finished, and nothing else begins. */
  record Draining(Channels channels) implements ConnectionState {}

  /**
   * The client has said that it goes; it hears that it may when all is done that it has asked for.
   */
  record Leaving(Channels channels) implements ConnectionState {}

  /**
   * The client was told that it has to go, and is to answer.
   *
   * @param reason for the log
   */
  record Closing(String reason) implements ConnectionState {}

  /** Nothing comes and nothing goes any more. */
  record Over() implements ConnectionState {}
}
