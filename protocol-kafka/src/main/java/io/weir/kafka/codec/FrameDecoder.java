package io.weir.kafka.codec;

import io.netty.buffer.ByteBuf;
import io.weir.protocol.PartialFrame;
import io.weir.protocol.WireProtocol;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * Cuts a stream of bytes into Kafka's frames: four bytes of length, and as many bytes as they say.
 *
 * <p>Frames are slices of the buffers they arrived in, not copies. Only where a read filled less
 * than half of its buffer are the bytes copied, so that a client that sends little at a time cannot
 * pin much memory with few bytes.
 */
public final class FrameDecoder implements AutoCloseable {
  private static final int LENGTH_BYTES = 4;

  /**
   * Key, version, correlation id and the length of a client id: what even the shortest request has.
   */
  public static final int MIN_FRAME_BYTES = 10;

  private final IntSupplier minFrameBytes;
  private final IntSupplier maxFrameBytes;

  private int lengthBytesSeen;
  private int length;
  private final PartialFrame partial = new PartialFrame();

  /**
   * @param maxFrameBytes the largest frame taken, without its length
   */
  public FrameDecoder(int maxFrameBytes) {
    this(() -> MIN_FRAME_BYTES, () -> maxFrameBytes);
  }

  /**
   * One whose bounds change, asked when a frame's length is there.
   *
   * @param minFrameBytes the smallest frame taken, at least 1
   * @param maxFrameBytes the largest frame taken, without its length
   */
  public FrameDecoder(IntSupplier minFrameBytes, IntSupplier maxFrameBytes) {
    this.minFrameBytes = minFrameBytes;
    this.maxFrameBytes = maxFrameBytes;
  }

  /**
   * Takes the next bytes of the stream and hands out every frame that they complete.
   *
   * @param bytes read to their end; not given away
   * @param frames receives each frame without its length, and owns it
   * @throws MalformedFrameException where the stream is not Kafka's; it cannot be read any further
   */
  public void decode(ByteBuf bytes, Consumer<ByteBuf> frames) {
    boolean dense = bytes.readableBytes() >= bytes.capacity() / 2;
    while (bytes.isReadable()) {
      if (lengthBytesSeen < LENGTH_BYTES) {
        readLength(bytes);
      } else {
        readBody(bytes, dense, frames);
      }
    }
  }

  /** Whether a frame has begun and is not complete. */
  public boolean inFrame() {
    return lengthBytesSeen > 0;
  }

  private void readLength(ByteBuf bytes) {
    length = length << 8 | bytes.readUnsignedByte();
    lengthBytesSeen++;
    if (lengthBytesSeen == LENGTH_BYTES && isNone(length)) {
      throw new MalformedFrameException(
          fault() + WireProtocol.hint(WireProtocol.KAFKA, lengthAsText()));
    }
  }

  private boolean isNone(int bytes) {
    return bytes < minFrameBytes.getAsInt() || bytes > maxFrameBytes.getAsInt();
  }

  private String fault() {
    if (length < 0) {
      return "a frame of negative length " + length;
    }
    return length > maxFrameBytes.getAsInt()
        ? "a frame of "
            + length
            + " bytes, where at most "
            + maxFrameBytes.getAsInt()
            + " are taken"
        : "a frame of " + length + " bytes, which is shorter than any request";
  }

  /** What came where a length should be, one character for each byte. */
  private String lengthAsText() {
    byte[] bytes = ByteBuffer.allocate(LENGTH_BYTES).putInt(length).array();
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private void readBody(ByteBuf bytes, boolean dense, Consumer<ByteBuf> frames) {
    int missing = length - partial.size();
    int take = Math.min(missing, bytes.readableBytes());
    ByteBuf frame;
    if (take == length) {
      frame = dense ? bytes.readRetainedSlice(take) : bytes.readBytes(take);
    } else {
      partial.add(bytes, take, dense, missing);
      if (take < missing) {
        return;
      }
      frame = partial.take();
    }
    lengthBytesSeen = 0;
    length = 0;
    frames.accept(frame);
  }

  /** Lets go of a frame that has begun. */
  @Override
  public void close() {
    partial.close();
  }
}
