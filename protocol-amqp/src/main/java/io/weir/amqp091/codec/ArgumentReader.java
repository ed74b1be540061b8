package io.weir.amqp091.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads what methods and content headers consist of (4.2.5), one after the other. One for each
 * connection, used again for each of its frames.
 */
final class ArgumentReader {
  private final ShortStringCache cache = new ShortStringCache();
  private final ValueReader values = new ValueReader(cache);

  private ByteBuf in = Unpooled.EMPTY_BUFFER;
  private int end;
  private String what = "";
  private @Nullable MethodId method;

  /** Bits that lie side by side share an octet; the next one of it, or 0 if it is used up. */
  private int bitMask;

  private int bits;

  /**
   * Begins with the payload of a frame.
   *
   * @param what it is, for the sentence of a fault
   * @param payload read as far as is asked for; not given away
   * @param end of the payload
   */
  void begin(String what, ByteBuf payload, int end) {
    this.what = what;
    this.method = null;
    this.in = payload;
    this.end = end;
    this.bitMask = 0;
  }

  /** Says which method it is that is read. */
  void of(MethodId id) {
    what = id.toString();
    method = id;
  }

  /** Makes sure that all has been read. */
  void end() {
    if (in.readerIndex() != end) {
      throw fault("%d bytes after the end of %s".formatted(end - in.readerIndex(), what));
    }
    in = Unpooled.EMPTY_BUFFER;
  }

  int octet() {
    need(Byte.BYTES);
    return in.readUnsignedByte();
  }

  int shortInt() {
    need(Short.BYTES);
    return in.readUnsignedShort();
  }

  long longInt() {
    need(Integer.BYTES);
    return in.readUnsignedInt();
  }

  long longLong() {
    need(Long.BYTES);
    return in.readLong();
  }

  boolean bit() {
    if (bitMask == 0) {
      bits = octet();
      bitMask = 1;
    }
    boolean set = (bits & bitMask) != 0;
    bitMask = bitMask << 1 & 0xff;
    return set;
  }

  /** A short string of any bytes. */
  ShortString shortString() {
    return cache.read(in, shortLength());
  }

  /** A short string that must be UTF-8, as RabbitMQ asks of methods without content. */
  String text() {
    int length = shortLength();
    int start = in.readerIndex();
    if (!ByteBufUtil.isText(in, start, length, StandardCharsets.UTF_8)) {
      throw fault("a short string in " + what + " that is not UTF-8");
    }
    in.skipBytes(length);
    return in.toString(start, length, StandardCharsets.UTF_8);
  }

  private int shortLength() {
    int length = octet();
    need(length);
    return length;
  }

  ByteString longString() {
    long length = longInt();
    need(length);
    byte[] bytes = new byte[(int) length];
    in.readBytes(bytes);
    return new ByteString(bytes);
  }

  Table table() {
    need(Integer.BYTES);
    need(Integer.BYTES + in.getUnsignedInt(in.readerIndex()));
    return values.read(in, end, method);
  }

  /** Whatever is read next does not share an octet with the bits before. */
  private void need(long length) {
    bitMask = 0;
    int left = end - in.readerIndex();
    if (length > left) {
      throw fault("%s with %d bytes left where %d were to come".formatted(what, left, length));
    }
  }

  private ProtocolFault fault(String message) {
    return ProtocolFault.frameError(method, message);
  }
}
