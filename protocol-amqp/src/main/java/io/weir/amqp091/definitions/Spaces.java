package io.weir.amqp091.definitions;

import io.vertx.core.json.JsonObject;
import io.weir.amqp091.codec.ExchangeMethod;
import io.weir.amqp091.codec.Table;
import io.weir.amqp091.mapping.AmqpException;
import io.weir.amqp091.mapping.BindingArguments;
import io.weir.amqp091.mapping.ExchangeArguments;
import io.weir.core.queue.SpaceDefinition;
import io.weir.core.queue.StandardExchanges;
import io.weir.core.route.Binding;
import io.weir.core.route.Destination;
import io.weir.core.route.Exchange;
import io.weir.core.route.ExchangeType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Virtual hosts with what is in them. */
final class Spaces {
  private final JsonObject json;
  private final List<String> notTaken;
  private final Map<String, Space> spaces = new LinkedHashMap<>();

  Spaces(JsonObject json, List<String> notTaken) {
    this.json = json;
    this.notTaken = notTaken;
  }

  /** What of a virtual host was taken. */
  private record Space(
      Map<String, Exchange> exchanges,
      Map<String, SpaceDefinition.Queue> queues,
      List<Binding> bindings) {

    boolean hasExchange(String name) {
      return StandardExchanges.has(name) || exchanges.containsKey(name);
    }

    boolean has(Destination destination) {
      return switch (destination) {
        case Destination.ToQueue(String name) -> queues.containsKey(name);
        case Destination.ToExchange(String name) -> hasExchange(name);
      };
    }

    boolean isHeaders(String exchange) {
      Exchange found = exchanges.get(exchange);
      return found == null
          ? exchange.equals("amq.headers") || exchange.equals("amq.match")
          : found.type() instanceof ExchangeType.Headers;
    }
  }

  List<SpaceDefinition> read() {
    for (JsonObject item : Items.of(json, "vhosts")) {
      space(item.getString("name"));
    }
    Items.of(json, "exchanges").forEach(this::exchange);
    QueuesWithPolicies queues = new QueuesWithPolicies(Items.of(json, "policies"), notTaken);
    Items.of(json, "queues")
        .forEach(
            item ->
                queues
                    .read(item)
                    .ifPresent(queue -> space(Items.vhost(item)).queues.put(queue.name(), queue)));
    Items.of(json, "bindings").forEach(this::binding);
    queues.tellUnused();
    List<SpaceDefinition> definitions = new ArrayList<>();
    Set<String> names = new HashSet<>();
    spaces.forEach(
        (vhost, space) -> {
          String name = Items.space(vhost);
          if (io.weir.core.queue.Space.isName(name) && names.add(name)) {
            definitions.add(
                new SpaceDefinition(
                    name,
                    List.copyOf(space.exchanges.values()),
                    List.copyOf(space.queues.values()),
                    space.bindings));
          } else {
            notTaken.add("vhost '" + vhost + "', which nothing can be called here");
          }
        });
    return definitions;
  }

  private Space space(String vhost) {
    return spaces.computeIfAbsent(
        vhost, none -> new Space(new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>()));
  }

  private void exchange(JsonObject item) {
    String name = item.getString("name");
    String vhost = Items.vhost(item);
    if (name.isEmpty() || StandardExchanges.has(name)) {
      return;
    }
    ExchangeMethod.Declare declare =
        new ExchangeMethod.Declare(
            0,
            name,
            item.getString("type"),
            false,
            item.getBoolean("durable", true),
            item.getBoolean("auto_delete", false),
            item.getBoolean("internal", false),
            false,
            Items.table(item.getValue("arguments")));
    try {
      space(vhost).exchanges.put(name, ExchangeArguments.exchange(declare, name, vhost));
    } catch (AmqpException e) {
      notTaken.add("exchange '%s' in vhost '%s': %s".formatted(name, vhost, e.getMessage()));
    }
  }

  private void binding(JsonObject item) {
    String vhost = Items.vhost(item);
    String source = item.getString("source");
    String to = item.getString("destination");
    if (source.isEmpty()) {
      return; // Every queue has that one.
    }
    Space space = space(vhost);
    Destination destination =
        item.getString("destination_type").equals("queue")
            ? Destination.queue(to)
            : Destination.exchange(to);
    String called = "the binding of '%s' to '%s' in vhost '%s'".formatted(to, source, vhost);
    if (!space.hasExchange(source) || !space.has(destination)) {
      notTaken.add(called + ", for one of both is not there");
      return;
    }
    Table arguments = Items.table(item.getValue("arguments"));
    try {
      space.bindings.add(
          BindingArguments.binding(
              source,
              destination,
              item.getString("routing_key", ""),
              arguments,
              space.isHeaders(source)));
    } catch (AmqpException e) {
      notTaken.add(called + ": " + e.getMessage());
    }
  }
}
