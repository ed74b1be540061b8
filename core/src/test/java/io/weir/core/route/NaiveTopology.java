package io.weir.core.route;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A topology as one would write it down first: lists, looked through from end to end. */
final class NaiveTopology {
  final Set<String> queues = new TreeSet<>();
  final Map<String, Exchange> exchanges = new LinkedHashMap<>();
  final Set<Binding> bindings = new LinkedHashSet<>();

  void unbind(Binding binding) {
    if (bindings.remove(binding)) {
      autoDelete(binding.exchange());
    }
  }

  void deleteExchange(String name) {
    exchanges.remove(name);
    bindings.removeIf(binding -> binding.exchange().equals(name));
    to(Destination.exchange(name)).forEach(this::unbind);
  }

  void deleteQueue(String name) {
    queues.remove(name);
    to(Destination.queue(name)).forEach(this::unbind);
  }

  private void autoDelete(String name) {
    Exchange exchange = exchanges.get(name);
    if (exchange != null && exchange.autoDelete() && from(name).isEmpty()) {
      deleteExchange(name);
    }
  }

  List<Binding> from(String exchange) {
    return bindings.stream().filter(binding -> binding.exchange().equals(exchange)).toList();
  }

  private List<Binding> to(Destination destination) {
    return bindings.stream().filter(binding -> binding.destination().equals(destination)).toList();
  }

  Set<String> route(String exchange, Envelope envelope) {
    Set<String> found = new HashSet<>();
    Set<String> passed = new HashSet<>();
    List<String> ahead = new ArrayList<>(List.of(exchange));
    while (!ahead.isEmpty()) {
      String name = ahead.removeFirst();
      Exchange here = exchanges.get(name);
      if (here == null || !passed.add(name)) {
        continue;
      }
      List<Binding> matched = from(name).stream().filter(b -> fits(here, b, envelope)).toList();
      for (Binding binding : matched) {
        switch (binding.destination()) {
          case Destination.ToQueue(String queue) -> found.add(queue);
          case Destination.ToExchange(String other) -> ahead.add(other);
        }
      }
      if (matched.isEmpty() && here.alternate() != null) {
        ahead.add(here.alternate());
      }
    }
    return found;
  }

  private static boolean fits(Exchange exchange, Binding binding, Envelope envelope) {
    return switch (exchange.type()) {
      case ExchangeType.Direct direct -> envelope.keys().contains(binding.key());
      case ExchangeType.Fanout fanout -> true;
      case ExchangeType.Topic topic ->
          envelope.keys().stream().anyMatch(key -> NaiveMatch.fits(binding.key(), key));
      case ExchangeType.Headers headers -> {
        boolean any = binding.match() == HeaderMatch.ANY;
        yield any
            ? binding.arguments().keySet().stream().anyMatch(name -> has(binding, name, envelope))
            : binding.arguments().keySet().stream().allMatch(name -> has(binding, name, envelope));
      }
      default -> throw new IllegalArgumentException("not in this model: " + exchange);
    };
  }

  private static boolean has(Binding binding, String name, Envelope envelope) {
    Value wanted = binding.arguments().get(name);
    return wanted != null && wanted.equals(envelope.header(name));
  }
}
