package io.weir.protocol;

import java.time.Duration;

/**
 * What one connection may take. A connection that goes past a bound ends, with the reason in the
 * log; nobody else notices.
 *
 * @param maxFrameBytes the largest request or frame
 * @param maxUnansweredBytes bytes of requests taken and not yet answered, past which its socket is
 *     not read
 * @param maxUnsentBytes bytes of answers its client has not read, past which its socket is not read
 *     and nothing is fetched
 * @param idle without a byte in either direction for so long, a connection ends; the clock stands
 *     still while requests are unanswered, for then the client waits for Weir
 * @param frameTime a frame that has begun is complete within so long (one who sends a byte a
 *     second); the clock stands still while the socket is not read
 * @param writeTime a client that takes none of its answers for so long is gone
 */
public record ConnectionBounds(
    int maxFrameBytes,
    int maxUnansweredBytes,
    int maxUnsentBytes,
    Duration idle,
    Duration frameTime,
    Duration writeTime) {

  public static final ConnectionBounds DEFAULT =
      new ConnectionBounds(
          100 * 1024 * 1024,
          32 * 1024 * 1024,
          32 * 1024 * 1024,
          Duration.ofMinutes(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60));
}
