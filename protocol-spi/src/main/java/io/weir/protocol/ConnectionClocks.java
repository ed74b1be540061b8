package io.weir.protocol;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a connection has been idle, in the middle of a frame, or stuck with unsent bytes. Time
 * comes in ticks from outside, so that one timer serves all connections of a loop and a byte costs
 * no look at a clock.
 */
public final class ConnectionClocks {
  /**
   * How long to read on, to no purpose, after the last byte was sent: closing a socket with bytes
   * unread resets it, and the client may lose the answer that told it why.
   */
  private static final long LINGER_NANOS = 1_000_000_000L;

  private final ConnectionBounds bounds;
  private boolean received;
  private boolean inFrame;
  private long idleNanos;
  private long frameNanos;
  private long stuckNanos;
  private long sentBefore;
  private boolean lingering;
  private long lingeredNanos;

  public ConnectionClocks(ConnectionBounds bounds) {
    this.bounds = bounds;
  }

  /** How often to tick: often enough that a bound is overstepped by a quarter at most. */
  public static Duration interval(ConnectionBounds bounds) {
    long shortest =
        Math.min(
            bounds.idle().toMillis(),
            Math.min(bounds.frameTime().toMillis(), bounds.writeTime().toMillis()));
    return Duration.ofMillis(Math.clamp(shortest / 4, 5, 1_000));
  }

  /** Bytes came in. */
  public void received() {
    received = true;
  }

  /** A frame has begun and is not complete, or is. */
  public void frameIncomplete(boolean incomplete) {
    if (!incomplete) {
      frameNanos = 0;
    }
    inFrame = incomplete;
  }

  /** A frame is complete; another may have begun. */
  public void frameCompleted() {
    frameNanos = 0;
  }

  /**
   * Lets time pass.
   *
   * @param reading whether the socket is read
   * @param busy whether the client waits for an answer
   * @param unsent whether bytes wait to be sent
   * @param sent a number that changes whenever the client takes bytes
   * @return the sentence that ends the connection, or null while it may go on
   */
  public @Nullable String tick(
      long nanos, boolean reading, boolean busy, boolean unsent, long sent) {
    boolean sending = sent != sentBefore;
    sentBefore = sent;
    idleNanos = received || sending || busy ? 0 : idleNanos + nanos;
    stuckNanos = sending || !unsent ? 0 : stuckNanos + nanos;
    if (inFrame && reading) {
      frameNanos += nanos;
    }
    received = false;
    if (stuckNanos > bounds.writeTime().toNanos()) {
      return "its client has taken none of its answers for " + seconds(bounds.writeTime());
    }
    if (inFrame && frameNanos > bounds.frameTime().toNanos()) {
      return "a frame was not complete within " + seconds(bounds.frameTime());
    }
    if (idleNanos > bounds.idle().toNanos()) {
      return "idle for " + seconds(bounds.idle());
    }
    return null;
  }

  /**
   * Lets time pass for a connection that has sent its last byte and reads on. The first tick of
   * these does not count: most of it may have been over before.
   *
   * @return whether it has read on for long enough
   */
  boolean hasLingered(long nanos) {
    if (lingering) {
      lingeredNanos += nanos;
    }
    lingering = true;
    return lingeredNanos > LINGER_NANOS;
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }
}
