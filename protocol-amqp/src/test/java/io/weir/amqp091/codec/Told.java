package io.weir.amqp091.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a decoder tells; of bodies the bytes. */
final class Told implements FrameHandler {
  static final String HEARTBEAT = "heartbeat";

  /**
   * @param what a method, a content header, the bytes of a body, or {@link #HEARTBEAT}
   */
  record Frame(int channel, Object what) {}

  final List<Frame> frames = new ArrayList<>();

  @Override
  public void method(int channel, Method method) {
    frames.add(new Frame(channel, method));
  }

  @Override
  public void contentHeader(int channel, ContentHeader header) {
    frames.add(new Frame(channel, header));
  }

  @Override
  public void body(int channel, ByteBuf body) {
    frames.add(new Frame(channel, new ByteString(ByteBufUtil.getBytes(body))));
    body.release();
  }

  @Override
  public void heartbeat() {
    frames.add(new Frame(0, HEARTBEAT));
  }

  /** What one whole stream tells. */
  static List<Frame> of(byte[] stream) {
    Told told = new Told();
    try (FrameDecoder decoder = new FrameDecoder(told)) {
      decoder.frameMax(1 << 20);
      decoder.decode(Unpooled.wrappedBuffer(stream));
    }
    return told.frames;
  }
}
