package io.weir.amqp091.codec;

import io.netty.buffer.ByteBuf;
import io.weir.protocol.PartialFrame;

/**
 * Cuts a stream of bytes, after the protocol header, into frames (4.2.3) and tells a {@link
 * FrameHandler} what they hold. Used by one thread.
 *
 * <p>Bodies are slices of the buffers they arrived in, not copies. Only where a read filled less
 * than half of its buffer are the bytes copied, so that a client that sends little at a time cannot
 * pin much memory with few bytes. A frame that claims to be too large is refused when its head is
 * there, before anything is held for it.
 */
public final class FrameDecoder implements AutoCloseable {
  /** The smallest bound that may be agreed upon. */
  public static final int MIN_FRAME_MAX = 4096;

  /**
   * How large frames may be until something is agreed upon: as in RabbitMQ since 4.1, twice what
   * the specification says, since tokens are long.
   */
  public static final int INITIAL_FRAME_MAX = 8192;

  private final FrameHandler handler;
  private final ArgumentReader arguments = new ArgumentReader();
  private final PartialFrame partial = new PartialFrame();
  private int frameMax = INITIAL_FRAME_MAX;

  /** What has come of a frame's head, the last byte lowest. */
  private long head;

  private int headBytes;

  /** Whether nothing further is to be understood. */
  private boolean closed;

  public FrameDecoder(FrameHandler handler) {
    this.handler = handler;
  }

  /**
   * Sets how large frames may be from the next one on.
   *
   * @param bytes of a whole frame, at least {@link #MIN_FRAME_MAX}; like RabbitMQ, eight more are
   *     let pass, since clients count differently
   */
  public void frameMax(int bytes) {
    if (bytes < MIN_FRAME_MAX) {
      throw new IllegalArgumentException("a frame-max of " + bytes);
    }
    frameMax = bytes;
  }

  /**
   * Takes the next bytes of the stream and tells of every frame that they complete.
   *
   * @param bytes read to their end, if nothing is thrown; not given away
   * @throws ProtocolFault where a peer sends what it must not. The connection is to be closed. What
   *     follows may be decoded to find the peer's answer: where only the inside of a frame was
   *     wrong, from the next frame on; where it is not known where the next frame begins, all that
   *     follows is skipped
   */
  public void decode(ByteBuf bytes) {
    boolean dense = bytes.readableBytes() >= bytes.capacity() / 2;
    while (bytes.isReadable() && !closed) {
      if (headBytes < Frames.HEAD_LENGTH) {
        readHead(bytes);
      } else {
        readRest(bytes, dense);
      }
    }
    bytes.skipBytes(bytes.readableBytes());
  }

  /** Whether a frame has begun and is not complete. */
  public boolean inFrame() {
    return headBytes > 0;
  }

  private void readHead(ByteBuf bytes) {
    if (headBytes == 0 && bytes.readableBytes() >= Frames.HEAD_LENGTH) {
      head =
          (long) bytes.readUnsignedByte() << 48
              | (long) bytes.readUnsignedShort() << 32
              | bytes.readUnsignedInt();
      headBytes = Frames.HEAD_LENGTH;
    } else {
      head = head << 8 | bytes.readUnsignedByte();
      headBytes++;
    }
    if (headBytes == Frames.HEAD_LENGTH && length() > frameMax) {
      throw lost(
          "a frame with %d bytes, where at most %d are taken"
              .formatted(length(), frameMax - Frames.OVERHEAD));
    }
  }

  private int type() {
    return (int) (head >>> 48);
  }

  private int channel() {
    return (int) (head >>> 32) & 0xffff;
  }

  /** Of the payload. */
  private long length() {
    return head & 0xffff_ffffL;
  }

  private void readRest(ByteBuf bytes, boolean dense) {
    int length = (int) length() + 1;
    int missing = length - partial.size();
    int take = Math.min(missing, bytes.readableBytes());
    if (take == length) {
      readFrame(bytes, dense);
      return;
    }
    partial.add(bytes, take, dense, missing);
    if (take == missing) {
      ByteBuf whole = partial.take();
      try {
        readFrame(whole, true);
      } finally {
        whole.release();
      }
    }
  }

  /**
   * @param in has all of the frame after its head
   */
  private void readFrame(ByteBuf in, boolean dense) {
    int type = type();
    int channel = channel();
    int length = (int) length();
    int end = in.readerIndex() + length;
    int marker = in.getUnsignedByte(end);
    if (marker != Frames.END) {
      throw lost("a frame that ends with %#04x instead of %#04x".formatted(marker, Frames.END));
    }
    head = 0;
    headBytes = 0;
    try {
      checkPlace(type, channel, length);
      switch (type) {
        case Frames.METHOD -> handler.method(channel, readMethod(in, end));
        case Frames.HEADER -> handler.contentHeader(channel, readHeader(in, end));
        case Frames.BODY ->
            handler.body(channel, dense ? in.readRetainedSlice(length) : in.readBytes(length));
        default -> handler.heartbeat();
      }
    } finally {
      in.readerIndex(end + 1);
    }
  }

  /** Whether there is such a frame, and on such a channel. */
  private static void checkPlace(int type, int channel, int length) {
    boolean known =
        switch (type) {
          case Frames.METHOD, Frames.HEADER, Frames.BODY -> true;
          case Frames.HEARTBEAT -> length == 0;
          default -> false;
        };
    if (!known) {
      throw ProtocolFault.frameError(
          null, "a frame of type %d with %d bytes, which there is not".formatted(type, length));
    }
    if ((channel == 0) != (type == Frames.HEARTBEAT) && type != Frames.METHOD) {
      throw ProtocolFault.unexpectedFrame(
          null, "a frame of type %d on channel %d".formatted(type, channel));
    }
  }

  private Method readMethod(ByteBuf in, int end) {
    arguments.begin("a method", in, end);
    int classId = arguments.shortInt();
    int methodId = arguments.shortInt();
    MethodId id = MethodId.of(classId, methodId);
    if (id == null) {
      throw new ProtocolFault(
          ReplyCode.COMMAND_INVALID,
          null,
          "there is no method %d of a class %d".formatted(methodId, classId));
    }
    arguments.of(id);
    Method method = id.read(arguments);
    arguments.end();
    return method;
  }

  private ContentHeader readHeader(ByteBuf in, int end) {
    arguments.begin("a content header", in, end);
    ContentHeader header = ContentHeader.read(arguments);
    arguments.end();
    return header;
  }

  private ProtocolFault lost(String message) {
    close();
    return ProtocolFault.frameError(null, message);
  }

  /** Lets go of a frame that has begun, and skips whatever follows. */
  @Override
  public void close() {
    closed = true;
    partial.close();
  }
}
