package io.weir.amqp091.connection;

import io.weir.amqp091.codec.ConnectionMethod;
import io.weir.amqp091.codec.FrameDecoder;
import io.weir.amqp091.mapping.AmqpException;
import io.weir.protocol.ConnectionBounds;

/**
 * What the two sides agree upon (1.4.2.5), as RabbitMQ proposes and checks it.
 *
 * @param channelMax how many channels may be open at once
 * @param frameMax the largest frame in bytes, all of it
 * @param heartbeat in seconds; 0 is none
 */
record Tuning(int channelMax, int frameMax, int heartbeat) {
  private static final int CHANNELS = 2047;
  private static final int FRAME_BYTES = 128 * 1024;
  private static final int HEARTBEAT_SECONDS = 60;

  /** What is proposed to a client. */
  static Tuning proposed(ConnectionBounds bounds) {
    int frameMax = Math.min(FRAME_BYTES, bounds.maxFrameBytes());
    return new Tuning(CHANNELS, Math.max(FrameDecoder.MIN_FRAME_MAX, frameMax), HEARTBEAT_SECONDS);
  }

  ConnectionMethod.Tune toMethod() {
    return new ConnectionMethod.Tune(channelMax, frameMax, heartbeat);
  }

  /**
   * What holds once the client has answered.
   *
   * @throws AmqpException if it wants more than was proposed, or less than there must be
   */
  Tuning agree(ConnectionMethod.TuneOk answer) {
    check("frame_max", FrameDecoder.MIN_FRAME_MAX, frameMax, answer.frameMax());
    check("channel_max", 1, channelMax, answer.channelMax());
    return new Tuning(answer.channelMax(), (int) answer.frameMax(), answer.heartbeat());
  }

  /** 0 means no limit, which is more than any. */
  private static void check(String what, int least, int most, long asked) {
    if (asked == 0 || asked > most) {
      throw AmqpException.notAllowed(
          "negotiated %s = %d%s is higher than the maximum allowed value (%d)"
              .formatted(what, asked, asked == 0 ? " (no limit)" : "", most));
    }
    if (asked < least) {
      throw AmqpException.notAllowed(
          "negotiated %s = %d is lower than the minimum allowed value (%d)"
              .formatted(what, asked, least));
    }
  }
}
