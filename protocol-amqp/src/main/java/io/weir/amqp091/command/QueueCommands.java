package io.weir.amqp091.command;

import io.vertx.core.Future;
import io.weir.amqp091.codec.QueueMethod;
import io.weir.amqp091.mapping.AmqpException;
import io.weir.amqp091.mapping.DirectReplies;
import io.weir.amqp091.mapping.QueueArguments;
import io.weir.amqp091.mapping.Wording;
import io.weir.core.queue.Declared;
import io.weir.core.queue.QueueDescription;
import io.weir.core.queue.QueueOptions;
import io.weir.core.queue.Refusal;
import io.weir.core.queue.Reply;
import io.weir.core.route.Destination;
import io.weir.core.subscription.Counts;

/** Class 50: queues, and their bindings. */
final class QueueCommands {
  private static final long MAX_COUNT = 0xffff_ffffL;

  private QueueCommands() {}

  static Future<Answer> declare(OpenChannel channel, QueueMethod.Declare asked) {
    Client client = channel.client();
    String name = Names.clean(asked.queue());
    if (name.startsWith(DirectReplies.NAME)) {
      return declareReplies(channel, name);
    }
    if (asked.passive()) {
      return Answer.of(
          client.queues().describe(client.caller(), client.space(), name),
          client,
          queue -> declared(channel, queue));
    }
    if (name.isEmpty()) {
      name = Names.generated("amq.gen-");
    } else if (Names.isReserved(name)) {
      throw Names.reserved("queue", name);
    }
    QueueOptions options = QueueArguments.options(asked, name, client.vhost());
    if (asked.queue().isEmpty() && options.kind() == QueueOptions.Kind.STREAM) {
      throw AmqpException.precondition("cannot declare a server-named queue for type stream");
    }
    Future<Reply<Declared<QueueDescription>>> declaring =
        client.queues().declare(client.caller(), client.space(), name, options);
    return Answer.of(declaring, client, declared -> declared(channel, declared.what()));
  }

  /** A name that stands for direct replies is there while its client consumes. */
  private static Future<Answer> declareReplies(OpenChannel channel, String name) {
    Client client = channel.client();
    if (!name.equals(DirectReplies.NAME)
        && !client.queues().hasDirect(client.caller(), client.space(), name)) {
      throw AmqpException.notFound("no " + Wording.queue(name, channel.client().vhost()));
    }
    channel.declared(name);
    return Answer.now(new QueueMethod.DeclareOk(name, 0, 1));
  }

  private static Answer declared(OpenChannel channel, QueueDescription queue) {
    Counts counts = queue.counts();
    channel.declared(queue.name());
    return Answer.of(
        new QueueMethod.DeclareOk(queue.name(), count(counts.ready()), counts.consumers()));
  }

  static Future<Answer> bind(OpenChannel channel, QueueMethod.Bind asked) {
    String queue = channel.meant(asked.queue());
    return Exchanges.bind(
        channel.client(),
        Exchanges.binding(
            channel.client(),
            asked.exchange(),
            Destination.queue(Names.clean(queue)),
            key(asked.queue(), asked.routingKey(), queue),
            asked.arguments()),
        new QueueMethod.BindOk());
  }

  static Future<Answer> unbind(OpenChannel channel, QueueMethod.Unbind asked) {
    String queue = channel.meant(asked.queue());
    return Exchanges.unbind(
        channel.client(),
        Exchanges.binding(
            channel.client(),
            asked.exchange(),
            Destination.queue(Names.clean(queue)),
            key(asked.queue(), asked.routingKey(), queue),
            asked.arguments()),
        new QueueMethod.UnbindOk());
  }

  /** Where neither a queue nor a key is given, the last queue's name is both (1.7.2.3). */
  private static String key(String askedQueue, String askedKey, String queue) {
    return askedQueue.isEmpty() && askedKey.isEmpty() ? queue : askedKey;
  }

  static Future<Answer> purge(OpenChannel channel, QueueMethod.Purge asked) {
    Client client = channel.client();
    return Answer.of(
        client.queues().purge(client.caller(), client.space(), channel.meant(asked.queue())),
        client,
        count -> Answer.of(new QueueMethod.PurgeOk(count(count))));
  }

  static Future<Answer> delete(OpenChannel channel, QueueMethod.Delete asked) {
    Client client = channel.client();
    String name = Names.clean(channel.meant(asked.queue()));
    return client
        .queues()
        .deleteQueue(client.caller(), client.space(), name, asked.ifUnused(), asked.ifEmpty())
        .map(
            reply ->
                switch (reply) {
                  // Deleted is deleted, in RabbitMQ.
                  case Reply.Refused<Long>(Refusal.NoQueue gone) ->
                      Answer.of(new QueueMethod.DeleteOk(0));
                  default ->
                      Answer.of(new QueueMethod.DeleteOk(count(Answer.required(reply, client))));
                });
  }

  /** As many as the wire can say. */
  static long count(long messages) {
    return Math.min(messages, MAX_COUNT);
  }
}
