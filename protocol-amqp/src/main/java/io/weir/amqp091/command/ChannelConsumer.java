package io.weir.amqp091.command;

import io.vertx.core.Future;
import io.weir.amqp091.codec.BasicMethod;
import io.weir.amqp091.codec.ShortString;
import io.weir.amqp091.mapping.Deliveries;
import io.weir.core.failure.Failure;
import io.weir.core.queue.DeadLetterDeath;
import io.weir.core.queue.Delivered;
import io.weir.core.queue.QueueConsumer;
import io.weir.core.queue.QueueReceiver;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of a channel. However much it may have unsettled, no more is on its way from the queue
 * than about a megabyte, and nothing while the client does not take what it is sent.
 */
final class ChannelConsumer implements QueueReceiver {
  private static final int WINDOW_BYTES = 1024 * 1024;
  private static final int LEAST_WINDOW = 2;
  private static final int FIRST_WINDOW = 16;
  private static final int MOST_WINDOW = 512;

  private final OpenChannel channel;
  private final String tag;
  private final ShortString shortTag;
  private final boolean noAck;
  private @Nullable QueueConsumer consumer;
  private @Nullable Owner owner;
  private int window = FIRST_WINDOW;

  /** Credit that is granted and not used. */
  private long granted;

  private boolean over;

  ChannelConsumer(OpenChannel channel, String tag, boolean noAck) {
    this.channel = channel;
    this.tag = tag;
    this.shortTag = ShortString.of(tag);
    this.noAck = noAck;
  }

  String tag() {
    return tag;
  }

  /** It is the queue's. */
  void attached(QueueConsumer to) {
    consumer = to;
    owner = channel.owner(to);
  }

  /** Takes messages, as many as there is room for. Again whenever there may be more. */
  void topUp() {
    QueueConsumer from = consumer;
    if (from == null || over || granted > window / 2 || !channel.outlet().hasRoom()) {
      return;
    }
    long more = window - granted;
    granted = window;
    from.grant(more);
  }

  @Override
  public void deliver(List<Delivered> messages) {
    channel.client().loop().execute(() -> delivered(messages));
  }

  @Override
  public void ended(Failure cause) {
    channel.client().loop().execute(() -> channel.consumers().ended(this));
  }

  private void delivered(List<Delivered> messages) {
    QueueConsumer from = consumer;
    Owner by = owner;
    granted -= messages.size();
    if (over || from == null || by == null) {
      return; // What it has in its hands comes back when it goes.
    }
    long now = System.currentTimeMillis();
    long bytes = 0;
    for (Delivered message : messages) {
      bytes += message.message().sizeInBytes();
      long number =
          noAck ? channel.unsettled().nextTag() : channel.unsettled().add(by, message.number());
      var method =
          new BasicMethod.Deliver(
              shortTag,
              number,
              message.redelivered(),
              Deliveries.shortString(message.exchange()),
              Deliveries.shortString(message.key()));
      channel
          .outlet()
          .content(
              Deliveries.content(
                  method, message, from.options(), DeadLetterDeath.in(message.headers()), now));
    }
    long average = Math.max(1, bytes / messages.size());
    window = (int) Math.clamp(WINDOW_BYTES / average, LEAST_WINDOW, MOST_WINDOW);
    topUp();
  }

  /** Gets nothing more, and has what it was given; it goes when that is settled. */
  Future<Void> cancel() {
    QueueConsumer from = consumer;
    Owner by = owner;
    if (from == null || by == null) {
      return Future.succeededFuture();
    }
    return from.cancel()
        .otherwiseEmpty()
        .compose(
            drained -> {
              over = true;
              return by.leave();
            });
  }

  /** The channel is over. */
  void close() {
    over = true;
  }
}
