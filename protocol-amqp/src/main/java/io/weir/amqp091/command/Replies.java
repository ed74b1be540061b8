package io.weir.amqp091.command;

import io.netty.buffer.ByteBuf;
import io.weir.amqp091.codec.BasicMethod;
import io.weir.amqp091.mapping.AmqpException;
import io.weir.amqp091.mapping.Deliveries;
import io.weir.amqp091.mapping.DirectReplies;
import io.weir.record.Header;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A channel's direct replies: they come from publishers' threads, and go to the client as it takes
 * them. Past a bound the next ones have no room.
 */
final class Replies {
  private static final int MAX_WAITING_BYTES = 8 * 1024 * 1024;

  /** What a reply takes besides its body. */
  private static final int REPLY_COST = 1024;

  private final OpenChannel channel;
  private final AtomicInteger waitingBytes = new AtomicInteger();
  private @Nullable String name;
  private @Nullable String tag;
  private @Nullable AutoCloseable registration;

  Replies(OpenChannel channel) {
    this.channel = channel;
  }

  /** What stands for the client, or null if it takes no replies. */
  @Nullable String name() {
    return name;
  }

  /** Whether the consumer of this tag is that of replies. */
  boolean isTag(String other) {
    return other.equals(tag);
  }

  /**
   * Begins to take replies.
   *
   * @throws AmqpException if it does already
   */
  void consume(String consumerTag) {
    if (registration != null) {
      throw AmqpException.precondition("reply consumer already set");
    }
    Client client = channel.client();
    String generated = Names.generated(DirectReplies.PREFIX);
    name = generated;
    tag = consumerTag;
    registration =
        client.queues().direct(client.caller(), client.space(), generated, this::receive);
  }

  /** Called by publishers, on their threads. */
  private boolean receive(
      String exchange, String key, @Nullable ByteBuf body, List<Header> headers) {
    int cost = REPLY_COST + (body == null ? 0 : body.readableBytes());
    if (waitingBytes.addAndGet(cost) > MAX_WAITING_BYTES) {
      waitingBytes.addAndGet(-cost);
      release(body);
      return false;
    }
    channel
        .client()
        .loop()
        .execute(() -> deliver(exchange, key, body, headers, cost), () -> release(body));
    return true;
  }

  private void deliver(
      String exchange, String key, @Nullable ByteBuf body, List<Header> headers, int cost) {
    String to = tag;
    waitingBytes.addAndGet(-cost);
    if (to == null || !channel.outlet().hasRoom()) {
      release(body);
      return;
    }
    var method =
        new BasicMethod.Deliver(
            Deliveries.shortString(to),
            channel.unsettled().nextTag(),
            false,
            Deliveries.shortString(exchange),
            Deliveries.shortString(key));
    channel.outlet().content(Deliveries.content(method, body, headers, System.currentTimeMillis()));
  }

  private static void release(@Nullable ByteBuf body) {
    if (body != null) {
      body.release();
    }
  }

  /** Takes no more. Idempotent. */
  void close() {
    AutoCloseable registered = registration;
    registration = null;
    name = null;
    tag = null;
    if (registered != null) {
      try {
        registered.close();
      } catch (Exception e) {
        throw new IllegalStateException("direct replies do not end", e);
      }
    }
  }
}
