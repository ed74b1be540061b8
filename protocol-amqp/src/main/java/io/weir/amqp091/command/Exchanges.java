package io.weir.amqp091.command;

import io.vertx.core.Future;
import io.weir.amqp091.codec.ExchangeMethod;
import io.weir.amqp091.codec.Method;
import io.weir.amqp091.codec.Table;
import io.weir.amqp091.mapping.AmqpException;
import io.weir.amqp091.mapping.BindingArguments;
import io.weir.amqp091.mapping.ExchangeArguments;
import io.weir.amqp091.mapping.Wording;
import io.weir.core.queue.StandardExchanges;
import io.weir.core.route.Binding;
import io.weir.core.route.Destination;
import io.weir.core.route.Exchange;
import io.weir.core.route.ExchangeType;

/** Class 40: exchanges, and their bindings to each other. */
final class Exchanges {
  private Exchanges() {}

  static Future<Answer> declare(OpenChannel channel, ExchangeMethod.Declare asked) {
    Client client = channel.client();
    String name = Names.clean(asked.exchange());
    if (asked.passive()) {
      Names.refuseDefault(name);
      if (client.queues().exchange(client.caller(), client.space(), name).isEmpty()) {
        throw AmqpException.notFound("no " + Wording.exchange(name, client.vhost()));
      }
      return Answer.now(new ExchangeMethod.DeclareOk());
    }
    Exchange exchange = ExchangeArguments.exchange(asked, name, client.vhost());
    Names.refuseDefault(name);
    if (Names.isReserved(name)
        && !StandardExchanges.has(name)
        && client.queues().exchange(client.caller(), client.space(), name).isEmpty()) {
      throw Names.reserved("exchange", name);
    }
    return Answer.of(
        client.queues().declare(client.caller(), client.space(), exchange),
        client,
        declared -> Answer.of(new ExchangeMethod.DeclareOk()));
  }

  static Future<Answer> delete(OpenChannel channel, ExchangeMethod.Delete asked) {
    Client client = channel.client();
    String name = Names.clean(asked.exchange());
    Names.refuseDefault(name);
    if (Names.isReserved(name)) {
      throw AmqpException.accessRefused(
          "deletion of system " + Wording.exchange(name, client.vhost()) + " not allowed");
    }
    return Answer.of(
        client.queues().deleteExchange(client.caller(), client.space(), name, asked.ifUnused()),
        client,
        wasThere -> Answer.of(new ExchangeMethod.DeleteOk()));
  }

  static Future<Answer> bind(OpenChannel channel, ExchangeMethod.Bind asked) {
    Names.refuseDefault(asked.destination());
    return bind(
        channel.client(),
        binding(
            channel.client(),
            asked.source(),
            Destination.exchange(Names.clean(asked.destination())),
            asked.routingKey(),
            asked.arguments()),
        new ExchangeMethod.BindOk());
  }

  static Future<Answer> unbind(OpenChannel channel, ExchangeMethod.Unbind asked) {
    Names.refuseDefault(asked.destination());
    return unbind(
        channel.client(),
        binding(
            channel.client(),
            asked.source(),
            Destination.exchange(Names.clean(asked.destination())),
            asked.routingKey(),
            asked.arguments()),
        new ExchangeMethod.UnbindOk());
  }

  /** The binding that a method means. */
  static Binding binding(
      Client client, String source, Destination destination, String key, Table arguments) {
    String exchange = Names.clean(source);
    Names.refuseDefault(exchange);
    boolean isHeaders =
        client
            .queues()
            .exchange(client.caller(), client.space(), exchange)
            .filter(it -> it.type() instanceof ExchangeType.Headers)
            .isPresent();
    return BindingArguments.binding(exchange, destination, key, arguments, isHeaders);
  }

  static Future<Answer> bind(Client client, Binding binding, Method answer) {
    return Answer.of(
        client.queues().bind(client.caller(), client.space(), binding),
        client,
        isNew -> Answer.of(answer));
  }

  static Future<Answer> unbind(Client client, Binding binding, Method answer) {
    return Answer.of(
        client.queues().unbind(client.caller(), client.space(), binding),
        client,
        wasThere -> Answer.of(answer));
  }
}
