package io.weir.amqp091.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.weir.amqp091.codec.Content;
import io.weir.amqp091.codec.FrameEncoder;
import io.weir.amqp091.codec.Method;
import io.weir.amqp091.codec.ProtocolHeader;
import io.weir.amqp091.command.Loop;
import io.weir.protocol.ConnectionContext;

/**
 * What goes to the client: frames gather, and go to the socket once in a turn of the loop, or when
 * they are many.
 */
final class Output implements AutoCloseable {
  private static final int MAX_GATHERED_BYTES = 256 * 1024;

  private final ConnectionContext context;
  private final Loop loop;
  private final FrameEncoder frames = new FrameEncoder(ByteBufAllocator.DEFAULT);
  private boolean flushScheduled;
  private boolean written;
  private boolean closed;

  Output(ConnectionContext context, Loop loop) {
    this.context = context;
    this.loop = loop;
  }

  void frameMax(int bytes) {
    frames.frameMax(bytes);
  }

  void protocolHeader(ProtocolHeader header) {
    frames.protocolHeader(header);
    gathered();
  }

  void heartbeat() {
    frames.heartbeat();
    gathered();
  }

  void method(int channel, Method method) {
    frames.method(channel, method);
    gathered();
  }

  /**
   * @param content whose body is given away
   */
  void content(int channel, Content content) {
    if (closed) {
      content.body().release();
      return;
    }
    frames.content(channel, content);
    gathered();
  }

  /** Whether the client takes what it is sent. */
  boolean hasRoom() {
    return context.hasRoom();
  }

  /** Whether anything was sent since this was asked. */
  boolean takeWritten() {
    boolean was = written;
    written = false;
    return was;
  }

  private void gathered() {
    written = true;
    if (frames.size() >= MAX_GATHERED_BYTES) {
      flush();
    } else if (!flushScheduled) {
      flushScheduled = true;
      loop.execute(
          () -> {
            flushScheduled = false;
            flush();
          });
    }
  }

  /** Gives to the socket what has gathered. */
  void flush() {
    ByteBuf bytes = closed ? null : frames.take();
    if (bytes != null) {
      context.write(bytes);
    }
  }

  @Override
  public void close() {
    closed = true;
    frames.close();
  }
}
