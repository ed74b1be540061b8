package io.weir.http.command;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.buffer.BufferInternal;
import io.weir.core.failure.Failure;

/** Gathers a request's body as it comes, up to a limit; what comes after that is not kept. */
final class Body {
  private static final int FIRST_BYTES = 16 * 1024;

  private final int limit;
  private final Exchange exchange;
  private final Promise<ByteBuf> whole = Promise.promise();
  private ByteBuf bytes = Unpooled.EMPTY_BUFFER;

  /** Whether the bytes lie in a buffer that can grow. */
  private boolean isOwn;

  Body(int limit, Exchange exchange) {
    this.limit = limit;
    this.exchange = exchange;
  }

  Future<ByteBuf> read(HttpServerRequest request) {
    if (declared(request) > limit) {
      fail(tooLarge());
    }
    request.handler(this::add);
    request.endHandler(end -> whole.tryComplete(bytes));
    request.exceptionHandler(
        gone ->
            fail(new Failure.Unavailable("the client went away before its message was complete")));
    return whole.future();
  }

  private void add(Buffer part) {
    if (whole.future().isComplete()) {
      return;
    }
    ByteBuf more = ((BufferInternal) part).getByteBuf();
    if (bytes.readableBytes() + more.readableBytes() > limit) {
      fail(tooLarge());
      return;
    }
    try {
      exchange.charge(more.readableBytes());
    } catch (Failure e) {
      fail(e);
      return;
    }
    if (!bytes.isReadable()) {
      // Most bodies come in one part, which is kept as it is.
      bytes = more;
      return;
    }
    if (!isOwn) {
      gather();
    }
    bytes.writeBytes(more);
  }

  private void gather() {
    ByteBuf own =
        Unpooled.buffer(Math.min(limit, Math.max(FIRST_BYTES, bytes.readableBytes() * 2)));
    own.writeBytes(bytes);
    bytes = own;
    isOwn = true;
  }

  private void fail(RuntimeException cause) {
    whole.tryFail(cause);
    bytes = Unpooled.EMPTY_BUFFER;
  }

  private Failure.TooLarge tooLarge() {
    return new Failure.TooLarge(
        "the body is larger than the " + limit + " bytes that are taken here");
  }

  private static long declared(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null || !length.matches("[0-9]{1,18}") ? 0 : Long.parseLong(length);
  }
}
