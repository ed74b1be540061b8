package io.weir.http.command;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.weir.core.access.Access;
import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource;
import io.weir.core.address.Address;
import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure.InvalidRequest;
import io.weir.core.publish.Message;
import io.weir.core.publish.Receipt;
import io.weir.core.topic.Topic;
import io.weir.http.mapping.Properties;
import io.weir.http.mapping.SingleMessage;
import io.weir.record.Header;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body is the message; the reply comes when it is as durable as its topic asks, and says where
 * it lies.
 */
final class Publish implements Command {

  @Override
  public Future<Reply> run(Exchange exchange) {
    Address address = address(exchange);
    requireRight(exchange, address.topic());
    List<Header> headers = Properties.ofRequest(exchange.headers());
    long timestamp = timestamp(exchange);
    boolean tombstone = isTombstone(exchange);
    return exchange
        .body(limit(exchange, address.topic()))
        .compose(
            body -> {
              Message message = new Message(value(body, tombstone), headers, timestamp);
              return exchange.core().publisher().publish(exchange.caller(), address, message);
            })
        .map(Publish::reply);
  }

  private static Address address(Exchange exchange) {
    String inPath = exchange.variable("key");
    String inQuery = exchange.query().text("key").orElse(null);
    return new Address(exchange.topicName(), inPath == null ? inQuery : inPath);
  }

  /** Before the topic is looked up, for its settings would tell that it is there. */
  private static void requireRight(Exchange exchange, TopicName topic) {
    Access.Extent right =
        exchange
            .core()
            .access()
            .extent(exchange.caller(), Operation.PUBLISH, Resource.topic(topic.text()));
    if (right == Access.Extent.NONE) {
      throw exchange.denied("publish", topic, "you may not publish to " + topic.called());
    }
  }

  /**
   * No message is larger than the batch it will lie in; what the topic takes exactly, it says
   * itself.
   */
  private static int limit(Exchange exchange, TopicName name) {
    return exchange
        .core()
        .topics()
        .find(exchange.caller().tenant(), name)
        .map(Topic::settings)
        .orElseGet(() -> exchange.core().topics().defaults(exchange.caller().tenant()).settings())
        .maxBatchBytes();
  }

  private static long timestamp(Exchange exchange) {
    String text = exchange.headers().get(SingleMessage.TIMESTAMP);
    return text == null ? Message.NOW : Query.wholeNumber(SingleMessage.TIMESTAMP, text, 0);
  }

  private static boolean isTombstone(Exchange exchange) {
    String text = exchange.headers().get(SingleMessage.TOMBSTONE);
    if (text != null && !text.equalsIgnoreCase("true")) {
      throw new InvalidRequest(SingleMessage.TOMBSTONE + ": expected true, found '" + text + "'");
    }
    return text != null;
  }

  private static @Nullable ByteBuf value(ByteBuf body, boolean tombstone) {
    if (!tombstone) {
      return body;
    }
    boolean isEmpty = !body.isReadable();
    body.release();
    if (!isEmpty) {
      throw new InvalidRequest(
          SingleMessage.TOMBSTONE + ": a message without a body came with one");
    }
    return null;
  }

  private static Reply reply(Receipt receipt) {
    return Reply.json(
        200,
        new JsonObject()
            .put("topic", receipt.topic().name().text())
            .put("partition", receipt.partition())
            .put("offset", receipt.offset()));
  }
}
