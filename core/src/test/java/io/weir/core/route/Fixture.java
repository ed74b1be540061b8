package io.weir.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.route.Envelope.MessageProperty;
import io.weir.core.route.ExchangeType.ConsistentHash;
import io.weir.core.route.ExchangeType.Delayed;
import io.weir.core.route.ExchangeType.Direct;
import io.weir.core.route.ExchangeType.Fanout;
import io.weir.core.route.ExchangeType.HashOn;
import io.weir.core.route.ExchangeType.Headers;
import io.weir.core.route.ExchangeType.Topic;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A topology that changes, and short words for what tests say of one. */
final class Fixture {
  static final ExchangeType DIRECT = new Direct();
  static final ExchangeType FANOUT = new Fanout();
  static final ExchangeType TOPIC = new Topic(false);
  static final ExchangeType HEADERS = new Headers();
  static final ExchangeType HASH = new ConsistentHash(new HashOn.Key());

  Topology topology = Topology.EMPTY;

  static ExchangeType delayed(ExchangeType underlying) {
    return new Delayed(underlying);
  }

  static Exchange withAlternate(String name, ExchangeType type, String alternate) {
    return new Exchange(name, type, true, false, false, alternate, Map.of());
  }

  static Exchange autoDelete(String name, ExchangeType type) {
    return new Exchange(name, type, true, true, false, null, Map.of());
  }

  static Exchange fleeting(String name, ExchangeType type) {
    return new Exchange(name, type, false, false, false, null, Map.of());
  }

  Fixture exchange(String name, ExchangeType type) {
    return exchange(Exchange.durable(name, type));
  }

  Fixture exchange(Exchange exchange) {
    change(topology.declare(exchange));
    return this;
  }

  Fixture queues(String... names) {
    for (String name : names) {
      topology = topology.withQueue(name, true);
    }
    return this;
  }

  /** Binds a queue, which is made if it is not there. */
  Fixture bind(String exchange, String queue, String key) {
    queues(queue);
    change(topology.bind(toQueue(exchange, queue, key)));
    return this;
  }

  Fixture bind(Binding binding) {
    change(topology.bind(binding));
    return this;
  }

  Fixture unbind(String exchange, String queue, String key) {
    change(topology.unbind(toQueue(exchange, queue, key)));
    return this;
  }

  /** Binds an exchange to another. */
  Fixture chain(String exchange, String to, String key) {
    change(topology.bind(toExchange(exchange, to, key)));
    return this;
  }

  Change change(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Changed.class);
    Change change = ((Answer.Changed) answer).change();
    topology = change.topology();
    return change;
  }

  static Binding toQueue(String exchange, String queue, String key) {
    return Binding.of(exchange, Destination.queue(queue), key);
  }

  static Binding toExchange(String exchange, String to, String key) {
    return Binding.of(exchange, Destination.exchange(to), key);
  }

  static Binding toQueue(
      String exchange, String queue, @Nullable HeaderMatch match, Map<String, Value> arguments) {
    return new Binding(exchange, Destination.queue(queue), "", match, arguments);
  }

  Set<String> route(String exchange, String key) {
    return route(exchange, Envelope.of(key)).queues();
  }

  Routes route(String exchange, Envelope envelope) {
    return topology.route(exchange, envelope, AddressTree.NOBODY);
  }

  /** All of an envelope. */
  record Letter(
      List<String> keys,
      Map<String, Value> headers,
      Map<MessageProperty, Value> properties,
      boolean delayed)
      implements Envelope {

    static Letter keys(String... keys) {
      return new Letter(List.of(keys), Map.of(), Map.of(), false);
    }

    static Letter headers(Map<String, Value> headers) {
      return new Letter(List.of(""), headers, Map.of(), false);
    }

    static Letter property(MessageProperty property, Value value) {
      return new Letter(List.of(""), Map.of(), Map.of(property, value), false);
    }

    Letter withKeys(String... others) {
      return new Letter(List.of(others), headers, properties, delayed);
    }

    Letter held() {
      return new Letter(keys, headers, properties, true);
    }

    @Override
    public @Nullable Value header(String name) {
      return headers.get(name);
    }

    @Override
    public @Nullable Value property(MessageProperty property) {
      return properties.get(property);
    }
  }
}
