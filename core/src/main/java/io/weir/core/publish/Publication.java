package io.weir.core.publish;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Promise;
import io.weir.core.address.Address;
import io.weir.core.failure.Failure;
import io.weir.core.tenant.Caller;
import io.weir.record.Header;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A message that has been taken in, until it is durable. Lives on one event loop. */
final class Publication {
  /** More than the lengths, deltas and counts of any record take. */
  private static final int RECORD_OVERHEAD = 40;

  /** More than the lengths of any header take. */
  private static final int HEADER_OVERHEAD = 10;

  final Caller caller;
  final Address address;
  final Message message;
  final byte @Nullable [] key;

  /** No less than its record takes in a batch. */
  final int bytes;

  final long takenNanos = System.nanoTime();
  private final Promise<Receipt> promise;

  Publication(Caller caller, Address address, Message message, Promise<Receipt> promise) {
    this.caller = caller;
    this.address = address;
    this.message = message;
    this.promise = promise;
    String text = address.key();
    this.key = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    this.bytes = RECORD_OVERHEAD + (key == null ? 0 : key.length) + bodyBytes() + headerBytes();
  }

  int bodyBytes() {
    ByteBuf body = message.body();
    return body == null ? 0 : body.readableBytes();
  }

  private int headerBytes() {
    int total = 0;
    for (Header header : message.headers()) {
      byte[] value = header.value();
      total += HEADER_OVERHEAD + 3 * header.name().length() + (value == null ? 0 : value.length);
    }
    return total;
  }

  /** Lets go of the body, which has been copied or will never be. */
  void releaseBody() {
    ByteBuf body = message.body();
    if (body != null) {
      body.release();
    }
  }

  void stored(Receipt receipt) {
    promise.complete(receipt);
  }

  void failed(Failure failure) {
    promise.fail(failure);
  }
}
