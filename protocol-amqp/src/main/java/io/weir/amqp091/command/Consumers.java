package io.weir.amqp091.command;

import io.vertx.core.Future;
import io.weir.amqp091.codec.BasicMethod;
import io.weir.amqp091.codec.MethodId;
import io.weir.amqp091.mapping.AmqpException;
import io.weir.amqp091.mapping.ConsumerArguments;
import io.weir.amqp091.mapping.DirectReplies;
import io.weir.amqp091.mapping.Wording;
import io.weir.core.queue.QueueConsumer;
import io.weir.core.queue.QueueOptions.Kind;
import io.weir.core.subscription.Settlement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A channel's consumers by their tags. */
final class Consumers {
  private final OpenChannel channel;
  private final Map<String, ChannelConsumer> byTag = new LinkedHashMap<>();

  Consumers(OpenChannel channel) {
    this.channel = channel;
  }

  static Future<Answer> consume(OpenChannel channel, BasicMethod.Consume asked) {
    return channel.consumers().consume(asked);
  }

  static Future<Answer> cancel(OpenChannel channel, BasicMethod.Cancel asked) {
    return channel.consumers().cancel(asked.consumerTag());
  }

  private Future<Answer> consume(BasicMethod.Consume asked) {
    Client client = channel.client();
    String queue = channel.meant(asked.queue());
    if (byTag.containsKey(asked.consumerTag()) || channel.replies().isTag(asked.consumerTag())) {
      throw AmqpException.notAllowed("attempt to reuse consumer tag '" + asked.consumerTag() + "'");
    }
    String tag = asked.consumerTag().isEmpty() ? Names.generated("amq.ctag-") : asked.consumerTag();
    if (queue.equals(DirectReplies.NAME)) {
      if (!asked.noAck()) {
        throw AmqpException.precondition("reply consumer cannot acknowledge");
      }
      channel.replies().consume(tag);
      return Answer.now(new BasicMethod.ConsumeOk(tag));
    }
    var request =
        ConsumerArguments.request(
            asked, queue, client.vhost(), channel.prefetch(), channel.sharedPrefetch());
    ChannelConsumer consumer = new ChannelConsumer(channel, tag, asked.noAck());
    return client
        .queues()
        .consume(client.caller(), client.space(), queue, request, consumer)
        .map(reply -> attached(asked, consumer, Answer.required(reply, client)));
  }

  private Answer attached(
      BasicMethod.Consume asked, ChannelConsumer consumer, QueueConsumer attached) {
    String fault = attached.options().kind() == Kind.STREAM ? streamFault(asked) : null;
    if (fault != null || channel.isOver()) {
      var unused = attached.detach(false);
    }
    if (fault != null) {
      String called = Wording.queue(attached.queue(), channel.client().vhost());
      throw asked.noAck()
          ? AmqpException.notImplemented(fault + called)
          : AmqpException.precondition(fault + called);
    }
    if (channel.isOver()) {
      return Answer.NONE;
    }
    consumer.attached(
        attached, ConsumerArguments.timeout(asked, attached.options(), channel.client().vhost()));
    byTag.put(consumer.tag(), consumer);
    return new Answer.Said(new BasicMethod.ConsumeOk(consumer.tag()), consumer::topUp);
  }

  /** Readers of streams say how much they take, as in RabbitMQ. */
  private @Nullable String streamFault(BasicMethod.Consume asked) {
    if (asked.noAck()) {
      return "automatic acknowledgement not supported by stream ";
    }
    return channel.prefetch() == 0 ? "consumer prefetch count is not set for stream " : null;
  }

  private Future<Answer> cancel(String tag) {
    Answer done = Answer.of(new BasicMethod.CancelOk(tag));
    if (channel.replies().isTag(tag)) {
      channel.replies().close();
    }
    ChannelConsumer consumer = byTag.remove(tag);
    return consumer == null ? Future.succeededFuture(done) : consumer.cancel().map(gone -> done);
  }

  /** A consumer has ended without being asked. */
  void ended(ChannelConsumer consumer) {
    consumer.close();
    if (byTag.remove(consumer.tag(), consumer) && channel.client().hearsCancels()) {
      channel.outlet().method(new BasicMethod.Cancel(consumer.tag(), true));
    }
  }

  /**
   * A client has had a message for too long: all that this consumer has goes back to the queue,
   * without counting as failed, and it gets no more. A client that would not hear of that loses its
   * channel (RabbitMQ 4.3, consumer timeout).
   */
  void timedOut(ChannelConsumer consumer, Owner owner, long millis) {
    if (!channel.client().hearsCancels()) {
      channel
          .outlet()
          .refuse(
              AmqpException.precondition(
                  "delivery acknowledgement timed out: consumer '"
                      + consumer.tag()
                      + "' has had a message for more than "
                      + millis
                      + " ms"),
              MethodId.BASIC_CONSUME);
      return;
    }
    byTag.remove(consumer.tag(), consumer);
    var unused = consumer.cancel();
    Settlements.of(channel.unsettled().reclaim(owner), by -> Settlement.RELEASE)
        .settle(channel.rejections());
    channel.outlet().method(new BasicMethod.Cancel(consumer.tag(), true));
  }

  /** The client takes what it is sent. */
  void topUp() {
    byTag.values().forEach(ChannelConsumer::topUp);
  }

  /** The channel is over. */
  void close() {
    byTag.values().forEach(ChannelConsumer::close);
    byTag.clear();
  }
}
