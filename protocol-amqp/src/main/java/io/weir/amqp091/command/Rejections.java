package io.weir.amqp091.command;

/**
 * What a channel's client has rejected and is on its way to where dead letters go: who asks there
 * next, on this channel, is to find it. Used on the connection's loop.
 */
final class Rejections {
  private final OpenChannel channel;
  private int underWay;

  Rejections(OpenChannel channel) {
    this.channel = channel;
  }

  void begin() {
    underWay++;
  }

  void end() {
    underWay--;
    channel.advance();
  }

  boolean isIdle() {
    return underWay == 0;
  }
}
