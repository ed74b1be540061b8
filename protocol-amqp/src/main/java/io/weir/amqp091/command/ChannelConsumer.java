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
  private static final long NO_TIMER = -1;

  private final OpenChannel channel;
  private final String tag;
  private final ShortString shortTag;
  private final boolean noAck;
  private @Nullable QueueConsumer consumer;
  private @Nullable Owner owner;
  private int window = FIRST_WINDOW;

  /** Credit that is granted and not used. */
  private long granted;

  private long timeoutMillis;
  private long timer = NO_TIMER;
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

  /**
   * It is the queue's.
   *
   * @param timeout how long its client may have a message without settling it, in milliseconds; 0
   *     for as long as it likes
   */
  void attached(QueueConsumer to, long timeout) {
    consumer = to;
    owner = channel.owner(to);
    timeoutMillis = timeout;
    if (timeout > 0) {
      watch(timeout);
    }
  }

  private void watch(long millis) {
    timer = channel.client().loop().after(millis, this::checkTimeout);
  }

  private void checkTimeout() {
    timer = NO_TIMER;
    Owner by = owner;
    if (over || by == null) {
      return;
    }
    Unsettled.Held oldest = channel.unsettled().oldest(by);
    long left =
        oldest == null
            ? timeoutMillis
            : oldest.since() + timeoutMillis - System.currentTimeMillis();
    if (left > 0) {
      watch(left);
    } else {
      channel.consumers().timedOut(this, by, timeoutMillis);
    }
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
          noAck
              ? channel.unsettled().nextTag()
              : channel.unsettled().add(by, message.number(), now);
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
    stopWatching();
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
    stopWatching();
  }

  private void stopWatching() {
    if (timer != NO_TIMER) {
      channel.client().loop().cancel(timer);
      timer = NO_TIMER;
    }
  }
}
