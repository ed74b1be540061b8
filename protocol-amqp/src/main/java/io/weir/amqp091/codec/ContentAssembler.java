package io.weir.amqp091.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.protocol.PartialFrame;
import org.jspecify.annotations.Nullable;

/**
 * Joins the methods of one channel with the contents that follow them, and refuses what comes out
 * of order. Holds at most one content; how much of one is to be held is for the caller to look at
 * in its header, before it is taken. Used by one thread.
 */
public final class ContentAssembler implements AutoCloseable {
  /** No body that RabbitMQ takes is larger. */
  public static final int MAX_BODY_SIZE = 512 * 1024 * 1024;

  /** Smaller pieces of a body are copied together, so that many of them take no more memory. */
  private static final int SLICE_LENGTH = 4096;

  private BasicMethod.@Nullable WithContent method;
  private @Nullable ContentHeader header;
  private final PartialFrame body = new PartialFrame();

  /**
   * Takes a method. One with content is complete later.
   *
   * @throws ProtocolFault if the content of another is still to come
   */
  public void method(Method next) {
    if (method != null) {
      throw unexpected("the method " + next.id());
    }
    if (next instanceof BasicMethod.WithContent withContent) {
      method = withContent;
    }
  }

  /**
   * Takes a content header.
   *
   * @return the content if its body is empty, else null
   * @throws ProtocolFault if none was to come, or it tells of a body that is too large
   */
  public @Nullable Content header(ContentHeader next) {
    if (method == null || header != null) {
      throw unexpected("a content header");
    }
    if (Long.compareUnsigned(next.bodySize(), MAX_BODY_SIZE) > 0) {
      throw ProtocolFault.frameError(
          method.id(),
          "a content of %s bytes, where at most %d are taken"
              .formatted(Long.toUnsignedString(next.bodySize()), MAX_BODY_SIZE));
    }
    header = next;
    return next.bodySize() == 0 ? complete(Unpooled.EMPTY_BUFFER) : null;
  }

  /**
   * Takes a piece of the body.
   *
   * @param piece given away
   * @return the content if this is the last piece of it, else null
   * @throws ProtocolFault if none was to come, or there is more of it than its header says
   */
  public @Nullable Content body(ByteBuf piece) {
    ContentHeader known = header;
    if (method == null || known == null) {
      piece.release();
      throw unexpected("a piece of a body");
    }
    int missing = (int) known.bodySize() - body.size();
    int length = piece.readableBytes();
    if (length > missing) {
      piece.release();
      throw ProtocolFault.frameError(
          method.id(), "%d bytes of a body where %d were to come".formatted(length, missing));
    }
    if (length == known.bodySize()) {
      return complete(piece);
    }
    body.add(piece, length, length >= SLICE_LENGTH, missing);
    piece.release();
    return length == missing ? complete(body.take()) : null;
  }

  private Content complete(ByteBuf whole) {
    Content content = new Content(of(method), of(header).properties(), whole);
    method = null;
    header = null;
    return content;
  }

  private static <T> T of(@Nullable T begun) {
    if (begun == null) {
      throw new IllegalStateException("no content has begun");
    }
    return begun;
  }

  private ProtocolFault unexpected(String what) {
    if (method == null) {
      return ProtocolFault.unexpectedFrame(null, what + " where a method was to come");
    }
    String expected = header == null ? "the content header" : "the body";
    return ProtocolFault.unexpectedFrame(
        method.id(), "%s where %s of %s was to come".formatted(what, expected, method.id()));
  }

  /** Lets go of a content that has begun. */
  @Override
  public void close() {
    body.close();
    method = null;
    header = null;
  }
}
