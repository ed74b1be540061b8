package io.weir.amqp091.command;

import io.vertx.core.Future;
import io.weir.amqp091.codec.BasicMethod;
import io.weir.amqp091.mapping.Deliveries;
import io.weir.core.failure.Failure;
import io.weir.core.queue.DeadLetterDeath;
import io.weir.core.queue.Delivered;
import io.weir.core.queue.QueueGetter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes single messages of queues. The queue that was asked last is kept at hand, since clients
 * that take single messages ask the same one again and again.
 */
final class Getters {
  private record Getter(String queue, QueueGetter from, Owner owner) {}

  private final OpenChannel channel;
  private @Nullable Getter last;

  Getters(OpenChannel channel) {
    this.channel = channel;
  }

  static Future<Answer> get(OpenChannel channel, BasicMethod.Get asked) {
    return channel.getters().get(channel.meant(asked.queue()), asked.noAck());
  }

  private Future<Answer> get(String queue, boolean noAck) {
    Getter known = last;
    if (known != null && known.queue.equals(queue)) {
      return take(known, noAck)
          .recover(
              cause -> {
                // Perhaps the queue was deleted since, and is there again.
                if (!(cause instanceof Failure)) {
                  return Future.failedFuture(cause);
                }
                forget();
                return open(queue).compose(getter -> take(getter, noAck));
              });
    }
    forget();
    return open(queue).compose(getter -> take(getter, noAck));
  }

  private Future<Getter> open(String queue) {
    Client client = channel.client();
    return client
        .queues()
        .getter(client.caller(), client.space(), queue)
        .map(
            reply -> {
              QueueGetter from = Answer.required(reply, client);
              Getter getter = new Getter(queue, from, channel.owner(from));
              if (channel.isOver()) {
                var unused = getter.owner.giveUp();
              } else {
                last = getter;
              }
              return getter;
            });
  }

  private Future<Answer> take(Getter getter, boolean noAck) {
    return getter.from.get(noAck).map(got -> answer(getter, got, noAck));
  }

  private Answer answer(Getter getter, Optional<QueueGetter.Got> got, boolean noAck) {
    if (got.isEmpty()) {
      return Answer.of(new BasicMethod.GetEmpty(""));
    }
    Delivered message = got.get().message();
    long tag =
        noAck
            ? channel.unsettled().nextTag()
            : channel.unsettled().add(getter.owner, message.number(), System.currentTimeMillis());
    var method =
        new BasicMethod.GetOk(
            tag,
            message.redelivered(),
            Deliveries.shortString(message.exchange()),
            Deliveries.shortString(message.key()),
            QueueCommands.count(got.get().ready()));
    return new Answer.Given(
        Deliveries.content(
            method,
            message,
            getter.from.options(),
            DeadLetterDeath.in(message.headers()),
            System.currentTimeMillis()));
  }

  private void forget() {
    Getter known = last;
    last = null;
    if (known != null) {
      var unused = known.owner.leave();
    }
  }
}
