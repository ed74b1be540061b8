package io.weir.amqp091.connection;

import io.weir.protocol.ConnectionContext;

/**
 * What was taken from the client and is not done yet. Past the connection's bound, and while it is
 * paused, the client is not listened to: what it sends waits on its own side.
 */
final class Intake {
  private final ConnectionContext context;
  private final int bound;
  private long taken;
  private int pause;

  Intake(ConnectionContext context) {
    this.context = context;
    this.bound = context.listener().bounds().maxUnansweredBytes();
  }

  /** Something was taken that takes so much memory until it is done. */
  void taken(int bytes) {
    taken += bytes;
    context.taken(bytes);
  }

  /** The counterpart of {@link #taken}. */
  void done(int bytes) {
    taken -= bytes;
    context.answered(bytes);
  }

  /** Listens no more, until {@link #resume}. Idempotent. */
  void pause() {
    if (pause == 0) {
      pause = Math.min(bound, Integer.MAX_VALUE - 1) + 1;
      taken(pause);
    }
  }

  /** Listens again. Idempotent. */
  void resume() {
    if (pause > 0) {
      done(pause);
      pause = 0;
    }
  }

  /** Whether what the client sends is read now. */
  boolean isListening() {
    return taken <= bound && context.hasRoom();
  }
}
