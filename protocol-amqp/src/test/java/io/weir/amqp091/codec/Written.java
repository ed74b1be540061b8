package io.weir.amqp091.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Consumer;

/** Bytes of frames, by the encoder or by hand. */
final class Written {
  private Written() {}

  static byte[] by(Consumer<FrameEncoder> writer) {
    try (FrameEncoder encoder = new FrameEncoder(UnpooledByteBufAllocator.DEFAULT)) {
      writer.accept(encoder);
      ByteBuf written = encoder.take();
      byte[] bytes = ByteBufUtil.getBytes(written);
      written.release();
      return bytes;
    }
  }

  /** The payload of a method's frame. */
  static byte[] payload(Method method) {
    ByteBuf out = Unpooled.buffer();
    out.writeShort(method.id().classId()).writeShort(method.id().methodId());
    ArgumentWriter writer = new ArgumentWriter();
    writer.begin(out);
    method.writeTo(writer);
    return ByteBufUtil.getBytes(out);
  }

  /** The payload of a content header's frame. */
  static byte[] payload(long bodySize, BasicProperties properties) {
    ByteBuf out = Unpooled.buffer();
    ArgumentWriter writer = new ArgumentWriter();
    writer.begin(out);
    ContentHeader.write(writer, bodySize, properties);
    return ByteBufUtil.getBytes(out);
  }

  static byte[] frame(int type, int channel, byte[] payload) {
    ByteBuf out = Unpooled.buffer();
    out.writeByte(type).writeShort(channel).writeInt(payload.length).writeBytes(payload);
    return ByteBufUtil.getBytes(out.writeByte(Frames.END));
  }

  /** A frame whose payload is given in hexadecimal digits. */
  static byte[] frame(int type, int channel, String payload) {
    return frame(type, channel, hex(payload));
  }

  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  /**
   * Every method, each with its content if it has one, and heartbeats in between.
   *
   * @param maxBody the largest body, which is in frames of 4096 bytes
   */
  static byte[] everything(Random random, int maxBody) {
    Generated generated = Generated.any(random);
    return by(
        encoder -> {
          for (Specification.Defined defined : Specification.METHODS) {
            Method method = generated.method(defined);
            int channel = random.nextInt(1, 0x10000);
            if (method instanceof BasicMethod.WithContent withContent) {
              ByteBuf body = Unpooled.wrappedBuffer(generated.octets(random.nextInt(maxBody + 1)));
              encoder.content(channel, new Content(withContent, generated.properties(), body));
            } else {
              encoder.method(channel, method);
            }
            if (random.nextInt(8) == 0) {
              encoder.heartbeat();
            }
          }
        });
  }
}
