package io.weir.amqp091.connection;

import io.weir.amqp091.codec.ConnectionMethod;
import io.weir.amqp091.codec.ShortString;
import io.weir.amqp091.command.Loop;

/**
 * Slows down a client that publishes more than it may: for a while it is not listened to. Where
 * that is not over at once, it is told so ({@code connection.blocked}), if it wants to be.
 */
final class Brake {
  /**
   * A shorter pause is the ordinary pace of a limit, and nothing that anybody should be told of.
   */
  private static final long UNSAID_MILLIS = 100;

  private static final long NONE = -1;

  private final Loop loop;
  private final Intake intake;
  private final Output output;
  private boolean isTold;
  private boolean said;
  private long timer = NONE;

  Brake(Loop loop, Intake intake, Output output) {
    this.loop = loop;
    this.intake = intake;
    this.output = output;
  }

  /**
   * @param isTold whether the client wants to be told of pauses
   */
  void tells(boolean isTold) {
    this.isTold = isTold;
  }

  /**
   * Pauses the client; a pause that lasts is not made shorter, and begins anew.
   *
   * @param reason for the client to read
   */
  void hold(long millis, String reason) {
    intake.pause();
    if (millis >= UNSAID_MILLIS && isTold && !said) {
      said = true;
      output.method(0, new ConnectionMethod.Blocked(ShortString.cut(reason)));
    }
    loop.cancel(timer);
    timer = loop.after(millis, this::release);
  }

  private void release() {
    timer = NONE;
    if (said) {
      said = false;
      output.method(0, new ConnectionMethod.Unblocked());
    }
    intake.resume();
  }

  /** Listens to the client again, and says nothing more. */
  void close() {
    loop.cancel(timer);
    intake.resume();
  }
}
