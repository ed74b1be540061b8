package io.weir.kafka.api;

import io.netty.buffer.ByteBuf;
import io.weir.core.tenant.Caller;
import io.weir.kafka.codec.RequestBody;
import io.weir.kafka.codec.RequestHead;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * One request under way.
 *
 * @param stopper takes what ends a long wait; it is run when the connection is gone or about to go,
 *     and the request is then answered at once
 */
public record Exchange(
    Client client, RequestHead head, RequestBody body, Consumer<Runnable> stopper) {

  Caller caller() {
    return client.caller();
  }

  short version() {
    return head.version();
  }

  Reply answer(ApiMessage message) {
    return new Reply.Answer(message, head.version(), List.of(), 0);
  }

  Reply answer(ApiMessage message, List<ByteBuf> buffers, long throttleMillis) {
    return new Reply.Answer(message, head.version(), buffers, throttleMillis);
  }
}
