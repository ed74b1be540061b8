package io.weir.core.publish;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Promise;
import io.weir.core.address.Address;
import io.weir.core.event.Events;
import io.weir.core.tenant.Caller;
import io.weir.record.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message on its way into a batch. */
final class Publication {
  /** More than the lengths, deltas and counts of any record take. */
  private static final int RECORD_OVERHEAD = 40;

  /** More than the lengths of any header take. */
  private static final int HEADER_OVERHEAD = 10;

  private static final int MAX_BYTES_OF_A_CHAR = 3;

  final Ticket ticket;
  final Address address;
  final Message message;
  final byte @Nullable [] key;

  Publication(
      Caller caller, Address address, Message message, Promise<Receipt> promise, Events events) {
    ByteBuf body = message.body();
    if (body != null && body.refCnt() == 0) { // found later, it would spoil others' batch
      throw new IllegalArgumentException("the body has been released already");
    }
    this.address = address;
    this.message = message;
    String text = address.key();
    this.key = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    this.ticket = new Ticket(caller, address.topic().text(), 1, maxBytes(), promise, events);
  }

  /** No less than its record takes in a batch. */
  private int maxBytes() {
    return maxBytes(key == null ? 0 : key.length, bodyBytes(), message.headers());
  }

  /** No less than a record takes in a batch. */
  static int maxBytes(int keyBytes, int bodyBytes, List<Header> headers) {
    int total = RECORD_OVERHEAD + keyBytes + bodyBytes;
    for (Header header : headers) {
      byte[] value = header.value();
      total += HEADER_OVERHEAD + MAX_BYTES_OF_A_CHAR * header.name().length();
      total += value == null ? 0 : value.length;
    }
    return total;
  }

  int bodyBytes() {
    ByteBuf body = message.body();
    return body == null ? 0 : body.readableBytes();
  }

  /** Lets go of the body, which has been copied or will never be. */
  void releaseBody() {
    ByteBuf body = message.body();
    if (body != null) {
      body.release();
    }
  }
}
